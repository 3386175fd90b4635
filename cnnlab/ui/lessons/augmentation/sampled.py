"""What a layer drew for a picture, in a few words and a reader's units."""

from collections.abc import Callable, Sequence

from cnnlab.ui.shell.language import _

Draw = dict


def drawn_words(layer: str, draw: Draw, things: Sequence[str] = ()) -> str:
    """A caption's part; "" where the layer left the picture alone or draws nothing.

    `things` says what is on each picture of the batch, for layers that mix them.
    """
    if layer not in _WORDS or not draw or draw.get("applied") in (False, 0):
        return ""
    if "with" in draw:
        draw = draw | {"other": things[draw["with"]] if things else draw["with"] + 1}
    return _WORDS[layer](draw).replace("-", "−")


def _flip(draw: Draw) -> str:
    words = {"horizontal": _("mirrored"), "vertical": _("upside down"), "both": _("mirrored both ways")}
    return words.get(draw["flipped"], "")


def _zoom(draw: Draw) -> str:
    """What of the picture is in view."""
    rows, columns = draw["rows"], draw["columns"]
    if abs(rows - columns) > 0.005:
        return _("height {rows:+.0%}, width {columns:+.0%}").format(rows=rows, columns=columns)
    return (_("out {share:.0%}") if rows > 0 else _("in {share:.0%}")).format(share=abs(rows))


def _translation(draw: Draw) -> str:
    down, right = draw["rows"], draw["columns"]
    return f"{'↓' if down > 0 else '↑'} {abs(down):.0%} {'→' if right > 0 else '←'} {abs(right):.0%}"


def _shear(draw: Draw) -> str:
    return _("slant {columns:+.0%}, {rows:+.0%}").format(**draw)


def _blur(draw: Draw) -> str:
    return _("blur {rows:.2f} × {columns:.2f} px").format(**draw)


def _solarization(draw: Draw) -> str:
    added = f"{draw['addition']:+.0f}, " if abs(draw["addition"]) >= 0.5 else ""
    return added + _("turned over from {threshold:.0f} up").format(**draw)


def _box(draw: Draw) -> str:
    """Where a rectangle lies, in pixels of the picture that went in."""
    return _("{height:.0f} × {width:.0f} from row {top:.0f}, column {left:.0f}").format(**draw)


def _jitter(draw: Draw) -> str:
    words = {
        "shift": _("brightness {value:+.0f}"),
        "contrast": _("contrast × {value:.2f}"),
        "saturation": _("saturation × {value:.2f}"),
        "degrees": _("hue {value:+.0f}°"),
    }
    return ", ".join(words[name].format(value=value) for name, value in draw.items())


_WORDS: dict[str, Callable[[Draw], str]] = {
    "RandomFlip": _flip,
    "RandomRotation": lambda draw: f"{draw['degrees']:+.0f}°",
    "RandomZoom": _zoom,
    "RandomTranslation": _translation,
    "RandomShear": _shear,
    "RandomCrop": lambda draw: _("from row {top}, column {left}").format(**draw),
    "RandomPerspective": lambda draw: _("tilted, a corner by {moved:.0f} px").format(**draw),
    "RandomBrightness": _jitter,
    "RandomContrast": lambda draw: _jitter({"contrast": draw["factor"]}),
    "RandomSaturation": lambda draw: _jitter({"saturation": draw["factor"]}),
    "RandomHue": _jitter,
    "RandomColorJitter": _jitter,
    "RandomColorDegeneration": lambda draw: _("{grey:.0%} grey").format(**draw),
    "RandomSharpness": lambda draw: _("sharpness {sharpness:.2f}").format(**draw),
    "RandomGaussianBlur": _blur,
    "RandomGrayscale": lambda draw: _("grey"),
    "RandomInvert": lambda draw: _("inverted"),
    "RandomPosterization": lambda draw: _("bits: {bits:.0f}").format(**draw),
    "Solarization": _solarization,
    "RandomErasing": lambda draw: _("erased: {box}").format(box=_box(draw)),
    "MixUp": lambda draw: _("{share:.0%} of: {other}").format(**draw),
    "CutMix": lambda draw: _("of {other}: {box}").format(box=_box(draw), **draw),
}
