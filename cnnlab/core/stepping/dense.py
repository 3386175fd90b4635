"""The sum behind one unit of a dense layer, as arrays: its products are too many to step through one by one."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DenseSum:
    """z = b + sum of x_i * w_i, in float64, and its value after the activation."""

    inputs: np.ndarray  # (values,)
    weights: np.ndarray  # (values,)
    bias: float
    activation: str = "linear"

    @property
    def products(self) -> np.ndarray:
        products: np.ndarray = self.inputs * self.weights
        return products

    @property
    def total(self) -> float:
        """The sum with the bias, before the activation."""
        return float(self.products.sum()) + self.bias

    @property
    def value(self) -> float:
        return max(self.total, 0.0) if self.activation == "relu" else self.total

    def largest(self, count: int) -> list[int]:
        """The indices of the products furthest from 0, the furthest first."""
        return [int(index) for index in np.argsort(-np.abs(self.products), kind="stable")[:count]]

    def remainder(self, count: int) -> float:
        """The sum of the products other than the `count` that are furthest from 0."""
        return float(self.products.sum() - self.products[self.largest(count)].sum())

    def at_places(self, shape: tuple[int, int, int]) -> np.ndarray:
        """The products as a map (height, width, channels), summed over its channels; (height, width)."""
        sums: np.ndarray = self.products.reshape(shape).sum(axis=-1)
        return sums


def place_before_flatten(index: int, shape: tuple[int, ...]) -> tuple[int, int, int]:
    """Return the (row, column, channel) of maps (height, width, channels) whose value Flatten puts at `index`.

    index = (row * width + column) * channels + channel, all counted from 0.

    >>> place_before_flatten(23, (2, 3, 4)), place_before_flatten(6, (2, 3, 4))
    ((1, 2, 3), (0, 1, 2))
    """
    row, column, channel = map(int, np.unravel_index(index, shape))
    return row, column, channel


def dense_sum(inputs: np.ndarray, weights: list[np.ndarray], activation: str = "linear") -> DenseSum:
    """Return the sum of one unit: `inputs` is (values,), `weights` are its kernel (values, 1) and its bias (1,).

    `activation` is "relu", or "linear" for the logit of a unit whose softmax needs the other units too.

    >>> found = dense_sum(np.array([1.0, 2.0]), [np.array([[3.0], [-4.0]]), np.array([1.0])], "relu")
    >>> found.products.tolist(), found.total, found.value, found.largest(1)
    ([3.0, -8.0], -4.0, 0.0, [1])
    """
    kernel, bias = (np.asarray(weight, float) for weight in weights)
    return DenseSum(np.asarray(inputs, float), kernel[:, 0], float(bias[0]), activation)
