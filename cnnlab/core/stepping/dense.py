"""The sum behind one unit of a dense layer, its products taken apart: too many to be stepped through one by one."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DenseSum:
    """z = b + sum of x_i * w_i, in float64, and what the activation makes of it."""

    inputs: np.ndarray  # (values,)
    weights: np.ndarray  # (values,)
    bias: float
    activation: str = "linear"

    @property
    def products(self) -> np.ndarray:
        return self.inputs * self.weights

    @property
    def total(self) -> float:
        """The sum with the bias, before the activation."""
        return float(self.products.sum()) + self.bias

    @property
    def value(self) -> float:
        return max(self.total, 0.0) if self.activation == "relu" else self.total

    def largest(self, count: int) -> list[int]:
        """The indices of the products that are furthest from 0, the furthest first."""
        return [int(each) for each in np.argsort(-np.abs(self.products), kind="stable")[:count]]

    def at_places(self, shape: tuple[int, int, int]) -> np.ndarray:
        """The products of a flattened map (height, width, channels), added up over its channels; (height, width)."""
        return self.products.reshape(shape).sum(axis=-1)


def dense_sum(inputs: np.ndarray, weights: list[np.ndarray], activation: str = "linear") -> DenseSum:
    """The sum of one unit: `inputs` (values,), `weights` its kernel (values, 1) and its bias (1,).

    `activation` is "relu", or "linear" for the logit of a unit whose softmax needs the others too.

    >>> found = dense_sum(np.array([1.0, 2.0]), [np.array([[3.0], [-4.0]]), np.array([1.0])], "relu")
    >>> found.products.tolist(), found.total, found.value, found.largest(1)
    ([3.0, -8.0], -4.0, 0.0, [1])
    """
    kernel, bias = (np.asarray(each, float) for each in weights)
    return DenseSum(np.asarray(inputs, float), kernel[:, 0], float(bias[0]), activation)
