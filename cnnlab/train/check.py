"""What is looked at before a run starts, so that no hours are spent on a data set with a hole in it."""

from pathlib import Path

import keras

from cnnlab.core.pictures import PictureError, open_picture
from cnnlab.train.errors import DataError

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".gif"}  # what image_dataset_from_directory takes


def check_folder(folder: Path, inside: str) -> None:
    """Raise DataError unless `folder` is there; `inside` says what it should hold."""
    if not folder.is_dir():
        raise DataError(
            "A folder {folder} with {inside} was expected; there is none. Put the data set there, name the folder that "
            "holds it with --data, or let --fetch get it where the data set has a site.",
            folder=str(folder),
            inside=inside,
        )


def check_class_folders(folder: Path, classes: list[str]) -> int:
    """Raise DataError unless `folder` has exactly these subfolders, each with readable pictures; how many there are."""
    check_folder(folder, f"the folders {', '.join(classes)}")
    found = sorted(each.name for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    if found != sorted(classes):
        raise DataError(
            "{folder} should hold the folders {classes}, one a class; it holds {found}. Move the pictures so.",
            folder=str(folder),
            classes=", ".join(sorted(classes)),
            found=", ".join(found) or "none",
        )
    return sum(_check_class(folder / each) for each in classes)


def check_pictures(paths: list[Path]) -> None:
    """Raise DataError for the first file that is no picture, is damaged or is cut off."""
    for path in paths:
        try:
            open_picture(path.read_bytes())
        except (PictureError, OSError) as error:
            raise _unreadable(path, str(error)) from error


def check_decodes(paths: list[Path]) -> None:
    """Raise DataError for the first file that TensorFlow, which reads these folders, does not decode.

    It is stricter than Pillow at the end of a PNG, for one.
    """
    import tensorflow as tf

    for path in paths:
        try:
            tf.io.decode_image(path.read_bytes(), channels=3, expand_animations=False)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError) as error:
            raise _unreadable(path, error.message.partition(" [Op:")[0] + ".") from error


def _unreadable(path: Path, reason: str) -> DataError:
    return DataError(
        "{path} cannot be read as a picture: {reason} Take it out, or put a whole one in its place.",
        path=str(path),
        reason=reason,
    )


def _check_class(folder: Path) -> int:
    paths = sorted(each for each in folder.rglob("*") if each.suffix.lower() in PICTURES)
    if not paths:
        raise DataError(
            "Pictures ({kinds}) of the class {name} were expected in {folder}; there are none. Put some there.",
            kinds=", ".join(sorted(PICTURES)),
            name=folder.name,
            folder=str(folder),
        )
    check_pictures(paths)
    if keras.backend.backend() == "tensorflow":
        check_decodes(paths)
    return len(paths)
