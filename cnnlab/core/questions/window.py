"""The question of which input rows lie under a window, with the slips that lead to other rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import Window, describe, same_padding
from cnnlab.core.questions.exercises import Slip

Rows = tuple[int | None, ...]  # counted from 0; None is a row outside
MOST_OPTIONS = 4


@dataclass(frozen=True)
class Choice:
    """A question with a few options, rows or English texts, of which the right one has no slip.

    `question` is an English text with placeholders that `values` fill.
    """

    question: str
    values: dict[str, Any]
    options: Mapping[Any, Slip | None]  # by Rows or by an English text
    reason: Slip | None = None  # why the answer is right, said once it has been given
    reversed: bool = False  # about a transposed convolution, where a row outside is cut off rather than padding

    @property
    def answer(self) -> Any:
        return next(rows for rows, slip in self.options.items() if slip is None)


def window_question(layer: dict[str, Any], input_shape: tuple[int, ...]) -> Choice:
    """Ask which input rows lie under the window for the second output row, or for the first if there is only one.

    For a transposed convolution the question is reversed: which output rows does the input row contribute to? `layer`
    is a convolution or pooling over (height, width, channels). No two options name the same rows inside; if nothing is
    padded or cut off, none names a row outside. Raises LayerError for a layer Keras refuses.

    >>> layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3, "strides": 2}}
    >>> asked = window_question(layer, (7, 7, 1))
    >>> asked.answer, [rows for rows, slip in asked.options.items() if slip]
    ((2, 3, 4), [(1,), (1, 2, 3), (4, 5, 6)])
    """
    facts = describe(layer, input_shape)
    window, *_ = facts.scatters or facts.windows or ()
    index = min(1, window.output_size - 1)
    options: dict[Rows, Slip | None] = {_rows(window, index): None}
    for other, at, slip in _scatter_slips(window, index) if facts.scatters else _gather_slips(window, index):
        rows = _rows(other, at)
        if len(options) < MOST_OPTIONS and _is_fair(rows, options, bool(window.before or window.after)):
            options[rows] = slip
    ordered = dict(sorted(options.items(), key=lambda item: [-1 if row is None else row for row in item[0]]))
    values = {"row": index + 1}
    if facts.scatters:
        return Choice(
            N_("Which rows of the output does row {row} of the input contribute to?"),
            values,
            ordered,
            Slip(N_("Each row of the input lands {strides} rows after the one before."), strides=window.strides),
            reversed=True,
        )
    return Choice(
        N_("Which rows of the input lie under the window for row {row} of the output?"),
        values,
        ordered,
        _reason(window, index),
    )


def _reason(window: Window, index: int) -> Slip:
    below = index * window.strides
    if window.before:
        text = N_("The first window starts in the padding, {before} above row 1, and this one starts {below} below it.")
        return Slip(text, below=below, before=window.before)
    return Slip(N_("The first window starts at row 1, and this one starts at row {row}."), row=below + 1)


def _rows(window: Window, index: int) -> Rows:
    return tuple(row if 0 <= row < window.size else None for row in window.cells(index))


def _is_fair(rows: Rows, options: dict[Rows, Slip | None], has_outside: bool) -> bool:
    inside = {row for row in rows if row is not None}
    is_new = all(inside != set(option) - {None} for option in options)
    return bool(inside) and (has_outside or None not in rows) and is_new


def _without_dilation(window: Window) -> Window:
    before, after = window.before, window.after
    if before or after:
        before, after = same_padding(window.size, window.kernel_size, window.strides)
    return replace(window, dilation_rate=1, before=before, after=after)


def _gather_slips(window: Window, index: int) -> Iterator[tuple[Window, int, Slip]]:
    """Yield a wrong window, or the right one at a wrong position, with its slip; the likelier ones come first."""
    size, strides = window.kernel_size, window.strides
    if strides > 1:
        text = Slip(N_("Each window starts {strides} rows after the one before, not one row."), strides=strides)
        yield replace(window, strides=1), index, text
    if window.before:
        text = Slip(N_("The first window starts in the padding, {count} above row 1."), count=window.before)
        yield replace(window, before=0), index, text
    if window.dilation_rate > 1:
        text = Slip(N_("With dilation, the rows of a window are {rate} apart."), rate=window.dilation_rate)
        yield _without_dilation(window), index, text
    if size > 1:
        yield (
            replace(window, kernel_size=1, strides=1, before=0),
            index,
            Slip(N_("A window covers {size} rows."), size=size),
        )
    for other in (index + 1, index - 1):
        if 0 <= other < window.output_size:
            yield window, other, Slip(N_("That is the window for row {row} of the output."), row=other + 1)
    if strides < size:
        text = Slip(N_("Windows may overlap: the stride between them is {strides}."), strides=strides)
        yield replace(window, strides=size), index, text
    if not window.before:
        yield replace(window, before=-1), index, Slip(N_("Without padding, the first window starts at row 1."))


def _scatter_slips(window: Window, index: int) -> Iterator[tuple[Window, int, Slip]]:
    """The same for a transposed convolution; `window` belongs to the convolution that it reverses."""
    size, strides = window.kernel_size, window.strides
    if strides > 1:
        text = Slip(N_("In the output, neighbouring input rows are {strides} rows apart."), strides=strides)
        yield replace(window, strides=1), index, text
    if window.before:
        text = Slip(N_("Rows cut off at the top: {count}."), count=window.before)
        yield replace(window, before=0), index, text
    if window.dilation_rate > 1:
        text = Slip(N_("With dilation, the rows of the kernel are {rate} apart."), rate=window.dilation_rate)
        yield _without_dilation(window), index, text
    if size > 1:
        text = Slip(N_("An input row contributes to as many output rows as the kernel has rows: {size}."), size=size)
        yield replace(window, kernel_size=1, strides=1, before=0), index, text
    for other in (index + 1, index - 1):
        if 0 <= other < window.output_size:
            yield window, other, Slip(N_("Row {row} of the input contributes to those."), row=other + 1)
    if strides < size:
        text = Slip(N_("The kernels may overlap: the stride between them is {strides}."), strides=strides)
        yield replace(window, strides=size), index, text
    if not window.before:
        yield (
            replace(window, before=-1),
            index,
            Slip(N_("Nothing is cut off at the top: input row 1 contributes to output row 1.")),
        )
