"""The kernels of a network's first layer after every epoch of its training, and the maps that they make."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


@cache
def kernels_by_epoch(path: Path) -> np.ndarray | None:
    """The kernels in a `kernels.npz` that training left; None where there is no such file.

    float32 (epochs + 1, height, width, channels, filters); the first are those before training. Biases are not kept.
    """
    if not path.exists():
        return None
    with np.load(path) as file:
        return file["kernels"].astype("float32")


def maps_under(picture: np.ndarray, kernels: np.ndarray, padding: str = "valid") -> np.ndarray:
    """What a layer of these kernels hands on for a picture: the windows' sums without a bias, after the ReLU.

    `picture` is (height, width) of 0-255, which the network divides by 255; `kernels` (height, width, 1, filters), of
    odd sides under "same". Returns float32 (height, width, filters), the first two smaller under "valid".

    >>> maps_under(np.full((3, 3), 255), np.ones((3, 3, 1, 1))).tolist()
    [[[9.0]]]
    """
    values = picture.astype("float32") / 255
    if padding == "same":
        values = np.pad(values, [(side // 2, side // 2) for side in kernels.shape[:2]])
    windows = sliding_window_view(values, kernels.shape[:2])  # (rows, columns, height, width)
    return np.maximum(np.einsum("rcij,ijf->rcf", windows, kernels[:, :, 0], optimize=True), 0)


def lookalikes(kernels: np.ndarray, chosen: int) -> dict[str, int]:
    """Other kernels that someone could take for the chosen one, by the slip that leads to each; no one twice.

    "opposite" is the one most like its negative, "turned" the one most like it with rows and columns swapped,
    "mirrored" the one most like it turned by half a circle, which is the kernel of a convolution that flips.
    `kernels` is (side, side, 1, filters), of at least four filters.

    >>> edge = np.array([[-1.0, 0, 1]] * 3)
    >>> kinds = np.stack([edge, -edge, edge.T, edge + 1, np.eye(3)], -1)[:, :, None]
    >>> lookalikes(kinds, 0)
    {'opposite': 1, 'turned': 2, 'mirrored': 4}
    """
    flat = kernels[:, :, 0]
    one = flat[..., chosen]
    slips = {"opposite": -one, "turned": one.T, "mirrored": one[::-1, ::-1]}
    taken = [chosen]
    for wanted in slips.values():
        likeness = np.einsum("ij,ijf->f", wanted, flat) / np.linalg.norm(flat, axis=(0, 1))
        likeness[taken] = -np.inf
        taken.append(int(likeness.argmax()))
    return dict(zip(slips, taken[1:], strict=True))
