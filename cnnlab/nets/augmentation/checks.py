"""Checks of the pictures, masks and labels to be augmented, before any layer runs."""

import numpy as np
import numpy.typing as npt

from cnnlab.core.augmentation import AUGMENTATIONS, AugmentationError
from cnnlab.core.errors import N_

BLACK = 2  # a picture of floats whose largest value is below this is black on a scale of 0 to 255


def checked_images(images: npt.ArrayLike) -> np.ndarray:
    """Return float32 (batch, height, width, 3) of 0..255; raise AugmentationError for anything else.

    Floats above 0 but below 2 everywhere are refused: they are either pictures of 0..1, with what an interpolation may
    add, or black to the eye. Integers are never in doubt: uint8 pictures of 0 and 1 are almost black.
    """
    pictures = np.asarray(images)
    if pictures.ndim != 4 or pictures.shape[-1] != 3 or 0 in pictures.shape or pictures.dtype.kind not in "uif":
        raise AugmentationError(
            N_(
                "Pictures must be numbers of shape (batch, height, width, 3); these are {kind} of shape {shape}. "
                "Convert or reshape them."
            ),
            kind=str(pictures.dtype),
            shape=str(pictures.shape),
        )
    _check_range(pictures)
    _check_scale(pictures)
    return pictures.astype(np.float32)


def checked_masks(masks: npt.ArrayLike | None, pictures: np.ndarray) -> np.ndarray | None:
    """Return uint8 (batch, height, width), as large as the pictures; raise AugmentationError for anything else."""
    if masks is None:
        return None
    classes = np.asarray(masks)
    if classes.shape != pictures.shape[:3] or classes.dtype.kind not in "ui":
        raise AugmentationError(
            N_(
                "Masks must be whole numbers of the pictures' shape {expected}; these are {kind} of shape {shape}. "
                "Convert or resize them."
            ),
            expected=str(pictures.shape[:3]),
            kind=str(classes.dtype),
            shape=str(classes.shape),
        )
    _check_range(classes)
    return classes.astype(np.uint8)


def checked_labels(labels: npt.ArrayLike | None, pictures: np.ndarray) -> np.ndarray | None:
    """Return float32 (batch, classes), one row per picture; raise AugmentationError for anything else."""
    if labels is None:
        return None
    rows = np.asarray(labels)
    if rows.ndim != 2 or len(rows) != len(pictures) or rows.dtype.kind not in "uif":
        raise AugmentationError(
            N_(
                "Labels must be numbers of shape ({count}, classes), one row for each picture; these are {kind} of "
                "shape {shape}. Convert or reshape them."
            ),
            count=len(pictures),
            kind=str(rows.dtype),
            shape=str(rows.shape),
        )
    return rows.astype(np.float32)


def check_count(pictures: np.ndarray, names: list[str]) -> None:
    """Raise AugmentationError if a layer mixes pictures but there is only one."""
    for name in names:
        if len(pictures) < 2 and name in AUGMENTATIONS and AUGMENTATIONS[name].several:
            raise AugmentationError(
                N_("{layer} mixes pictures and needs at least two; there is one. Add a picture or remove the layer."),
                layer=name,
            )


def _check_scale(pictures: np.ndarray) -> None:
    high = float(pictures.max())
    if pictures.dtype.kind == "f" and 0 < high < BLACK:
        raise AugmentationError(
            N_(
                "These pictures are {kind} with values from {low:g} to {high:g}, as if white were 1. Here white is "
                "255: multiply them by 255. If they really are almost black, convert them to uint8."
            ),
            kind=str(pictures.dtype),
            low=float(pictures.min()),
            high=high,
        )


def _check_range(values: np.ndarray) -> None:
    low, high = float(values.min()), float(values.max())
    if not (low >= 0 and high <= 255):  # also if one of them is not a number
        raise AugmentationError(
            N_("Values must be from 0 to 255; these are from {low:g} to {high:g}. Bring them into that range."),
            low=low,
            high=high,
        )
