"""The computation of one output cell: its terms, their sums and its value."""

from dataclasses import dataclass
from typing import NamedTuple

from cnnlab.core.stepping.reach import Index


class Term(NamedTuple):
    """One product of a sum."""

    position: Index  # (spatial..., channel) in the input; it may lie outside, in the padding
    kernel: Index  # (spatial...) in the kernel
    input: float
    weight: float
    product: float
    is_padding: bool = False


@dataclass(frozen=True)
class Step:
    """The computation of one output cell: value = activation(total + bias), where total is the sum of all products.

    Pooling is a weighted sum too: average pooling gives each of the `count` cells that count the weight 1 / count, max
    pooling gives 1 to the first maximum in row order and 0 to the others. A separable convolution has two stages:
    `depthwise` holds the steps of the first, one for each intermediate channel, and `terms` those of the second, the
    1x1 convolution, with their positions in the intermediate map.
    """

    at: Index  # (spatial..., channel) in the output
    terms: tuple[Term, ...]  # in kernel order within each channel
    channel_sums: tuple[float, ...]  # one for each channel that the cell reads
    total: float
    bias: float
    before_activation: float
    value: float
    not_counted: tuple[Index, ...] = ()  # pooling: positions in the padding, which are not zeros
    winners: tuple[int, ...] = ()  # max pooling: the terms that have the largest value; more than one is a tie
    depthwise: tuple["Step", ...] = ()

    @property
    def count(self) -> int:
        """The number of cells that count: all but those of `not_counted`."""
        return len(self.terms)
