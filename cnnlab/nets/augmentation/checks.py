"""Pictures, masks and labels that go through augmentation, checked before anything runs."""

import numpy as np

from cnnlab.core.augmentation import AUGMENTATIONS, AugmentationError
from cnnlab.core.errors import N_


def checked_images(images) -> np.ndarray:
    """float32 (batch, height, width, 3) of 0..255; AugmentationError for all else."""
    pictures = np.asarray(images)
    if pictures.ndim != 4 or pictures.shape[-1] != 3 or 0 in pictures.shape or pictures.dtype.kind not in "uif":
        raise AugmentationError(
            N_("Numbers of shape (batch, height, width, 3) were expected; {came} of {kind} came."),
            came=str(pictures.shape),
            kind=str(pictures.dtype),
        )
    pictures = pictures.astype(np.float32)
    low, high = float(pictures.min()), float(pictures.max())
    if not (low >= 0 and high <= 255):  # not a number is neither
        raise AugmentationError(
            N_("Values from 0 to 255 were expected; they reach from {low:g} to {high:g}. Bring them into that range."),
            low=low,
            high=high,
        )
    return pictures


def checked_masks(masks, pictures: np.ndarray) -> np.ndarray | None:
    """uint8 (batch, height, width), as large as the pictures; AugmentationError for all else."""
    if masks is None:
        return None
    classes = np.asarray(masks)
    if (
        classes.shape != pictures.shape[:3]
        or classes.dtype.kind not in "ui"
        or classes.min() < 0
        or classes.max() > 255
    ):
        raise AugmentationError(
            N_(
                "Masks of whole numbers from 0 to 255, of shape {expected} as the pictures have it, were expected; "
                "{came} of {kind} came."
            ),
            expected=str(pictures.shape[:3]),
            came=str(classes.shape),
            kind=str(classes.dtype),
        )
    return classes.astype(np.uint8)


def checked_labels(labels, pictures: np.ndarray) -> np.ndarray | None:
    """float32 (batch, classes), a row for each picture; AugmentationError for all else."""
    if labels is None:
        return None
    rows = np.asarray(labels)
    if rows.ndim != 2 or len(rows) != len(pictures) or rows.dtype.kind not in "uif":
        raise AugmentationError(
            N_("Labels of shape ({count}, classes) were expected; {came} of {kind} came."),
            count=len(pictures),
            came=str(rows.shape),
            kind=str(rows.dtype),
        )
    return rows.astype(np.float32)


def enough(pictures: np.ndarray, names: list[str]) -> None:
    """AugmentationError where a layer that mixes pictures has only one."""
    for name in names:
        if len(pictures) < 2 and name in AUGMENTATIONS and AUGMENTATIONS[name].several:
            raise AugmentationError(N_("{layer} mixes pictures: two or more were expected; one came."), layer=name)
