"""What was drawn for each picture, in a reader's units, read off the layer's own transformation.

RandomFlip                 flipped: "horizontal", "vertical", "both" or ""
RandomRotation             degrees, positive counterclockwise
RandomZoom                 rows, columns: as the setting has it, positive is out
RandomTranslation          rows (down), columns (right): shares of the height and of the width
RandomShear                rows, columns: shares, with the sign that was drawn
RandomCrop                 top, left: the first row and column that are kept
RandomPerspective          applied; corners: (row, column) of each corner's new place; moved: the farthest, in pixels
RandomBrightness           shift: what was added to 0..255
RandomContrast, Saturation factor: what was multiplied
RandomHue                  degrees on the colour circle
RandomColorJitter          shift, contrast, saturation, degrees, as above
RandomColorDegeneration    grey: its share
RandomSharpness            sharpness: 0.5 is unchanged
RandomGaussianBlur         applied; rows, columns: the bell curve's widths in pixels
RandomGrayscale, Invert    applied
RandomPosterization        bits
Solarization               addition, threshold: in 0..255
RandomErasing              applied; top, left, height, width in pixels
MixUp, CutMix              with: the other picture's place; share: how much of it; CutMix's box as above
"""

from collections.abc import Callable

import numpy as np
from keras import ops

UNTOLD = ("RandomElasticTransform", "AugMix", "RandAugment")
Draws = list[dict]
JITTERED = {  # the layers inside RandomColorJitter: what is told, Keras's key, the unit
    "random_brightness": ("shift", "rgb_delta", 1),
    "random_contrast": ("contrast", "contrast_factor", 1),
    "random_saturation": ("saturation", "factor", 1),
    "random_hue": ("degrees", "factor", 360),
}
FLIPPED = {"horizontal": "horizontal", "vertical": "vertical", "horizontal_and_vertical": "both"}


def told(layer, transformation, shape: tuple) -> Draws | None:
    """One dict of plain numbers a picture; empty ones where nothing is drawn, None where it cannot be told.

    `transformation` is what get_random_transformation gave for pictures of the shape (batch, height, width, 3), or what
    `overhear` heard.
    """
    name = type(layer).__name__
    if name in UNTOLD:
        return None
    if name not in READ or transformation is None:
        return [{} for _ in range(shape[0])]
    return READ[name](layer, transformation, shape)


def overhear(layer) -> dict:
    """For RandomColorJitter, which draws only while it transforms: a dict that holds its parts' draws after that.

    The parts' own methods are replaced, so the layer is for one use.
    """
    heard: dict = {}
    parts = JITTERED if type(layer).__name__ == "RandomColorJitter" else ()
    for part in parts:
        if (inner := getattr(layer, part)) is not None:
            inner.get_random_transformation = _kept(inner.get_random_transformation, part, heard)
    return heard


def _kept(draw: Callable, part: str, heard: dict) -> Callable:
    def drawn(*arguments, **more):
        heard[part] = draw(*arguments, **more)
        return heard[part]

    return drawn


def _flat(values) -> list:
    """Python numbers, one a picture."""
    return np.asarray(ops.convert_to_numpy(values)).reshape(-1).tolist()


def _each(name: str, key: str, scale: float = 1.0) -> Callable:
    """Reads one number a picture."""
    return lambda _layer, drawn, _shape: [{name: scale * each} for each in _flat(drawn[key])]


def _flags(key: str) -> Callable:
    return lambda _layer, drawn, _shape: [{"applied": each} for each in _flat(drawn[key])]


def _flip(layer, drawn, _shape) -> Draws:
    return [{"flipped": FLIPPED[layer.mode] if each else ""} for each in _flat(drawn["flips"])]


def _zoom(_layer, drawn, _shape) -> Draws:
    pairs = zip(_flat(drawn["height_zoom"]), _flat(drawn["width_zoom"]), strict=True)
    return [{"rows": rows - 1, "columns": columns - 1} for rows, columns in pairs]


def _translation(_layer, drawn, shape) -> Draws:
    found = ops.convert_to_numpy(drawn["translations"])
    return [{"rows": float(y) / shape[1], "columns": float(x) / shape[2]} for x, y in found]


def _shear(_layer, drawn, _shape) -> Draws:
    found = ops.convert_to_numpy(drawn["shear_factor"])
    return [{"rows": float(y), "columns": float(x)} for x, y in found]


def _crop(_layer, drawn, shape) -> Draws:
    return [{"top": int(drawn[0]), "left": int(drawn[1])} for _ in range(shape[0])]


def _perspective(_layer, drawn, _shape) -> Draws:
    found = ops.convert_to_numpy(drawn["end_points"])
    corners = [[(float(y), float(x)) for x, y in each] for each in found]
    moves = found - ops.convert_to_numpy(drawn["start_points"])
    moved = np.hypot(moves[..., 0], moves[..., 1]).max(axis=1).tolist()
    flags = _flat(drawn["apply_perspective"])
    return [
        {"applied": flag, "corners": each, "moved": far} for flag, each, far in zip(flags, corners, moved, strict=True)
    ]


def _blur(_layer, drawn, _shape) -> Draws:
    columns, rows = _flat(drawn["blur_factor"])
    return [{"applied": each, "rows": rows, "columns": columns} for each in _flat(drawn["should_apply_blur"])]


def _grayscale(_layer, drawn, _shape) -> Draws:
    return [{"applied": each} for each in _flat(drawn)]


def _jitter(_layer, drawn, shape) -> Draws:
    parts = {JITTERED[part][0]: (JITTERED[part][2], _flat(each[JITTERED[part][1]])) for part, each in drawn.items()}
    return [{name: scale * each[place] for name, (scale, each) in parts.items()} for place in range(shape[0])]


def _solarization(_layer, drawn, _shape) -> Draws:
    pairs = zip(_flat(drawn["additions"]), _flat(drawn["thresholds"]), strict=True)
    return [{"addition": added, "threshold": threshold} for added, threshold in pairs]


def _posterization(_layer, drawn, _shape) -> Draws:
    return [{"bits": 8 - int(each)} for each in _flat(drawn["shift_factor"])]


def _boxes(drawn) -> Draws:
    """The rectangles of the masks (batch, height, width, 3), which are True inside."""
    boxes = []
    for each in ops.convert_to_numpy(drawn["batch_masks"])[..., 0]:
        rows, columns = np.flatnonzero(each.any(axis=1)), np.flatnonzero(each.any(axis=0))
        top, left = (int(rows[0]), int(columns[0])) if len(rows) else (0, 0)
        boxes.append({"top": top, "left": left, "height": len(rows), "width": len(columns)})
    return boxes


def _erasing(_layer, drawn, _shape) -> Draws:
    flags = _flat(drawn["apply_erasing"])
    return [{"applied": flag, **box} for flag, box in zip(flags, _boxes(drawn), strict=True)]


def _mixed(_layer, drawn, _shape) -> Draws:
    pairs = zip(_flat(drawn["permutation_order"]), _flat(drawn["mix_weight"]), strict=True)
    return [{"with": other, "share": 1 - kept} for other, kept in pairs]


def _cut_mixed(layer, drawn, shape) -> Draws:
    return [{**mixed, **box} for mixed, box in zip(_mixed(layer, drawn, shape), _boxes(drawn), strict=True)]


READ: dict[str, Callable] = {
    "RandomFlip": _flip,
    "RandomRotation": _each("degrees", "angle"),
    "RandomZoom": _zoom,
    "RandomTranslation": _translation,
    "RandomShear": _shear,
    "RandomCrop": _crop,
    "RandomPerspective": _perspective,
    "RandomBrightness": _each("shift", "rgb_delta"),
    "RandomContrast": _each("factor", "contrast_factor"),
    "RandomHue": _each("degrees", "factor", 360),
    "RandomSaturation": _each("factor", "factor"),
    "RandomColorJitter": _jitter,
    "RandomColorDegeneration": _each("grey", "factor"),
    "RandomGrayscale": _grayscale,
    "RandomSharpness": _each("sharpness", "factor"),
    "RandomGaussianBlur": _blur,
    "RandomInvert": _flags("apply_inversion"),
    "RandomPosterization": _posterization,
    "Solarization": _solarization,
    "RandomErasing": _erasing,
    "MixUp": _mixed,
    "CutMix": _cut_mixed,
}
