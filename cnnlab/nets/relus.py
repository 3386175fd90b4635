"""Which layers, operations and activations are a ReLU, in whatever way Keras lets one be written."""

from typing import Any

from keras import activations, layers, ops

Relu = tuple[bool, float | None]  # whether there is one, and the value above which it is cut off
FUNCTIONS: tuple[tuple[Any, float | None], ...] = (
    (activations.relu, None),
    (ops.relu, None),
    (activations.relu6, 6.0),
    (ops.relu6, 6.0),
)
RECORDED: dict[str, float | None] = {"Relu": None, "Relu6": 6.0}  # what keras.ops records in a functional model


def relu_of(operation: Any) -> Relu:
    """Whether a layer, a recorded operation or an activation is nothing but a ReLU.

    One with a slope below 0, or a threshold, passes other gradients, and counts as none.

    >>> relu_of(layers.ReLU(6)), relu_of(activations.relu), relu_of(layers.ReLU(negative_slope=0.1))
    ((True, 6.0), (True, None), (False, None))
    """
    kind = type(operation)
    of_keras = kind.__module__.startswith("keras.src.")
    if isinstance(operation, layers.ReLU) or (of_keras and kind.__name__ == "ReLU"):  # keras.activations.relu(x)
        if operation.negative_slope or operation.threshold:
            return False, None
        return True, None if operation.max_value is None else float(operation.max_value)
    if of_keras and kind.__name__ in RECORDED:
        return True, RECORDED[kind.__name__]
    return next(((True, most) for function, most in FUNCTIONS if operation is function), (False, None))


def last_relu(operation: Any) -> Relu:
    """The ReLU that a layer or an operation is, or ends in: its `activation`."""
    own = relu_of(operation)
    return own if own[0] else relu_of(getattr(operation, "activation", None))
