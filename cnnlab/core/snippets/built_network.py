"""Code that builds a network that was put together layer by layer."""

from typing import Any

from cnnlab.core.network.building.kinds import KINDS, RESIDUAL, Item, Number
from cnnlab.core.network.building.plan import Plan

_BLOCK = """

def residual_block(x, filters, strides=1, projection=False):
    shortcut = x
    x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    if projection:
        shortcut = layers.Conv2D(filters, 1, strides=strides, padding="same", use_bias=False)(shortcut)
        shortcut = layers.BatchNormalization()(shortcut)
    x = layers.Add()([x, shortcut])
    return layers.Activation("relu")(x)

"""


def built_network_code(plan: Plan) -> str:
    """Code that builds the network in Keras and prints its summary.

    >>> from cnnlab.core.network.building.text import read_plan
    >>> print(built_network_code(read_plan("i28x28x1.c32-3-relu.f.d10-softmax")))
    import keras
    from keras import layers
    <BLANKLINE>
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.Flatten()(x)
    outputs = layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.summary()
    """
    names = ["inputs", *["x"] * (len(plan.items) - 1), "outputs"][: len(plan.items) + 1]
    calls = (f"{made} = {_call(item, taken)}" for item, taken, made in zip(plan.items, names, names[1:], strict=False))
    lines = [
        "import keras",
        "from keras import layers",
        _BLOCK if any(item.kind == RESIDUAL for item in plan.items) else "",
        f"inputs = keras.Input({plan.input_shape})",
        *calls,
        f"model = keras.Model(inputs, {names[-1]})",
        "model.summary()",
    ]
    return "\n".join(lines)


def _call(item: Item, taken: str) -> str:
    if item.kind == RESIDUAL:
        return f"residual_block({', '.join([taken, *_arguments(item)])})"
    return f"layers.{item.kind}({', '.join(_arguments(item))})({taken})"


def _arguments(item: Item) -> list[str]:
    """The numbers by position, and what differs from Keras's default by name."""
    values = item.by_name
    if item.kind == "Dropout":
        return [str(values["percent"] / 100)]
    if item.kind == "Activation":
        return [_text(values["activation"])]
    return [
        str(values[setting.name]) if isinstance(setting, Number) else f"{setting.name}={_text(values[setting.name])}"
        for setting in KINDS[item.kind].settings
        if isinstance(setting, Number) or values[setting.name] != setting.default
    ]


def _text(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
