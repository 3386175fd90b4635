"""A sliding window along one axis: every formula for size, padding and coverage, once."""

from dataclasses import dataclass
from math import gcd


@dataclass(frozen=True)
class Window:
    """A window of `kernel_size` cells, `dilation_rate` apart, that moves by `strides` along an axis of `size` cells.

    `before` and `after` are the padding cells at the two ends; negative numbers crop cells instead. Output cell i reads
    the input cells i * strides - before + k * dilation_rate, for k from 0 to kernel_size - 1.

    >>> Window(size=28, kernel_size=3, strides=2).output_size
    13
    """

    size: int
    kernel_size: int
    strides: int = 1
    dilation_rate: int = 1
    before: int = 0
    after: int = 0

    @property
    def effective_size(self) -> int:
        """K_eff, the number of cells from the first to the last that one window reads: D(K - 1) + 1.

        >>> Window(size=9, kernel_size=3, dilation_rate=2).effective_size
        5
        """
        return effective_size(self.kernel_size, self.dilation_rate)

    @property
    def total_padding(self) -> int:
        """P, the padding cells at both ends together.

        >>> Window(size=6, kernel_size=3, before=1, after=1).total_padding
        2
        """
        return self.before + self.after

    @property
    def output_size(self) -> int:
        """floor((N + P - K_eff) / S) + 1 (Dumoulin and Visin 2016, relationship 15); below 1 if no window fits.

        >>> Window(size=6, kernel_size=3, strides=2).output_size
        2
        """
        return (self.size + self.total_padding - self.effective_size) // self.strides + 1

    @property
    def gathered_size(self) -> int:
        """The largest number of output cells, from the first to the last, that read the same input cell.

        One output cell of a transposed convolution gathers from so many input cells, where this window belongs to the
        convolution that it reverses. Only every (S / gcd(S, D))-th tap reads the same cell, and two such taps are
        D / gcd(S, D) output cells apart.

        >>> Window(size=8, kernel_size=3, strides=2, before=0, after=1).gathered_size
        2
        """
        common = gcd(self.strides, self.dilation_rate)
        taps = -(-self.kernel_size // (self.strides // common))
        return (taps - 1) * self.dilation_rate // common + 1

    def cells(self, index: int) -> range:
        """The input cells that output cell `index` reads; those below 0, or `size` and above, are padding.

        >>> list(Window(size=5, kernel_size=3, before=1, after=1).cells(0))
        [-1, 0, 1]
        """
        first = index * self.strides - self.before
        return range(first, first + self.effective_size, self.dilation_rate)

    @property
    def unseen(self) -> tuple[int, ...]:
        """The input cells that no window covers.

        They are at the far end if the last stride does not fit, between windows if the strides are larger than the
        kernel, and between taps if those of a dilated kernel keep falling on the same cells.

        >>> Window(size=6, kernel_size=3, strides=2).unseen
        (5,)
        """
        seen = {cell for index in range(self.output_size) for cell in self.cells(index)}
        return tuple(cell for cell in range(self.size) if cell not in seen)


def effective_size(kernel_size: int, dilation_rate: int) -> int:
    """K_eff, the extent of a dilated kernel in cells: D(K - 1) + 1.

    >>> effective_size(3, 2)
    5
    """
    return dilation_rate * (kernel_size - 1) + 1


def same_padding(size: int, kernel_size: int, strides: int = 1, dilation_rate: int = 1) -> tuple[int, int]:
    """The padding (before, after) for which `same` gives ceil(N / S) cells; an odd cell goes after.

    max((ceil(N / S) - 1) * S + K_eff - N, 0), halved, as in TensorFlow ("Notes on padding", tf.nn).

    >>> same_padding(6, 3, strides=2)
    (0, 1)
    """
    outputs = -(-size // strides)
    total = max((outputs - 1) * strides + effective_size(kernel_size, dilation_rate) - size, 0)
    return total // 2, total - total // 2


def causal_padding(kernel_size: int, dilation_rate: int = 1) -> tuple[int, int]:
    """The padding with which no output reads a later input: K_eff - 1 cells, all before.

    >>> causal_padding(3, dilation_rate=2)
    (4, 0)
    """
    return effective_size(kernel_size, dilation_rate) - 1, 0
