"""From ink to pixels in MNIST's format, and the kernels of training: by hand, by law, against MNIST and Keras.

One file, because all of it uses the same drawings.
"""

import keras
import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.digits import BOX, DigitError, bundled_images, centred, drawing, drawn, strokes
from cnnlab.core.digits.kernels import feature_maps, kernels_by_epoch, lookalikes
from cnnlab.core.stepping.cell import step
from cnnlab.core.stepping.dense import dense_sum

MNIST = [image for image in bundled_images().values() if image.kind == "mnist"]
LETTERS = drawing.ALPHABET


def ink_of(*lines: list[tuple[int, int]]) -> str:
    """The ink of polylines, in steps short enough for one letter."""
    texts = []
    for first, *rest in lines:
        text, here = "".join(LETTERS[value // 64] + LETTERS[value % 64] for value in first), first
        for goal in rest:
            while here != goal:
                by = [max(-32, min(31, b - a)) for a, b in zip(here, goal, strict=True)]
                text += "".join(LETTERS[step + 32] for step in by)
                here = (here[0] + by[0], here[1] + by[1])
        texts.append(text)
    return ".".join(texts)


SEVEN = [(70, 55), (210, 55), (120, 240)]


def moved(line: list[tuple[int, int]], by: int) -> list[tuple[int, int]]:
    return [(x + by, y + by) for x, y in line]


def centre_of(picture: np.ndarray) -> tuple[float, float]:
    total = picture.sum(dtype=float)
    at = np.arange(28)
    return float(picture.sum(1) @ at / total), float(picture.sum(0) @ at / total)


def box_of(picture: np.ndarray) -> list[int]:
    """Height and width of the ink."""
    return [int(np.ptp(np.flatnonzero(picture.any(axis=axis)))) + 1 for axis in (1, 0)]


def test_ink_preserves_the_points():
    lines = [[(0, 0), (31, 5), (279, 279)], [(140, 7)]]
    read = strokes(ink_of(*lines))
    assert [stroke[0] for stroke in read] == [(0, 0), (140, 7)]
    assert read[0][-1] == (279, 279)
    assert (31, 5) in read[0]
    assert strokes("") == []


@pytest.mark.parametrize(
    ("ink", "text"),
    [
        ("AKA", "The stroke 'AKA' is invalid: it needs an even number of letters, at least four"),
        ("AKAUh", "'AKAUh' is invalid"),
        ("AKA!", "'AKA!' is invalid"),
        ("AKAU.", "The stroke '' is invalid"),
        ("AAAAfg", "The stroke 'AAAAfg' leaves the drawing area, which is 0 to 279"),
        ("__AA", "The stroke '__AA' leaves the drawing area"),
        ("A" * 4002, "This drawing takes 4,002 characters; the limit is 4,000"),
    ],
)
def test_invalid_ink_is_refused(ink, text):
    with pytest.raises(DigitError, match=text):
        drawn(ink)


def test_an_unfitted_stroke_has_the_width_of_the_pen_and_its_own_position():
    """A vertical line at x = 140, the border between columns 13 and 14, from row 5 to row 20."""
    picture = drawn(ink_of([(140, 50), (140, 200)]), like_mnist=False)
    assert picture.dtype == np.uint8
    across = picture[12] / 255
    assert across.sum() == pytest.approx(drawing.PEN / 10, abs=0.15)
    assert across[13] == across[14] == 1
    assert not picture[:3].any()
    assert not picture[23:].any()


def test_edges_are_grey():
    picture = drawn(ink_of([(60, 60), (220, 200)]))
    assert 0.2 < np.mean((picture > 0) & (picture < 255)) / np.mean(picture > 0) < 0.9


@pytest.mark.parametrize("line", [SEVEN, [(40, 140), (240, 140)], [(140, 20), (140, 260)]])
def test_like_mnist_the_longer_side_is_20_and_the_ink_is_centred(line):
    picture = drawn(ink_of(line))
    assert max(box_of(picture)) == BOX
    assert all(abs(coordinate - 14) <= 0.5 for coordinate in centre_of(picture))


def test_position_and_size_of_the_drawing_do_not_matter():
    """A shift by whole pixels changes nothing; half the size changes little, as the pen is wider in comparison."""
    original = drawn(ink_of(SEVEN))
    assert np.array_equal(drawn(ink_of(moved(SEVEN, 20))), original)
    assert np.array_equal(drawn(ink_of(moved(SEVEN, -30))), original)
    small = drawn(ink_of([(x // 2, y // 2) for x, y in SEVEN]))
    assert np.corrcoef(small.ravel(), original.ravel())[0, 1] > 0.8
    assert not np.array_equal(drawn(ink_of(moved(SEVEN, 20)), like_mnist=False), drawn(ink_of(SEVEN), like_mnist=False))


def test_a_dot_is_at_most_doubled():
    dot = drawn(ink_of([(30, 250)]))
    assert max(box_of(dot)) <= 2 * (drawing.PEN / 10 + 1)
    assert all(abs(coordinate - 14) <= 0.5 for coordinate in centre_of(dot))


@pytest.mark.parametrize("image", MNIST, ids=lambda image: image.id)
def test_the_digits_of_mnist_are_like_mnist(image):
    """The oracle: digits scaled and centred by MNIST's authors are not moved, and have the size of fitted drawings."""
    assert np.array_equal(centred(image.picture), image.picture)
    assert max(box_of(image.picture)) == BOX


def test_a_shifted_digit_is_centred_again():
    for image in MNIST:
        rows, columns = (np.flatnonzero(image.picture.any(axis=axis)) for axis in (1, 0))
        shifted = np.roll(image.picture, (-rows[0], 27 - columns[-1]), (0, 1))
        assert np.array_equal(centred(shifted), image.picture), image.id


def test_ink_at_an_edge_is_not_moved_beyond_it():
    """Most of the ink is left of the centre, but a grey cell at the right edge keeps it from moving."""
    picture = np.zeros((28, 28), np.uint8)
    picture[5:23, 8], picture[14, 27] = 255, 40
    assert np.array_equal(centred(picture), picture)
    assert np.array_equal(centred(picture.T), picture.T)


def test_an_empty_drawing_stays_empty():
    assert not drawn("").any()
    assert not centred(np.zeros((28, 28), np.uint8)).any()


def test_drawn_digits_have_as_much_ink_as_in_mnist():
    """PEN is chosen for this: MNIST's digits are 13% ink on average."""
    lines = [
        SEVEN,
        [(110, 80), (150, 45), (150, 235)],
        [(150, 40), (70, 160), (220, 160)],
        [(200, 50), (100, 50), (95, 130), (180, 130), (190, 230), (90, 230)],
    ]
    assert np.mean([drawn(ink_of(line)).mean() for line in lines]) / 255 == pytest.approx(0.13, abs=0.03)


def test_the_bundled_images():
    counts: dict = {}
    for name, image in bundled_images().items():
        assert name == image.id
        assert image.picture.shape == (28, 28)
        assert image.picture.max() > 200
        counts[image.kind, image.label] = counts.get((image.kind, image.label), 0) + 1
    assert counts == {(kind, label): 2 for kind in ("mnist", "fashion") for label in range(10)}


KERNELS = kernels_by_epoch(PRETRAINED / "mnist_convnet" / "kernels.npz")


def test_the_last_saved_kernels_are_those_of_the_network():
    """The best epoch was the last one; the saved kernels are rounded to half precision."""
    model = keras.saving.load_model(PRETRAINED / "mnist_convnet" / "model.keras", compile=False)
    own = model.get_layer("conv1").get_weights()[0]
    assert KERNELS.shape == (6, *own.shape)
    assert np.abs(KERNELS[-1] - own).max() < 1e-3
    assert np.abs(KERNELS[0] - own).max() > 0.1
    assert kernels_by_epoch(PRETRAINED / "nowhere" / "kernels.npz") is None


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("side", [1, 3, 7])
def test_the_maps_agree_with_keras_without_a_bias(side, padding):
    kernels = np.random.default_rng(0).normal(size=(side, side, 1, 4)).astype("float32")
    picture = MNIST[3].picture
    layer = keras.layers.Conv2D(4, side, padding=padding, use_bias=False, activation="relu")
    layer.build((None, 28, 28, 1))
    layer.set_weights([kernels])
    expected = np.array(layer(picture[None, ..., None].astype("float32") / 255))[0]
    assert np.allclose(feature_maps(picture, kernels, padding), expected, atol=1e-5)


def test_lookalikes_match_their_mistakes():
    """The filter of each mistake is found, even beside stronger and similar ones; no filter is named twice."""
    corner = np.array([[3.0, 1, 0], [0, 1, 0], [-1, 0, -2]])
    others = [corner[::-1], corner[:, ::-1], 9 * np.eye(3), -9 * np.eye(3)]
    filters = [corner, corner.T, -corner, corner[::-1, ::-1], *others]
    kernels = np.stack(filters, -1)[:, :, None]
    assert lookalikes(kernels, 0) == {"opposite": 2, "turned": 1, "mirrored": 3}
    for chosen in range(32):
        others = lookalikes(KERNELS[-1], chosen)
        assert len({chosen, *others.values()}) == 4


@pytest.mark.parametrize("activation", ["linear", "relu"])
def test_a_dense_sum_equals_the_stepped_one(activation):
    generator = np.random.default_rng(2)
    for _ in range(5):
        inputs, weights = generator.normal(size=18), [generator.normal(size=(18, 1)), generator.normal(size=1)]
        layer = {"class_name": "Dense", "config": {"units": 1, "activation": activation}}
        found, expected = dense_sum(inputs, weights, activation), step(layer, inputs, weights, (0,))
        assert found.products.tolist() == [term.product for term in expected.terms]
        assert found.total == pytest.approx(expected.before_activation)
        assert found.value == pytest.approx(expected.value)
        assert abs(found.products[found.largest(18)]).tolist() == sorted(abs(found.products), reverse=True)
        assert found.at_places((3, 3, 2))[1, 2] == pytest.approx(found.products[10] + found.products[11])
