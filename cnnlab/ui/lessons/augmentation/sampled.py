"""The values that a layer sampled for a picture, in a few words and a reader's units."""

from collections.abc import Callable, Sequence
from typing import Any

from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import signed

Values = dict[str, Any]


def sampled_words(layer: str, values: Values, labels: Sequence[str] = (), place: int = 0) -> str:
    """Part of a caption; "" if the layer left the picture alone or sampled nothing.

    `labels` tells what is on each picture of the batch, which is needed for layers that mix them; `place` is the
    index of this picture among them.
    """
    if layer not in _WORDS or not values or values.get("applied") in (False, 0):
        return ""
    if "with" in values:
        if values["with"] == place:
            return _("mixed with itself: unchanged")
        values = values | {"other": labels[values["with"]], "own": labels[place], "rest": 1 - values["share"]}
    return _WORDS[layer](values)


def _flip(values: Values) -> str:
    words = {"horizontal": _("mirrored"), "vertical": _("upside down"), "both": _("mirrored and upside down")}
    return words.get(values["flipped"], "")


def _zoom(values: Values) -> str:
    """How much more or less of the picture is in view."""
    rows, columns = values["rows"], values["columns"]
    if abs(rows - columns) > 0.005:
        return _("height {rows}, width {columns}").format(rows=signed(rows, "+.0%"), columns=signed(columns, "+.0%"))
    return (_("zoomed out {share:.0%}") if rows > 0 else _("zoomed in {share:.0%}")).format(share=abs(rows))


def _translation(values: Values) -> str:
    down, right = values["rows"], values["columns"]
    return f"{'↓' if down > 0 else '↑'} {abs(down):.0%} {'→' if right > 0 else '←'} {abs(right):.0%}"


def _shear(values: Values) -> str:
    across, down = (signed(values[name], "+.0%") for name in ("columns", "rows"))
    return _("sheared {across}, {down}").format(across=across, down=down)


def _solarization(values: Values) -> str:
    added = signed(values["addition"], "+.0f") + ", " if abs(values["addition"]) >= 0.5 else ""
    return added + _("inverted from {threshold:.0f} up").format(**values)


def _box(values: Values) -> str:
    """A rectangle in pixels of the picture before augmentation."""
    return _("{height:.0f} × {width:.0f} from row {top:.0f}, column {left:.0f}").format(**values)


def _jitter(values: Values) -> str:
    words = {
        "shift": (_("brightness {value}"), "+.0f"),
        "contrast": (_("contrast × {value}"), ".2f"),
        "saturation": (_("saturation × {value}"), ".2f"),
        "degrees": (_("hue {value}°"), "+.0f"),
    }
    return ", ".join(words[name][0].format(value=signed(value, words[name][1])) for name, value in values.items())


_WORDS: dict[str, Callable[[Values], str]] = {
    "RandomFlip": _flip,
    "RandomRotation": lambda values: _("rotated {degrees}°").format(degrees=signed(values["degrees"], "+.0f")),
    "RandomZoom": _zoom,
    "RandomTranslation": _translation,
    "RandomShear": _shear,
    "RandomCrop": lambda values: _("crop from row {top}, column {left}").format(**values),
    "RandomPerspective": lambda values: _("corners moved by up to {moved:.0f} px").format(**values),
    "RandomBrightness": _jitter,
    "RandomContrast": lambda values: _jitter({"contrast": values["factor"]}),
    "RandomSaturation": lambda values: _jitter({"saturation": values["factor"]}),
    "RandomHue": _jitter,
    "RandomColorJitter": _jitter,
    "RandomColorDegeneration": lambda values: _("{grey:.0%} grey").format(**values),
    "RandomSharpness": lambda values: _("sharpness {sharpness:.2f}").format(**values),
    "RandomGaussianBlur": lambda values: _("blur {rows:.2f} × {columns:.2f} px").format(**values),
    "RandomGrayscale": lambda values: _("grey"),
    "RandomInvert": lambda values: _("inverted"),
    "RandomPosterization": lambda values: _("bits: {bits:.0f}").format(**values),
    "Solarization": _solarization,
    "RandomErasing": lambda values: _("erased: {box}").format(box=_box(values)),
    "MixUp": lambda values: _("{share:.0%} {other} + {rest:.0%} {own}").format(**values),
    "CutMix": lambda values: _("piece of {other}: {box}").format(box=_box(values), **values),
}
