"""Pictures of a mask's errors, and of what the tasks of vision answer, as JPEG files."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from cnnlab.core.segmentation.boxes import Box
from cnnlab.figures import encode, palette, segmented

LARGEST = 720  # pixels a side
RIGHT, MISSED, INVENTED = palette.RUNS[2], palette.RUNS[1], palette.RUNS[0]  # green, vermilion, blue
UNCOUNTED = palette.GREY
TINTS = {1: RIGHT, 2: MISSED, 3: INVENTED, 4: UNCOUNTED}
OPACITY = 0.6
PIECES = (palette.RUNS[5], palette.RUNS[4], palette.RUNS[2], palette.RUNS[3], palette.RUNS[1], palette.RUNS[0])


def error_picture(picture: np.ndarray, errors: np.ndarray, counted: np.ndarray) -> bytes:
    """The picture (height, width, 3) with the right, missed and invented pixels of a class: 1, 2, 3 in `errors`.

    Those that are not `counted`, bool (height, width), have a tint of their own.
    """
    small = encode.reduced(picture, LARGEST)
    shown = np.where(counted, errors, 4).astype(np.uint8)
    return encode.jpeg(segmented.over(small, shown, TINTS, OPACITY), LARGEST)


def tinted_picture(picture: np.ndarray, labels: np.ndarray, classes: int) -> bytes:
    """The picture with a tint for each class of `labels`."""
    small = encode.reduced(picture, LARGEST)
    tints = {index: segmented.CLASSES[index % len(segmented.CLASSES)] for index in range(classes)}
    return encode.jpeg(segmented.over(small, labels, tints, OPACITY), LARGEST)


def pieces_picture(picture: np.ndarray, index: np.ndarray, count: int) -> bytes:
    """The picture with a colour for each of the first `count` pieces, which are 1, 2, 3... in `index`."""
    small = encode.reduced(picture, LARGEST)
    numbers = np.where(index > count, 0, index).clip(0, 255).astype(np.uint8)
    tints = {number: PIECES[(number - 1) % len(PIECES)] for number in range(1, min(count, 255) + 1)}
    return encode.jpeg(segmented.over(small, numbers, tints, OPACITY), LARGEST)


def boxes_picture(picture: np.ndarray, boxes: Sequence[Box]) -> bytes:
    """The picture with boxes, whose coordinates are its pixels, in the colours of their pieces."""
    from PIL import ImageDraw  # only here: it brings FreeType along

    small = encode.reduced(picture, LARGEST)
    scale = small.shape[0] / picture.shape[0]
    image = Image.fromarray(small)
    pencil = ImageDraw.Draw(image)
    for number, box in enumerate(boxes):
        corners = [round(scale * at) for at in (box.left, box.top, box.right, box.bottom)]
        corners[2:] = [max(low, high - 1) for low, high in zip(corners[:2], corners[2:], strict=True)]
        pencil.rectangle(corners, outline="white", width=6)
        pencil.rectangle(corners, outline=PIECES[number % len(PIECES)], width=4)
    return encode.jpeg(np.asarray(image), LARGEST)
