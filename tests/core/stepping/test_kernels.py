"""What the reasons of the named kernels claim, on small pictures; rows run down, columns to the right."""

import numpy as np
import pytest

from cnnlab.core.pictures.filtering import filtered
from cnnlab.core.stepping.kernels import KERNELS, KernelError

EVERY = [(kernel.id, size) for kernel in KERNELS.values() for size in kernel.sizes]
SUMS = {"sobel_x": 0, "sobel_y": 0, "laplacian": 0}
TO_THE_RIGHT = np.tile(np.arange(12.0), (12, 1))  # a slope that gets brighter by 1 per cell
DOT = np.zeros((11, 11))
DOT[5, 5] = 1


def over(picture, name, size=3) -> np.ndarray:
    return filtered(picture, KERNELS[name].values(size), "valid")


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_the_weights_have_the_sum_that_the_reason_names(name, size):
    expected = size if name.endswith("_line") else SUMS.get(name, 1)
    kernel = KERNELS[name].values(size)
    assert kernel.shape == (size, size)
    assert kernel.sum() == pytest.approx(expected)
    flat = np.full((12, 12), 0.5)
    assert np.allclose(over(flat, name, size), 0.5 * expected)
    assert f"sum to {expected}" in KERNELS[name].reason or name.endswith("_line") or name == "identity"


def test_the_line_filters():
    """7x7: ones in the fourth column, ones in the fourth row, zeros elsewhere."""
    vertical = np.zeros((7, 7))
    vertical[:, 3] = 1
    assert KERNELS["vertical_line"].values(7).tolist() == vertical.tolist()
    assert KERNELS["horizontal_line"].values(7).tolist() == vertical.T.tolist()


@pytest.mark.parametrize("size", [3, 5, 7])
def test_a_line_filter_keeps_its_line_and_smears_the_other(size):
    upright = np.zeros((15, 15))
    upright[:, 7] = 1
    found = over(upright, "vertical_line", size)
    assert found.max(axis=0).tolist() == [size if at == 7 - size // 2 else 0 for at in range(len(found))]
    smeared = over(upright, "horizontal_line", size)
    assert smeared.max() == 1
    assert int(smeared[0].sum()) == size
    assert np.array_equal(over(upright.T, "horizontal_line", size), found.T)


@pytest.mark.parametrize("size", [3, 5, 7])
def test_sobel_is_positive_where_it_gets_brighter(size):
    """Neither Keras nor `filtered` flips the kernel."""
    assert (over(TO_THE_RIGHT, "sobel_x", size) > 0).all()
    assert (over(TO_THE_RIGHT[:, ::-1], "sobel_x", size) < 0).all()
    assert np.allclose(over(TO_THE_RIGHT.T, "sobel_x", size), 0)
    assert np.allclose(over(TO_THE_RIGHT, "sobel_y", size), 0)
    assert np.array_equal(over(TO_THE_RIGHT.T, "sobel_y", size), over(TO_THE_RIGHT, "sobel_x", size).T)
    flipped = KERNELS["sobel_x"].values(size)[::-1, ::-1]
    assert np.array_equal(flipped, -KERNELS["sobel_x"].values(size))


def test_sobel_is_the_one_of_textbooks():
    assert KERNELS["sobel_x"].values(3).tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert KERNELS["sobel_x"].values(5)[2].tolist() == [-6, -12, 0, 12, 6]


def test_laplacian_is_four_times_the_distance_below_the_neighbours():
    assert over(DOT, "laplacian")[4, 4] == -4
    assert over(-DOT, "laplacian")[4, 4] == 4
    assert np.allclose(over(TO_THE_RIGHT + 2 * TO_THE_RIGHT.T, "laplacian"), 0)
    edge = np.where(TO_THE_RIGHT > 5, 1.0, 0.0)
    assert over(edge, "laplacian")[0].tolist() == [0, 0, 0, 0, 1, -1, 0, 0, 0, 0]


def test_sharpening_adds_the_differences_from_the_neighbours():
    random = np.random.default_rng(0).uniform(size=(3, 3))
    middle = random[1, 1]
    neighbours = random[[0, 1, 1, 2], [1, 0, 2, 1]]
    assert over(random, "sharpen")[0, 0] == pytest.approx(middle + (middle - neighbours).sum(), abs=1e-6)


@pytest.mark.parametrize("size", [3, 5, 7])
def test_blurs_reduce_noise_and_the_gaussian_weights_near_cells_more(size):
    noise = np.random.default_rng(0).normal(size=(60, 60))
    assert over(noise, "blur", size).std() == pytest.approx(1 / size, rel=0.2)
    bell = KERNELS["gaussian"].values(size)
    row = bell[size // 2]
    assert (np.diff(row[: size // 2 + 1]) > 0).all()
    assert np.array_equal(bell, bell[::-1, ::-1])
    assert over(noise, "gaussian", size).std() < 0.5


def test_emboss_lights_slopes_towards_the_lower_right():
    """A slope along that diagonal is lit above its own values; one along the other diagonal keeps them."""
    diagonal = TO_THE_RIGHT + TO_THE_RIGHT.T
    across = TO_THE_RIGHT - TO_THE_RIGHT.T
    assert (over(diagonal, "emboss") > diagonal[1:-1, 1:-1]).all()
    assert (over(-diagonal, "emboss") < -diagonal[1:-1, 1:-1]).all()
    assert np.allclose(over(across, "emboss"), across[1:-1, 1:-1])


def test_identity_changes_nothing():
    assert np.array_equal(over(TO_THE_RIGHT, "identity", 7), TO_THE_RIGHT[3:-3, 3:-3])


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=lambda kernel: kernel.id)
def test_kernels_that_are_not_symmetric_say_what_keras_does(kernel):
    values = kernel.values(3)
    is_symmetric = np.array_equal(values, values[::-1, ::-1])
    assert ("Keras does not flip the kernel" in kernel.reason) == (not is_symmetric)


def test_a_size_that_does_not_exist_is_refused():
    with pytest.raises(KernelError, match=r"There is no laplacian kernel of the size 5\. Choose one of 3\."):
        KERNELS["laplacian"].values(5)
