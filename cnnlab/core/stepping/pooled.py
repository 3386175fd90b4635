"""What pooling keeps, and how much of an output changes when its input moves by a cell."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe
from cnnlab.core.questions.exercises import Exercise, Slip
from cnnlab.core.stepping.cell import step
from cnnlab.core.stepping.inputs import small_input
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.core.stepping.shifting import Shifted, compare

FIELD = 16  # rows and columns of the experiment's input
OPERATIONS: dict[str, dict] = {
    "max": {"class_name": "MaxPooling2D", "config": {"pool_size": 2}},
    "average": {"class_name": "AveragePooling2D", "config": {"pool_size": 2}},
    "strides": {
        "class_name": "Conv2D",
        "config": {"filters": 1, "kernel_size": 3, "strides": 2, "padding": "same", "use_bias": False},
    },
}
SCENES = ("photo", "dots", "numbers")


def kept(layer: dict, inputs: np.ndarray) -> np.ndarray:
    """Which cells of the first channel win at least one window of a max pooling; bool (height, width).

    `inputs` is (height, width, channels). Of equal values the first in row order wins, as TensorFlow's gradient has it.

    >>> kept({"class_name": "MaxPooling2D", "config": {}}, np.array([[1.0, 3], [2, 0]])[..., None]).tolist()
    [[False, True], [False, False]]
    """
    mask = np.zeros(inputs.shape[:2], bool)
    shape = describe(layer, inputs.shape).output_shape
    for cell in np.ndindex(shape[:-1]):
        found = step(layer, inputs, [], (*cell, 0))
        mask[found.terms[found.winners[0]].position[:2]] = True
    return mask


@dataclass(frozen=True)
class Experiment:
    """An input and the same one shifted, with what each operation makes of both."""

    before: np.ndarray  # (FIELD, FIELD)
    after: np.ndarray
    outputs: dict[str, Shifted]


def scene(name: str) -> np.ndarray:
    """A larger plane of which the experiment sees a part, so that what moves in is real; float64 (20, 20)."""
    if name == "dots":
        plane = np.zeros((FIELD + 4, FIELD + 4))
        for row, column in ((3, 4), (4, 13), (8, 9), (11, 4), (13, 14), (16, 8)):
            plane[row, column] = 1
        return plane
    return small_input(name, (FIELD + 4, FIELD + 4, 1))[..., 0]


@cache
def shift_experiment(name: str, down: int, across: int) -> Experiment:
    """Move a scene by up to two cells down and to the right, and compare the outputs.

    The strided convolution has Sobel's kernel, which weighs every place of its window differently.

    >>> found = shift_experiment("dots", 0, 1)
    >>> {name: int(each.changed.sum()) for name, each in found.outputs.items()}["max"] > 0
    True
    """
    plane = scene(name)
    before = plane[2 : 2 + FIELD, 2 : 2 + FIELD]
    after = plane[2 - down : 2 - down + FIELD, 2 - across : 2 - across + FIELD]
    kernel = [KERNELS["sobel_x"].values()[..., None, None]]
    outputs = {
        operation: compare(layer, kernel if operation == "strides" else [], before, after)
        for operation, layer in OPERATIONS.items()
    }
    return Experiment(before, after, outputs)


def average_exercise() -> Exercise:
    """The mean of a corner window of which padding covers a part; in pooling padding is not counted.

    >>> average_exercise().answer, sorted(average_exercise().slips)
    (8, [2, 4])
    """
    value = 8.0  # in the one real cell; three are padding
    layer = {"class_name": "AveragePooling2D", "config": {"pool_size": 2, "padding": "same"}}
    answer = round(step(layer, np.full((1, 1, 1), value), [], (0, 0, 0)).value)
    return Exercise(
        N_(
            "A 2 × 2 window at the corner covers one cell with an {value} and three cells of padding. What is the "
            "average?"
        ),
        {"value": round(value)},
        answer,
        {
            round(value / 4): Slip(N_("There the padding is counted as zeros; pooling leaves it out.")),
            round(value / 2): Slip(N_("Divide by the cells that are there: only one is.")),
        },
        {"layer": "AveragePooling2D", "padding": "same", "height": 5, "width": 5},
        whole=False,
    )
