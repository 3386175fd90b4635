"""Questions about feature maps: how many numbers a layer holds, and how many of them are 0."""

from math import prod

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer
from cnnlab.core.questions.window import Choice

BEFORE = np.array([[-2, 1, -1, 0], [3, -4, -2, -1], [-1, -3, 0, -2], [-2, -1, 2, 5]], float)  # before the ReLU


def size_exercise(layer: str, shape: tuple[int, int, int]) -> Exercise:
    """Ask how many numbers a layer of `shape` (rows, columns, channels) computes for one picture.

    >>> asked = size_exercise("conv", (4, 5, 8))
    >>> asked.answer, sorted(asked.slips)
    (160, [8, 17, 20])
    """
    rows, columns, channels = shape
    answer = prod(shape)
    slips = [
        (rows * columns, Slip(N_("That is one channel. The layer has {channels}."), channels=f"{channels:,}")),
        (channels, Slip(N_("That is the number of channels. Each has {rows} × {columns} cells."), rows=rows,
                        columns=columns)),
        (sum(shape), Slip(N_("Multiply the three numbers instead of adding them."))),
    ]  # fmt: skip
    return Exercise(
        N_("How many numbers does the layer {layer} compute for one picture?"),
        {"layer": f"`{layer}`"},
        answer,
        by_answer(slips, answer),
        hint=Slip(N_("A layer has as many maps as channels. How many numbers does one map hold?")),
        reason=Slip(N_("{rows} rows × {columns} columns × {channels} channels."), rows=rows, columns=columns,
                    channels=f"{channels:,}"),
    )  # fmt: skip


def sparsity_exercise(before: np.ndarray = BEFORE) -> Exercise:
    """Ask for the share of zeros after a ReLU, in percent.

    >>> asked = sparsity_exercise()
    >>> asked.answer, sorted(asked.slips)
    (75, [12, 25, 62])
    """
    answer = _percent(before <= 0)
    slips = [
        (_percent(before < 0), Slip(N_("Values that were 0 before the ReLU stay 0: count them too."))),
        (_percent(before > 0), Slip(N_("That is the share of values that stay. Sparsity is the share of zeros."))),
        (int((before <= 0).sum()), Slip(N_("That is how many are 0. Divide by the number of cells, {count}."),
                                        count=before.size)),
    ]  # fmt: skip
    return Exercise(
        N_("A ReLU sets negative values to 0. How sparse is this map afterwards: what percentage of it is 0?"),
        {},
        answer,
        by_answer(slips, answer),
        hint=Slip(N_("Which values are above 0 after the ReLU? What is left, as a share of all cells?")),
        reason=Slip(N_("{zeros} of {count} values are 0 or less."), zeros=int((before <= 0).sum()), count=before.size),
    )


def pooled_exercise(before: np.ndarray = BEFORE) -> Exercise:
    """Ask for the share of zeros after a ReLU and a 2 x 2 max pooling, in percent.

    >>> asked = pooled_exercise()
    >>> asked.answer, sorted(asked.slips)
    (50, [2, 25, 75, 100])
    """
    rectified = np.maximum(before, 0)
    rows, columns = before.shape
    windows = rectified.reshape(rows // 2, 2, columns // 2, 2).transpose(0, 2, 1, 3).reshape(-1, 4)
    answer = _percent(windows.max(axis=1) == 0)
    slips = [
        (_percent(rectified == 0), Slip(N_("That is the share before pooling. A window is 0 only if all four are."))),
        (_percent(windows.min(axis=1) == 0), Slip(N_("One 0 in a window is not enough: the largest value stays."))),
        (int((windows.max(axis=1) == 0).sum()), Slip(N_("That is how many are 0. Give the share of {count} cells."),
                                                     count=len(windows))),
        (25, Slip(N_("Look at all four windows: how many hold no positive value?"))),
    ]  # fmt: skip
    return Exercise(
        N_("After the ReLU, 2 × 2 max pooling with stride 2 follows. What percentage of its output is 0?"),
        {},
        answer,
        by_answer(slips, answer),
        hint=Slip(N_("Look at all four windows: how many hold no positive value?")),
        reason=Slip(N_("A window gives 0 only if it holds no positive value, so max pooling makes maps less sparse.")),
    )


def sparser_question() -> Choice:
    """Ask which is sparser: a layer with a ReLU, or the max pooling after it."""
    return Choice(
        N_("`conv3` ends in a ReLU and `pool3` is the max pooling after it. Whose output has the larger share of "
           "zeros?"),
        {},
        {
            "pool3": Slip(N_("A cell of `pool3` is 0 only where all cells of its window are 0.")),
            "conv3": None,
            N_("Both the same"): Slip(N_("One positive value in a window is enough to make its maximum positive.")),
        },
        reason=Slip(N_("Pooling keeps the largest value of each window, and zeros are never larger.")),
    )  # fmt: skip


def _percent(cells: np.ndarray) -> int:
    return round(100 * float(cells.mean()))
