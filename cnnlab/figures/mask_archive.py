"""The masks of many pictures as one zip file."""

import io
import zipfile
from collections.abc import Sequence

from cnnlab.core.pictures.uploads import mask_names
from cnnlab.core.segmentation import indexed_png, labels
from cnnlab.core.segmentation.class_colours import class_colours
from cnnlab.core.segmentation.kept import KeptMask


def mask_archive(masks: Sequence[tuple[str, KeptMask]], classes: Sequence[str]) -> bytes:
    """A PNG file for each mask, (its picture's name, mask), at the picture's own size; pixels are class indices."""
    file = io.BytesIO()
    names = mask_names([name for name, _ in masks])
    with zipfile.ZipFile(file, "w") as archive:  # PNG is packed already
        for name, (_, mask) in zip(names, masks, strict=True):
            made = labels(mask.probabilities, *mask.size)
            archive.writestr(name, indexed_png(made, class_colours(len(classes)), classes))
    return file.getvalue()
