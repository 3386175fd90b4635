"""The pictures behind the bundled features, where the owner of the server has the data set; it may not be shipped."""

import os
from pathlib import Path

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.pictures import PictureError, open_picture
from cnnlab.core.transfer.features import FeaturesError

VARIABLE = "CNNLAB_DATA"  # the environment variable with the folder that holds cats_vs_dogs_small
FOLDER, CLASSES, EACH = "cats_vs_dogs_small", ("cat", "dog"), {"train": 1000, "validation": 500, "test": 500}


def data_folder() -> Path | None:
    """The folder of the data set, None where the owner of the server has set none."""
    named = os.environ.get(VARIABLE)
    return Path(named) / FOLDER if named else None


def picture_of(subset: str, index: int, folder: Path) -> np.ndarray:
    """Return picture `index` of a subset, uint8 (height, width, 3): cats, then dogs, each in the order of file names.

    That is the order of the bundled features. Raises FeaturesError if the folder does not hold that many pictures of
    each class, so that a number could mean another picture, and if the picture cannot be read.
    """
    each = EACH[subset]
    files = sorted((folder / subset / CLASSES[index // each]).glob("*.jpg"))
    if len(files) != each:
        raise FeaturesError(
            N_("{folder} has {count} pictures, not {each}. Set {variable} to the data set that the features are of."),
            folder=str(folder / subset / CLASSES[index // each]),
            count=len(files),
            each=each,
            variable=VARIABLE,
        )
    try:
        return open_picture(files[index % each].read_bytes())
    except (OSError, PictureError) as error:
        raise FeaturesError(
            N_("{path} cannot be opened: {reason}"), path=str(files[index % each]), reason=str(error)
        ) from error
