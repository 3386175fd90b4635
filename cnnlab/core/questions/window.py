"""The question which rows of the input lie under a window, with the slips that lead to other rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cnnlab.core.errors import N_
from cnnlab.core.layers import Window, describe, same_padding
from cnnlab.core.questions.exercises import Slip

Rows = tuple[int | None, ...]  # counted from 0; None lies outside
MOST_OPTIONS = 4


@dataclass(frozen=True)
class Choice:
    """`question` is an English text with gaps that `values` fill; of the `options` the right one has no slip."""

    question: str
    values: dict[str, int]
    options: dict[Rows, Slip | None]
    reversed: bool = False  # asked of a transposed convolution: a row outside is one that is cut off, not padding

    @property
    def answer(self) -> Rows:
        return next(rows for rows, slip in self.options.items() if slip is None)


def window_question(layer: dict, input_shape: tuple[int, ...]) -> Choice:
    """Which rows of the input lie under the window of the output's second row, or of its first where it has one.

    Of a transposed convolution it is asked the other way round: which rows of the output the input's row reaches.
    `layer` is a convolution or pooling over (height, width, channels). No two options name the same rows, wherever the
    rows outside stand; where nothing is padded or cut off, none names a row outside. Raises LayerError for what Keras
    refuses.

    >>> layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3, "strides": 2}}
    >>> asked = window_question(layer, (7, 7, 1))
    >>> asked.answer, [rows for rows, slip in asked.options.items() if slip]
    ((2, 3, 4), [(1,), (1, 2, 3), (4, 5, 6)])
    """
    facts = describe(layer, input_shape)
    window, *_ = facts.scatters or facts.windows or ()
    index = min(1, window.output_size - 1)
    options: dict[Rows, Slip | None] = {_rows(window, index): None}
    for other, at, slip in _spread(window, index) if facts.scatters else _slips(window, index):
        rows = _rows(other, at)
        if len(options) < MOST_OPTIONS and _is_fair(rows, options, bool(window.before or window.after)):
            options[rows] = slip
    ordered = dict(sorted(options.items(), key=lambda item: [-1 if each is None else each for each in item[0]]))
    values = {"row": index + 1}
    if facts.scatters:
        return Choice(N_("Which rows of the output does row {row} of the input reach?"), values, ordered, reversed=True)
    return Choice(N_("Which rows of the input lie under the window for row {row} of the output?"), values, ordered)


def _rows(window: Window, index: int) -> Rows:
    return tuple(each if 0 <= each < window.size else None for each in window.cells(index))


def _is_fair(rows: Rows, options: dict[Rows, Slip | None], has_outside: bool) -> bool:
    real = {each for each in rows if each is not None}
    return bool(real) and (has_outside or None not in rows) and all(real != set(each) - {None} for each in options)


def _without_dilation(window: Window) -> Window:
    before, after = window.before, window.after
    if before or after:
        before, after = same_padding(window.size, window.kernel_size, window.strides)
    return replace(window, dilation_rate=1, before=before, after=after)


def _slips(window: Window, index: int) -> Iterator[tuple[Window, int, Slip]]:
    """Another window or another place of it, and what was forgotten; the likelier ones first."""
    size, strides = window.kernel_size, window.strides
    if strides > 1:
        text = Slip(N_("From one window to the next it is {strides} rows, not one."), strides=strides)
        yield replace(window, strides=1), index, text
    if window.before:
        text = Slip(N_("The first window starts in the padding, {count} above row 1."), count=window.before)
        yield replace(window, before=0), index, text
    if window.dilation_rate > 1:
        text = Slip(N_("With dilation the window's rows are {rate} apart."), rate=window.dilation_rate)
        yield _without_dilation(window), index, text
    if size > 1:
        yield (
            replace(window, kernel_size=1, strides=1, before=0),
            index,
            Slip(N_("A window takes in {size} rows."), size=size),
        )
    for other in (index + 1, index - 1):
        if 0 <= other < window.output_size:
            yield window, other, Slip(N_("That is the window for row {row} of the output."), row=other + 1)
    if strides < size:
        text = Slip(N_("Windows may overlap: the step from one to the next is {strides}."), strides=strides)
        yield replace(window, strides=size), index, text
    if not window.before:
        yield replace(window, before=-1), index, Slip(N_("Without padding the first window starts at row 1."))


def _spread(window: Window, index: int) -> Iterator[tuple[Window, int, Slip]]:
    """The same for a transposed convolution; `window` is that of the convolution that it reverses."""
    size, strides = window.kernel_size, window.strides
    if strides > 1:
        text = Slip(N_("From one row of the input to the next it is {strides} rows in the output."), strides=strides)
        yield replace(window, strides=1), index, text
    if window.before:
        text = Slip(N_("Rows that are cut off at the top: {count}."), count=window.before)
        yield replace(window, before=0), index, text
    if window.dilation_rate > 1:
        text = Slip(N_("With dilation the kernel's rows are {rate} apart."), rate=window.dilation_rate)
        yield _without_dilation(window), index, text
    if size > 1:
        text = Slip(N_("A row of the input is spread over as many rows as the kernel has: {size}."), size=size)
        yield replace(window, kernel_size=1, strides=1, before=0), index, text
    for other in (index + 1, index - 1):
        if 0 <= other < window.output_size:
            yield window, other, Slip(N_("Row {row} of the input reaches those."), row=other + 1)
    if strides < size:
        text = Slip(N_("The kernels may overlap: the step from one to the next is {strides}."), strides=strides)
        yield replace(window, strides=size), index, text
    if not window.before:
        yield replace(window, before=-1), index, Slip(N_("Nothing is cut off at the top: row 1 reaches row 1."))
