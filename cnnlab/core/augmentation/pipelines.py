"""Pipelines of augmentation layers as one line of text, short enough for a link."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cnnlab.core.augmentation import AugmentationError, Setting, augmentation, layer_config
from cnnlab.core.errors import N_

Layer = tuple[str, dict[str, Any]]  # the Keras class, and the values that differ from the page's defaults
_LAYER = r"(\w+)(?:\(([^()]*)\))?"
_WHOLE = re.compile(rf"(?:{_LAYER}(?:\.{_LAYER})*)?")


def read_pipeline(text: str) -> list[Layer]:
    """Read the layers in a text, in order; AugmentationError for a text that `format_pipeline` cannot have written.

    >>> read_pipeline("RandomFlip.RandomRotation(factor=-0.2_0.2)")
    [('RandomFlip', {}), ('RandomRotation', {'factor': (-0.2, 0.2)})]
    """
    if not _WHOLE.fullmatch(text):
        raise AugmentationError(
            N_("{text} is not a pipeline. Write layers like {example}."),
            text=repr(text[:80]),
            example="RandomFlip.RandomRotation(factor=-0.1_0.1)",
        )
    found = [(name, _read_values(name, values)) for name, values in re.findall(_LAYER + r"(?:\.|$)", text)]
    for name, values in found:
        layer_config(name, values)  # raises for what the layer would refuse
    if len({name for name, _ in found}) < len(found):
        raise AugmentationError(N_("{text} repeats a layer. Name each layer once."), text=repr(text[:80]))
    return found


def format_pipeline(pipeline: Sequence[Layer]) -> str:
    """Write a pipeline as text; values that are the page's defaults are left out.

    >>> format_pipeline([("RandomFlip", {"mode": "vertical"}), ("RandomZoom", {"width_factor": None})])
    'RandomFlip(mode=vertical).RandomZoom'
    """
    return ".".join(_format_layer(name, values) for name, values in pipeline)


def changed(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a layer that differ from the page's defaults."""
    return {
        setting.name: values[setting.name]
        for setting in augmentation(name).settings
        if setting.name in values and _text(values[setting.name]) != _text(setting.default)
    }


def _format_layer(name: str, values: Mapping[str, Any]) -> str:
    arguments = ",".join(f"{argument}={_text(value)}" for argument, value in changed(name, values).items())
    return f"{name}({arguments})" if arguments else name


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "_".join(map(_text, value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if is_number else str(value)


def _read_values(name: str, text: str) -> dict[str, Any]:
    pairs = [argument.partition("=") for argument in text.split(",")] if text else []
    return {key: _read(augmentation(name).setting(key), value) for key, _, value in pairs}


def _read(setting: Setting, text: str) -> Any:
    """Read one value; an invalid one stays text, which the layer's own check then refuses."""
    if text == "None" and (setting.none or None in setting.choices):
        return None
    if setting.kind == "switch":
        return {"True": True, "False": False}.get(text, text)
    if setting.kind == "choice":
        return next((choice for choice in setting.choices if str(choice) == text), text)
    number = int if isinstance(setting.step, int) else float
    try:
        numbers = [number(part) for part in text.split("_")]
    except ValueError:
        return text
    return tuple(numbers) if setting.kind == "range" else numbers[0] if len(numbers) == 1 else text
