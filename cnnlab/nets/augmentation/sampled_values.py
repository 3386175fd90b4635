"""The values that a layer sampled for each picture, in readers' units, taken from its own transformation.

RandomFlip                 flipped: "horizontal", "vertical", "both" or ""
RandomRotation             degrees, positive counterclockwise
RandomZoom                 rows, columns: as in the setting, positive zooms out
RandomTranslation          rows (down), columns (right): shares of the height and of the width
RandomShear                rows, columns: shares, with their sign
RandomCrop                 top, left: the first row and column that are kept
RandomPerspective          applied; corners: (row, column) to which each corner moves; moved: the farthest, in pixels
RandomBrightness           shift: added to the values of 0..255
RandomContrast, Saturation factor: multiplied
RandomHue                  degrees on the colour circle
RandomColorJitter          shift, contrast, saturation, degrees, as above
RandomColorDegeneration    grey: its share
RandomSharpness            sharpness: 0.5 is unchanged
RandomGaussianBlur         applied; rows, columns: standard deviations in pixels
RandomGrayscale, Invert    applied
RandomPosterization        bits
Solarization               addition, threshold: in 0..255
RandomErasing              applied; top, left, height, width in pixels
MixUp, CutMix              with: the index of the other picture; share: how much of it; CutMix's box as above
"""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

SampledValues = list[dict[str, Any]]  # one dict per picture
Reader = Callable[[keras.Layer, Any, tuple[int, ...]], SampledValues]  # of a layer, its transformation, the shape
UNKNOWN = ("RandomElasticTransform", "AugMix", "RandAugment")
JITTER = {  # the layers inside RandomColorJitter: our name of the value, Keras's key, the unit
    "random_brightness": ("shift", "rgb_delta", 1),
    "random_contrast": ("contrast", "contrast_factor", 1),
    "random_saturation": ("saturation", "factor", 1),
    "random_hue": ("degrees", "factor", 360),
}
FLIPPED = {"horizontal": "horizontal", "vertical": "vertical", "horizontal_and_vertical": "both"}


def sampled_values(layer: keras.Layer, transformation: Any, shape: tuple[int, ...]) -> SampledValues | None:
    """Return one dict of plain numbers per picture; empty ones if nothing was sampled, None if Keras does not tell.

    `transformation` is what get_random_transformation returned for pictures of the shape (batch, height, width, 3), or
    what `record_jitter` recorded.
    """
    name = type(layer).__name__
    if name in UNKNOWN:
        return None
    if name not in READERS or transformation is None:
        return [{} for _ in range(shape[0])]
    return READERS[name](layer, transformation, shape)


def record_jitter(layer: keras.Layer) -> dict[str, Any]:
    """Return a dict that will hold the transformations of RandomColorJitter's layers, by their attribute's name.

    It samples only while it transforms, so the dict is filled then. Replaces methods of the inner layers: use the layer
    once. For any other layer the dict stays empty.
    """
    recorded: dict[str, Any] = {}
    parts = JITTER if type(layer).__name__ == "RandomColorJitter" else ()
    for part in parts:
        if (inner := getattr(layer, part)) is not None:
            inner.get_random_transformation = _recording(inner.get_random_transformation, part, recorded)
    return recorded


def _recording(sample: Callable[..., Any], part: str, recorded: dict[str, Any]) -> Callable[..., Any]:
    def sample_and_record(*args: Any, **kwargs: Any) -> Any:
        recorded[part] = sample(*args, **kwargs)
        return recorded[part]

    return sample_and_record


def _flat(values: Any) -> list[Any]:
    """Return Python numbers, one per picture."""
    flat: list[Any] = np.asarray(ops.convert_to_numpy(values)).reshape(-1).tolist()
    return flat


def _number(name: str, key: str, scale: float = 1.0) -> Reader:
    """Return a reader of one number per picture."""
    return lambda _layer, found, _shape: [{name: scale * value} for value in _flat(found[key])]


def _applied(key: str) -> Reader:
    return lambda _layer, found, _shape: [{"applied": flag} for flag in _flat(found[key])]


def _flip(layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    return [{"flipped": FLIPPED[layer.mode] if flag else ""} for flag in _flat(found["flips"])]


def _zoom(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    pairs = zip(_flat(found["height_zoom"]), _flat(found["width_zoom"]), strict=True)
    return [{"rows": rows - 1, "columns": columns - 1} for rows, columns in pairs]


def _translation(_layer: keras.Layer, found: Any, shape: tuple[int, ...]) -> SampledValues:
    translations = ops.convert_to_numpy(found["translations"])
    return [{"rows": float(y) / shape[1], "columns": float(x) / shape[2]} for x, y in translations]


def _shear(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    factors = ops.convert_to_numpy(found["shear_factor"])
    return [{"rows": float(y), "columns": float(x)} for x, y in factors]


def _crop(_layer: keras.Layer, found: Any, shape: tuple[int, ...]) -> SampledValues:
    return [{"top": int(found[0]), "left": int(found[1])} for _ in range(shape[0])]


def _perspective(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    ends = ops.convert_to_numpy(found["end_points"])
    corners = [[(float(y), float(x)) for x, y in points] for points in ends]
    moves = ends - ops.convert_to_numpy(found["start_points"])
    farthest = np.hypot(moves[..., 0], moves[..., 1]).max(axis=1).tolist()
    rows = zip(_flat(found["apply_perspective"]), corners, farthest, strict=True)
    return [{"applied": flag, "corners": points, "moved": moved} for flag, points, moved in rows]


def _blur(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    columns, rows = _flat(found["blur_factor"])
    return [{"applied": flag, "rows": rows, "columns": columns} for flag in _flat(found["should_apply_blur"])]


def _grayscale(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    return [{"applied": flag} for flag in _flat(found)]


def _jitter(_layer: keras.Layer, found: Any, shape: tuple[int, ...]) -> SampledValues:
    values = {}  # by our name, one number per picture
    for part, transformation in found.items():
        name, key, scale = JITTER[part]
        values[name] = [scale * value for value in _flat(transformation[key])]
    return [{name: numbers[index] for name, numbers in values.items()} for index in range(shape[0])]


def _solarization(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    pairs = zip(_flat(found["additions"]), _flat(found["thresholds"]), strict=True)
    return [{"addition": addition, "threshold": threshold} for addition, threshold in pairs]


def _posterization(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    return [{"bits": 8 - int(shift)} for shift in _flat(found["shift_factor"])]


def _boxes(found: Any) -> SampledValues:
    """Return the rectangles in which the masks (batch, height, width, 3) are True."""
    boxes = []
    for mask in ops.convert_to_numpy(found["batch_masks"])[..., 0]:
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        top, left = (int(rows[0]), int(columns[0])) if len(rows) else (0, 0)
        boxes.append({"top": top, "left": left, "height": len(rows), "width": len(columns)})
    return boxes


def _erasing(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    flags = _flat(found["apply_erasing"])
    return [{"applied": flag, **box} for flag, box in zip(flags, _boxes(found), strict=True)]


def _mix_up(_layer: keras.Layer, found: Any, _shape: tuple[int, ...]) -> SampledValues:
    pairs = zip(_flat(found["permutation_order"]), _flat(found["mix_weight"]), strict=True)
    return [{"with": other, "share": 1 - kept} for other, kept in pairs]


def _cut_mix(layer: keras.Layer, found: Any, shape: tuple[int, ...]) -> SampledValues:
    return [{**mixed, **box} for mixed, box in zip(_mix_up(layer, found, shape), _boxes(found), strict=True)]


READERS: dict[str, Reader] = {
    "RandomFlip": _flip,
    "RandomRotation": _number("degrees", "angle"),
    "RandomZoom": _zoom,
    "RandomTranslation": _translation,
    "RandomShear": _shear,
    "RandomCrop": _crop,
    "RandomPerspective": _perspective,
    "RandomBrightness": _number("shift", "rgb_delta"),
    "RandomContrast": _number("factor", "contrast_factor"),
    "RandomHue": _number("degrees", "factor", 360),
    "RandomSaturation": _number("factor", "factor"),
    "RandomColorJitter": _jitter,
    "RandomColorDegeneration": _number("grey", "factor"),
    "RandomGrayscale": _grayscale,
    "RandomSharpness": _number("sharpness", "factor"),
    "RandomGaussianBlur": _blur,
    "RandomInvert": _applied("apply_inversion"),
    "RandomPosterization": _posterization,
    "Solarization": _solarization,
    "RandomErasing": _erasing,
    "MixUp": _mix_up,
    "CutMix": _cut_mix,
}
