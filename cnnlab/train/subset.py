"""Small subsets of large data sets: `python -m cnnlab.train.subset TRAIN --data DIR` for Kaggle's Dogs vs. Cats."""

import argparse
import shutil
import sys
from pathlib import Path

from cnnlab.train.check import check_folder
from cnnlab.train.errors import DataError

CATS_DOGS = "cats_vs_dogs_small"
# train and validation are those of Chollet's Deep Learning with Python
RANGES = {"train": (0, 1000), "validation": (1000, 1500), "test": (1500, 2000)}


def make_subset(train: Path, data: Path, ranges: dict[str, tuple[int, int]] = RANGES) -> Path:
    """Copy cat.0.jpg, dog.0.jpg... from Kaggle's train folder to `data`, one folder for each subset; return the folder.

    Raises DataError, before any file is copied, if a picture is missing or the folder exists already.
    """
    check_folder(train, "Kaggle's pictures cat.0.jpg ... dog.12499.jpg")
    copies = [
        (train / f"{name}.{index}.jpg", Path(subset, name, f"{name}.{index}.jpg"))
        for subset, (start, end) in ranges.items()
        for name in ("cat", "dog")
        for index in range(start, end)
    ]
    return _copy(copies, data / CATS_DOGS)


def _copy(copies: list[tuple[Path, Path]], into: Path) -> Path:
    if into.exists():
        raise DataError("{folder} exists already. Delete it to create it again.", folder=str(into))
    missing = [source.name for source, _ in copies if not source.is_file()]
    if missing:
        raise DataError(
            "Pictures missing from {folder}: {count}, starting with {names}. Unpack all of train.zip.",
            count=len(missing),
            folder=str(copies[0][0].parent),
            names=", ".join(missing[:3]),
        )
    partial = into.with_name(f".{into.name}.new")  # renamed once it is complete
    shutil.rmtree(partial, ignore_errors=True)
    for source, target in copies:
        (partial / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, partial / target)
    partial.replace(into)
    return into


def main(arguments: list[str] | None = None) -> int:
    """Make the subset. Return 0, or 2 after an error, which is reported on stderr."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.subset", description=__doc__)
    parser.add_argument("train", type=Path, metavar="TRAIN", help="the folder unpacked from Kaggle's train.zip")
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="the folder with the data sets")
    given = parser.parse_args(arguments)
    try:
        print(make_subset(given.train, given.data))
    except DataError as error:
        print(f"cnnlab.train.subset: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
