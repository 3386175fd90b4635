"""How an output gets its size: the steps of a window, and the two ends of a transposed convolution."""

from typing import NamedTuple

from cnnlab.core.layers.windows import Window


class WindowSteps(NamedTuple):
    """The steps of a window along one axis, from its first position to its last.

    `steps` is their number, the output size - 1. `left_over` is the number of cells after the last position, padding
    included: fewer than the strides, so that another step does not fit.
    """

    steps: int
    left_over: int


class TransposedEnds(NamedTuple):
    """The cells that a transposed convolution cuts off or adds along one axis.

    `cut_before` and `cut_after` are cells that its kernels cover but the output leaves out; `added_after` are cells at
    the end of the output that no kernel reaches. At least one of the last two is 0.
    """

    cut_before: int
    cut_after: int
    added_after: int


def window_steps(window: Window) -> WindowSteps:
    """The quotient and the remainder of (N + P - K_eff) / S.

    The output size is the quotient + 1, for the first position (Dumoulin and Visin 2016, relationship 15).

    >>> window_steps(Window(size=6, kernel_size=3, strides=2))
    WindowSteps(steps=1, left_over=1)
    """
    return WindowSteps(*divmod(window.size + window.total_padding - window.effective_size, window.strides))


def transposed_ends(window: Window) -> TransposedEnds:
    """What is cut from the (N - 1) * S + K_eff cells that the kernels cover, or added to them.

    `window` is that of the convolution which is reversed, one of `LayerFacts.scatters`: its `output_size` is the number
    N of cells that go in, its `size` the number that come out.

    >>> transposed_ends(Window(size=8, kernel_size=3, strides=2, before=0, after=1))  # `same` on 4 cells: 9 covered
    TransposedEnds(cut_before=0, cut_after=1, added_after=0)
    """
    covered = (window.output_size - 1) * window.strides + window.effective_size
    surplus = covered - window.before - window.size
    return TransposedEnds(window.before, max(surplus, 0), max(-surplus, 0))
