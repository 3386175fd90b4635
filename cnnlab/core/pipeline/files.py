"""Ten picture files in two class folders, in the order in which an index lists them."""

from dataclasses import dataclass

CLASSES = ("cat", "dog")


@dataclass(frozen=True)
class PictureFile:
    """A file: its class's index as label, its number within the class, and its height and width in pixels."""

    label: int
    number: int
    height: int
    width: int

    @property
    def path(self) -> str:
        """The path below the folder of the data.

        >>> FILES[5].path
        'dog/dog.0.jpg'
        """
        name = CLASSES[self.label]
        return f"{name}/{name}.{self.number}.jpg"


_SIZES = (
    ((374, 500), (280, 300), (499, 375), (225, 250), (375, 499)),
    ((500, 380), (333, 500), (199, 188), (375, 500), (480, 320)),
)
FILES = tuple(
    PictureFile(label, number, height, width)
    for label, sizes in enumerate(_SIZES)
    for number, (height, width) in enumerate(sizes)
)
