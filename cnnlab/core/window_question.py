"""The question which rows of the input lie under a window, with the slips that lead to other rows."""

from dataclasses import dataclass, replace

from cnnlab.core.exercises import Slip
from cnnlab.core.layers import Window, describe

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
    `layer` is a convolution or pooling over (height, width, channels). Raises LayerError for what Keras refuses.

    >>> layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3, "strides": 2}}
    >>> asked = window_question(layer, (7, 7, 1))
    >>> asked.answer, [rows for rows, slip in asked.options.items() if slip]
    ((2, 3, 4), [(1,), (1, 2, 3), (4, 5, 6)])
    """
    facts = describe(layer, input_shape)
    window, *_ = facts.scatters or facts.windows or ()
    index = min(1, window.output_size - 1)
    options: dict[Rows, Slip | None] = {_rows(window, index): None}
    for rows, slip in _slips(window, index):
        if len(options) < MOST_OPTIONS:
            options.setdefault(rows, slip)
    ordered = dict(sorted(options.items(), key=lambda item: [-1 if each is None else each for each in item[0]]))
    values = {"row": index + 1}
    if facts.scatters:
        return Choice("Which rows of the output does row {row} of the input reach?", values, ordered, reversed=True)
    return Choice("Which rows of the input lie under the window for row {row} of the output?", values, ordered)


def _rows(window: Window, index: int) -> Rows:
    return tuple(each if 0 <= each < window.size else None for each in window.cells(index))


def _slips(window: Window, index: int) -> list[tuple[Rows, Slip]]:
    """The likelier ones first."""
    first = index * window.strides + 1
    return [
        (
            _rows(replace(window, strides=1), index),
            Slip("From one window to the next it is {strides} rows, not one.", strides=window.strides),
        ),
        (
            _rows(replace(window, before=0), index),
            Slip("The first window starts {count} rows further up, outside: padding comes first.", count=window.before),
        ),
        (
            _rows(replace(window, dilation_rate=1), index),
            Slip("With dilation the window's rows are {rate} apart.", rate=window.dilation_rate),
        ),
        ((index,), Slip("A window takes in as many rows as the kernel has: {size}.", size=window.kernel_size)),
        (_rows(window, index + 1), Slip("That is one window further: the first one starts at the very beginning.")),
        (
            _rows(replace(window, strides=window.kernel_size), index),
            Slip("The windows overlap: the next one starts {strides} rows further.", strides=window.strides),
        ),
        (
            tuple(range(first, first + window.kernel_size)),
            Slip("Row 1 is the first: the windows start there, without padding."),
        ),
    ]
