"""Checks of a data set before a run starts, so that no hours are spent training on an incomplete one."""

from pathlib import Path

import keras

from cnnlab.core.pictures import PictureError, open_picture
from cnnlab.train.errors import DataError

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".gif"}  # what image_dataset_from_directory reads


def check_folder(folder: Path, contents: str) -> None:
    """Raise DataError unless `folder` exists; `contents` says what it should contain."""
    if not folder.is_dir():
        raise DataError(
            "The folder {folder} with {contents} does not exist. Put the data set there, set --data to the folder that "
            "contains it, or download it with --fetch.",
            folder=str(folder),
            contents=contents,
        )


def check_class_folders(folder: Path, classes: list[str]) -> int:
    """Count the pictures. Raises DataError unless `folder` has exactly these subfolders of readable pictures."""
    check_folder(folder, f"the folders {', '.join(classes)}")
    found = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if found != sorted(classes):
        raise DataError(
            "{folder} must contain one folder for each class, {classes}, but it contains {found}. Sort the pictures "
            "into those folders.",
            folder=str(folder),
            classes=", ".join(sorted(classes)),
            found=", ".join(found) or "no folder",
        )
    return sum(_check_class(folder / name) for name in classes)


def check_pictures(paths: list[Path]) -> None:
    """Raise DataError for the first file that is not a picture, is damaged or is truncated."""
    for path in paths:
        try:
            open_picture(path.read_bytes())
        except (PictureError, OSError) as error:
            raise _unreadable(path, str(error)) from error


def check_decodes(paths: list[Path]) -> None:
    """Raise DataError for the first file that TensorFlow, which reads these folders, cannot decode.

    TensorFlow is stricter than Pillow, for example at the end of a PNG.
    """
    import tensorflow as tf

    for path in paths:
        try:
            tf.io.decode_image(path.read_bytes(), channels=3, expand_animations=False)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError) as error:
            raise _unreadable(path, error.message.partition(" [Op:")[0] + ".") from error


def _unreadable(path: Path, reason: str) -> DataError:
    return DataError(
        "{path} cannot be read as a picture: {reason} Remove it, or replace it with an intact file.",
        path=str(path),
        reason=reason,
    )


def _check_class(folder: Path) -> int:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    if not paths:
        raise DataError(
            "There are no pictures ({suffixes}) of the class {name} in {folder}. Put some there.",
            suffixes=", ".join(sorted(PICTURES)),
            name=folder.name,
            folder=str(folder),
        )
    check_pictures(paths)
    if keras.backend.backend() == "tensorflow":
        check_decodes(paths)
    return len(paths)
