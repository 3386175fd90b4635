"""Questions about one layer: the rows of its output, and how many outputs depend on an input cell."""

from collections.abc import Iterable
from math import ceil, prod
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, LayerFacts, Window, describe
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer, kernel_size


def first_that_matters(
    layer: dict[str, Any], input_shape: tuple[int, ...], changes: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Return the first of some changes of a layer after which the output has another number of rows.

    Raises LayerError if there is none.

    >>> layer = {"class_name": "MaxPooling2D", "config": {"pool_size": 2, "padding": "valid"}}
    >>> first_that_matters(layer, (6, 6, 1), [{"padding": "same"}, {"pool_size": 3}])
    {'pool_size': 3}
    """
    rows = describe(layer, input_shape).output_shape[0]
    for change in changes:
        try:
            if describe(layer | {"config": layer["config"] | change}, input_shape).output_shape[0] != rows:
                return change
        except LayerError:
            continue
    raise LayerError(N_("the number of rows stays the same after each change that is asked about here"))


def size_exercise(layer: dict[str, Any], input_shape: tuple[int, ...], change: dict[str, Any]) -> Exercise:
    """Ask for the number of output rows after a change of a convolution or pooling over (height, width, channels).

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
    slips.append((before, Slip(N_("That is the number of rows before the change: {size}."), size=before)))
    name, value = next(iter(change.items()))
    return Exercise(
        N_("If you set {name} to {value}, how many rows will the output have?"),
        {"name": f"`{name}`", "value": value},
        answer,
        by_answer(slips, answer),
        change,
        hint=_transposed_hint(window, config) if facts.scatters else _size_hint(window),
        reason=_size_reason(window, bool(facts.scatters)),
    )


def _transposed_hint(window: Window, config: dict[str, Any]) -> Slip:
    if config.get("output_padding") is not None:
        text = N_(
            "The kernel of the first row spans {reach} rows of the output, and each further row lands {strides} rows "
            "below the one before. Then see what `padding` cuts off and what `output_padding` adds."
        )
        return Slip(text, reach=window.effective_size, strides=window.strides)
    if config.get("padding") == "same":
        text = N_("With `same`, each row of the input makes {strides} rows of the output.")
        return Slip(text, strides=window.strides)
    text = N_(
        "Each row of the input makes {strides} rows of the output. The kernel spans {reach}: where that is more, the "
        "last one reaches further."
    )
    return Slip(text, strides=window.strides, reach=window.effective_size)


def _size_hint(window: Window) -> Slip:
    text = N_(
        "The window spans {reach} of {rows} rows, padding included. How often can it move on by {strides}? Its first "
        "position counts too."
    )
    rows = window.size + window.total_padding
    return Slip(text, reach=window.effective_size, rows=rows, strides=window.strides)


def _size_reason(window: Window, transposed: bool) -> Slip:
    """The last step of the calculation, in numbers."""
    if transposed:
        text = N_("A convolution with these settings makes {size} rows out of {answer}; this layer goes the other way.")
        return Slip(text, size=window.output_size, answer=window.size)
    room = window.size + window.total_padding - window.effective_size
    text = N_("Steps of the window after its first position: {room} / {strides}, rounded down, is {steps}.")
    return Slip(text, steps=window.output_size - 1, strides=window.strides, room=room)


def reach_exercise(layer: dict[str, Any], input_shape: tuple[int, ...]) -> Exercise:
    """Ask how many output cells of one filter depend on the middle cell of the input.

    >>> reach_exercise({"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3}}, (7, 7, 1)).answer
    9
    """
    facts = describe(layer, input_shape)
    middle = input_shape[0] // 2, input_shape[1] // 2
    windows = facts.scatters or facts.windows or ()
    rows, columns = (_reached(window, at, facts) for window, at in zip(windows, middle, strict=True))
    answer = rows * columns
    kernel, outputs = prod(kernel_size(layer["config"])), prod(facts.output_shape[:2])
    strides = layer["config"].get("strides", 1)
    if strides == 1:
        unmet = Slip(N_("Not every weight of the kernel meets this cell: the input is too small for that."))
    else:
        text = N_("Not every weight of the kernel meets this cell: the window moves {strides} cells at a time.")
        unmet = Slip(text, strides=strides)
    slips = [
        (1, Slip(N_("Where windows overlap, a cell lies in several of them: count every window that covers it."))),
        (kernel, unmet),
        (outputs, Slip(N_("Only outputs whose window covers the cell depend on it; in a dense layer, all would."))),
    ]
    return Exercise(
        N_("How many cells of one output map depend on the input cell in row {row}, column {column}?"),
        {"row": middle[0] + 1, "column": middle[1] + 1},
        answer,
        by_answer(slips, answer),
        hint=Slip(N_("Count the rows of the output that depend on it, then the columns, and multiply.")),
        reason=Slip(
            N_("Rows of the output that depend on it: {rows}; columns: {columns}."), rows=rows, columns=columns
        ),
    )


def _reached(window: Window, at: int, facts: LayerFacts) -> int:
    """Count along one axis the windows that cover a cell, or for a transposed layer the output cells it adds to."""
    if facts.scatters:
        return sum(0 <= cell < window.size for cell in window.cells(at))
    return sum(at in window.cells(index) for index in range(window.output_size))


def _size_slips(window: Window, config: dict[str, Any]) -> list[tuple[int, Slip]]:
    n, total, reach, strides = window.size, window.before + window.after, window.effective_size, window.strides
    exact = (n + total - reach) / strides + 1
    slips = [
        (
            ceil(exact),
            Slip(N_("Round {exact:.2f} down: a window that does not fit completely is skipped."), exact=exact),
        ),
        (int(exact) - 1, Slip(N_("Count the first position too: number of steps + 1."))),
        (
            (n + total - window.kernel_size) // strides + 1,
            Slip(N_("With dilation, the window spans {reach} cells."), reach=reach),
        ),
        (
            (n - reach) // strides + 1,
            Slip(N_("Count the padding too. Cells that it adds in total: {count}."), count=total),
        ),
        (
            (n + total) // strides,
            Slip(N_("The window has to fit: subtract its size, {reach}, before dividing."), reach=reach),
        ),
    ]
    if config.get("padding") == "same":
        text = N_("`same` keeps the size only with stride 1; with a larger stride S it gives N / S, rounded up.")
        slips.insert(0, (n, Slip(text)))
    return slips


def _transposed_slips(window: Window, size: int) -> list[tuple[int, Slip]]:
    """The slips of a transposed layer; `window` is that of the convolution it reverses, `size` the input rows."""
    reach, strides = window.effective_size, window.strides
    return [
        (
            (size - reach) // strides + 1,
            Slip(N_("That is the size after a convolution; a transposed convolution makes the map larger.")),
        ),
        (
            (size - 1) * strides + reach,
            Slip(N_("Keras makes at least `strides` output cells for each input cell, and `same` cuts them to N × S.")),
        ),
        (
            size * strides,
            Slip(N_("With `valid`, the last kernel extends beyond N × S: it spans {reach} cells."), reach=reach),
        ),
        (size, Slip(N_("In the output, neighbouring input cells are {strides} cells apart."), strides=strides)),
    ]
