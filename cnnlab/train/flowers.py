"""TensorFlow's flower_photos (tf_flowers): 3,670 photographs in one folder for each class, split by file name."""

import hashlib
from pathlib import Path

from cnnlab.train.check import check_class_folders
from cnnlab.train.errors import DataError
from cnnlab.train.examples import Examples, class_files, from_files

FOLDER = "flower_photos"
CLASSES = ("daisy", "dandelion", "roses", "sunflowers", "tulips")


def subset_of(name: str) -> str:
    """The subset that a picture belongs to: "train" (about 80%), "validation" or "test" (about 10% each).

    It depends only on the file's name: the first 8 hex digits of the name's SHA-256, modulo 10, are 8 for validation
    and 9 for the test. Where pictures are missing, the others stay in their subsets.

    >>> subset_of("100080576_f52e8ee070_n.jpg")
    'train'
    """
    number = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 10
    return {8: "validation", 9: "test"}.get(number, "train")


def read_flowers(data: Path, size: int) -> dict[str, Examples]:
    """Read train, validation and test from `data`/flower_photos: pictures (size, size, 3), labels in order of CLASSES.

    Raises DataError if the folder is incomplete, has a damaged picture, or has none for a subset.
    """
    folder = data / FOLDER
    check_class_folders(folder, list(CLASSES))
    parts: dict[str, list[tuple[Path, int]]] = {"train": [], "validation": [], "test": []}
    for path, label in class_files(folder):
        parts[subset_of(path.name)].append((path, label))
    if empty := [name for name, files in parts.items() if not files]:
        raise DataError(
            "These subsets would be empty: {empty}. None of the {count} pictures in {folder} falls into them, because "
            "file names decide the subset. Restore the published names, or add more pictures.",
            count=sum(map(len, parts.values())),
            folder=str(folder),
            empty=", ".join(empty),
        )
    return {name: from_files(files, (size, size), binary=False) for name, files in parts.items()}
