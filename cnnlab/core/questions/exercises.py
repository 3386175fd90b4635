"""Questions about a layer whose answers the core works out, with the slips that lead to wrong ones."""

from dataclasses import dataclass, field
from math import ceil, prod
from typing import Any

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.layers import LayerFacts, Window, describe


class Slip(CnnLabError):
    """What one forgets who gives a certain wrong answer; its text says how it goes right."""


@dataclass(frozen=True)
class Exercise:
    """`question` is an English text with gaps that `values` fill; `slips` maps wrong answers to what was forgotten.

    `change` are the arguments of the layer that the question asks about, to be set when the answer is shown.
    """

    question: str
    values: dict[str, Any]
    answer: int
    slips: dict[int, Slip]
    change: dict[str, Any] = field(default_factory=dict)
    whole: bool = True  # whether the answer counts something

    def said_of(self, answer: float) -> Slip | None:
        """The slip behind a wrong answer, if it is a known one."""
        return self.slips.get(int(answer)) if answer == int(answer) else None


def size_exercise(layer: dict, input_shape: tuple[int, ...], change: dict[str, Any]) -> Exercise:
    """How many rows the output has after a change; `layer` is a convolution or pooling over (height, width, channels).

    >>> layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3}}
    >>> asked = size_exercise(layer, (8, 8, 1), {"strides": 2})
    >>> asked.answer, sorted(asked.slips)
    (3, [2, 4, 6])
    """
    config = layer["config"] | change
    facts = describe(layer | {"config": config}, input_shape)
    (window, *_), answer = facts.scatters or facts.windows or (), facts.output_shape[0]
    slips = _transposed_slips(window, input_shape[0]) if facts.scatters else _size_slips(window, config)
    before = describe(layer, input_shape).output_shape[0]
    slips.append((before, Slip(N_("That is the size without the change: {size} rows."), size=before)))
    name, value = next(iter(change.items()))
    return Exercise(
        N_("If you set {name} to {value}: how many rows does the output have?"),
        {"name": f"`{name}`", "value": value},
        answer,
        _wrong(slips, answer),
        change,
    )


def parameters_exercise(layer: dict, input_shape: tuple[int, ...], filters: int) -> Exercise:
    """How many parameters the layer has with so many filters.

    >>> layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3}}
    >>> parameters_exercise(layer, (7, 7, 3), 8).answer
    224
    """
    name = "depth_multiplier" if layer["class_name"].startswith("Depthwise") else "filters"
    config = layer["config"] | {name: filters}
    facts = describe(layer | {"config": config}, input_shape)
    outputs, channels = facts.output_shape[-1], input_shape[-1]
    cells = prod(_kernel_size(config))
    whole = cells * channels * outputs
    slips = [
        (
            cells * outputs + outputs,
            Slip(N_("Each filter has weights for every one of the {count} input channels."), count=channels),
        ),
        (
            cells * channels + outputs,
            Slip(N_("That is one filter's kernel; there are {count} of them."), count=outputs),
        ),
        (cells * channels + 1, Slip(N_("That is one filter; there are {count} of them."), count=outputs)),
        (
            whole + outputs,
            Slip(
                N_("That would be an ordinary convolution; this layer does not join every channel with every filter.")
            ),
        ),
        (
            facts.multiply_adds,
            Slip(N_("Those are the multiply-adds: the weights are shared by all places, and counted once.")),
        ),
    ]
    if config.get("use_bias", True):
        missing = Slip(N_("The biases are missing: one for each of the {count} filters."), count=outputs)
        slips.insert(0, (facts.parameters - outputs, missing))
    return Exercise(
        N_("If you set {name} to {value}: how many parameters does the layer have?"),
        {"name": f"`{name}`", "value": filters},
        facts.parameters,
        _wrong(slips, facts.parameters),
        {name: filters},
    )


def reach_exercise(layer: dict, input_shape: tuple[int, ...]) -> Exercise:
    """How many output cells the input's middle cell has a part in, in one filter's map.

    >>> reach_exercise({"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3}}, (7, 7, 1)).answer
    9
    """
    facts = describe(layer, input_shape)
    middle = input_shape[0] // 2, input_shape[1] // 2
    answer = prod(
        _reached(each, at, facts) for each, at in zip(facts.scatters or facts.windows or (), middle, strict=True)
    )
    kernel = prod(_kernel_size(layer["config"]))
    slips = [
        (1, Slip(N_("A cell lies in more than one window where windows overlap: count every window that covers it."))),
        (
            kernel,
            Slip(
                N_("Not every place of the kernel meets this cell: the window moves {strides} cells at a time."),
                strides=layer["config"].get("strides", 1),
            ),
        ),
        (
            prod(facts.output_shape[:2]),
            Slip(N_("Only the outputs whose window covers the cell depend on it; a dense layer would have all.")),
        ),
    ]
    return Exercise(
        N_("How many cells of one output map depend on the input cell in row {row}, column {column}?"),
        {"row": middle[0] + 1, "column": middle[1] + 1},
        answer,
        _wrong(slips, answer),
    )


def _reached(window: Window, at: int, facts: LayerFacts) -> int:
    """Along one axis: the windows that cover a cell; transposed, the output cells inside that the cell adds to."""
    if facts.scatters:
        return sum(0 <= cell < window.size for cell in window.cells(at))
    return sum(at in window.cells(index) for index in range(window.output_size))


def _size_slips(window: Window, config: dict) -> list[tuple[int, Slip]]:
    n, total, reach, strides = window.size, window.before + window.after, window.effective_size, window.strides
    exact = (n + total - reach) / strides + 1
    slips = [
        (
            ceil(exact),
            Slip(N_("{exact:.2f} is rounded down: a window that does not fit as a whole is left out."), exact=exact),
        ),
        (int(exact) - 1, Slip(N_("The first window counts too: add 1 to the number of steps."))),
        (
            (n + total - window.kernel_size) // strides + 1,
            Slip(N_("With gaps the window reaches over {reach} cells."), reach=reach),
        ),
        ((n - reach) // strides + 1, Slip(N_("The padding counts: {count} cells are added in all."), count=total)),
        (
            (n + total) // strides,
            Slip(N_("The window has to fit: take its {reach} cells off before dividing."), reach=reach),
        ),
    ]
    if config.get("padding") == "same":
        slips.insert(
            0, (n, Slip(N_("`same` keeps the size only for stride 1; with strides it gives N / S, rounded up.")))
        )
    return slips


def _transposed_slips(window: Window, size: int) -> list[tuple[int, Slip]]:
    """`window` is that of the convolution that is reversed; `size` the rows that go in."""
    reach, strides = window.effective_size, window.strides
    return [
        (
            (size - reach) // strides + 1,
            Slip(N_("That is the convolution's direction; the transposed one makes the map larger.")),
        ),
        (
            (size - 1) * strides + reach,
            Slip(N_("Keras gives at least `strides` cells to every input cell, and `same` cuts to N times S.")),
        ),
        (
            size * strides,
            Slip(N_("With `valid` the last kernel reaches past N times S: {reach} cells from its place."), reach=reach),
        ),
        (size, Slip(N_("Each input cell is {strides} cells from the next in the output."), strides=strides)),
    ]


def _kernel_size(config: dict) -> tuple[int, ...]:
    size = config.get("kernel_size", config.get("pool_size", 2))
    return tuple(size) if isinstance(size, list | tuple) else (size, size)


def _wrong(slips: list[tuple[int, Slip]], answer: int) -> dict[int, Slip]:
    """The slips by the wrong answers they lead to, the likelier one first in the list."""
    return {value: slip for value, slip in reversed(slips) if value != answer}
