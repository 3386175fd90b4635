"""The kernels of a network's first layer after every epoch of training, and the feature maps that they give."""

from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.core.file_cache import cached_by_file


@cached_by_file
def kernels_by_epoch(path: Path) -> np.ndarray | None:
    """Read the kernels that training saved in a `kernels.npz`; None if there is no such file.

    float32 (epochs + 1, height, width, channels, filters), first those before training. Biases are not saved.
    """
    if not path.exists():
        return None
    with np.load(path) as file:
        kernels: np.ndarray = file["kernels"].astype("float32")
    return kernels


def planes(kernels: np.ndarray) -> np.ndarray:
    """Return kernels (height, width, 1, filters), which read one channel, as (height, width, filters).

    >>> planes(np.ones((3, 3, 1, 32))).shape
    (3, 3, 32)
    """
    return kernels[:, :, 0]


def feature_maps(picture: np.ndarray, kernels: np.ndarray, padding: str = "valid") -> np.ndarray:
    """Return the output of a layer with these kernels and ReLU, but no bias, for a picture.

    `picture` is (height, width), 0 to 255, which is divided by 255; `kernels` is (height, width, 1, filters), with odd
    sides for "same". Returns float32 (height', width', filters).

    >>> feature_maps(np.full((3, 3), 255), np.ones((3, 3, 1, 1))).tolist()
    [[[9.0]]]
    """
    values = picture.astype("float32") / 255
    if padding == "same":
        values = np.pad(values, [(side // 2, side // 2) for side in kernels.shape[:2]])
    windows = sliding_window_view(values, kernels.shape[:2])  # (rows, columns, height, width)
    sums: np.ndarray = np.einsum("rcij,ijf->rcf", windows, planes(kernels), optimize=True)
    return np.asarray(np.maximum(sums, 0))


def mean_change(kernels: np.ndarray, epoch: int) -> float:
    """Return the mean absolute change since before training, relative to the mean absolute value before training.

    `kernels` is (epochs + 1, ...), as `kernels_by_epoch` returns it.

    >>> mean_change(np.array([[2.0, -2.0], [3.0, -2.0]]), 1)
    0.25
    """
    before = kernels[0]
    return float(np.abs(kernels[epoch] - before).mean() / np.abs(before).mean())


def share_of_zeros(maps: np.ndarray) -> float:
    """Return the fraction of cells that are 0.

    >>> share_of_zeros(np.array([[0.0, 3.0], [0.0, 0.0]]))
    0.75
    """
    return float(np.mean(maps == 0))


def lookalikes(kernels: np.ndarray, chosen: int) -> dict[str, int]:
    """For each typical mistake, find the kernel most easily confused with the chosen one; all are different.

    "opposite" is the kernel most similar to its negative, "turned" to its transpose, "mirrored" to it rotated by 180°,
    which is the kernel of a convolution that flips. `kernels` is (side, side, 1, filters) with at least four filters.

    >>> edge = np.array([[-1.0, 0, 1]] * 3)
    >>> kinds = np.stack([edge, -edge, edge.T, edge + 1, np.eye(3)], -1)[:, :, None]
    >>> lookalikes(kinds, 0)
    {'opposite': 1, 'turned': 2, 'mirrored': 4}
    """
    candidates = planes(kernels)
    one = candidates[..., chosen]
    mistaken = {"opposite": -one, "turned": one.T, "mirrored": one[::-1, ::-1]}
    taken = [chosen]
    for wanted in mistaken.values():
        similarity = np.einsum("ij,ijf->f", wanted, candidates) / np.linalg.norm(candidates, axis=(0, 1))
        similarity[taken] = -np.inf
        taken.append(int(similarity.argmax()))
    return dict(zip(mistaken, taken[1:], strict=True))
