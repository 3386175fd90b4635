"""A pipeline of augmentation layers as one line of text, short enough for a link."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cnnlab.core.augmentation import AugmentationError, Setting, augmentation, layer_config
from cnnlab.core.errors import N_

Layer = tuple[str, dict[str, Any]]  # Keras's class, and what differs from the lab's defaults
MOST = 28  # each layer once
_LAYER = r"(\w+)(?:\(([^()]*)\))?"
_WHOLE = re.compile(rf"(?:{_LAYER}(?:\.{_LAYER})*)?")


def read_pipeline(text: str) -> list[Layer]:
    """The layers that a text names, in their order; AugmentationError for any text that `written` cannot have made.

    >>> read_pipeline("RandomFlip.RandomRotation(factor=-0.2_0.2)")
    [('RandomFlip', {}), ('RandomRotation', {'factor': (-0.2, 0.2)})]
    """
    if not _WHOLE.fullmatch(text):
        raise AugmentationError(
            N_("Layers like {example} were expected; {came} came."),
            example="RandomFlip.RandomRotation(factor=-0.1_0.1)",
            came=repr(text[:80]),
        )
    found = [(name, _read_values(name, values)) for name, values in re.findall(_LAYER + r"(?:\.|$)", text)]
    for name, values in found:
        layer_config(name, values)  # raises for what the layer would refuse
    if len({name for name, _ in found}) < len(found):
        raise AugmentationError(N_("Each layer was expected once; {came} came."), came=repr(text[:80]))
    return found


def written(pipeline: Sequence[Layer]) -> str:
    """The text of a pipeline; values that are the lab's defaults are left out.

    >>> written([("RandomFlip", {"mode": "vertical"}), ("RandomZoom", {"width_factor": None})])
    'RandomFlip(mode=vertical).RandomZoom'
    """
    return ".".join(_written_layer(name, values) for name, values in pipeline)


def changed(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a layer's values that are not the lab's defaults."""
    return {
        each.name: values[each.name]
        for each in augmentation(name).settings
        if each.name in values and _text(values[each.name]) != _text(each.default)
    }


def _written_layer(name: str, values: Mapping[str, Any]) -> str:
    told = ",".join(f"{each}={_text(value)}" for each, value in changed(name, values).items())
    return f"{name}({told})" if told else name


def _text(value: Any) -> str:
    return (
        "_".join(map(_text, value))
        if isinstance(value, list | tuple)
        else f"{value:g}"
        if _plain(value)
        else str(value)
    )


def _plain(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read_values(name: str, text: str) -> dict[str, Any]:
    pairs = [each.partition("=") for each in text.split(",")] if text else []
    return {key: _read(augmentation(name).setting(key), value) for key, _, value in pairs}


def _read(setting: Setting, text: str) -> Any:
    """One value; where it is none of the setting's, the text itself, which the layer's own check then refuses."""
    if text == "None" and (setting.none or None in setting.choices):
        return None
    if setting.kind == "switch":
        return {"True": True, "False": False}.get(text, text)
    if setting.kind == "choice":
        return next((each for each in setting.choices if str(each) == text), text)
    number = int if isinstance(setting.step, int) else float
    try:
        numbers = [number(each) for each in text.split("_")]
    except ValueError:
        return text
    return tuple(numbers) if setting.kind == "range" else numbers[0] if len(numbers) == 1 else text
