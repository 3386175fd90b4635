"""The name of one value of a network, in the link and in the browser."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One value: of the map `number` of a layer, at `row` and `column`; or of a vector, at `number` alone."""

    layer: str
    number: int
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.layer}.{self.number}.{self.row}.{self.column}"


def read_cell(text: str) -> Cell | None:
    """Read a cell as `str` writes it; None for any other text.

    >>> read_cell("conv2.17.3.5"), read_cell("conv2.x")
    (Cell(layer='conv2', number=17, row=3, column=5), None)
    """
    layer, *numbers = text.rsplit(".", 3)
    if len(numbers) != 3 or not all(number.isdecimal() and len(number) < 6 for number in numbers):
        return None
    return Cell(layer, *map(int, numbers))
