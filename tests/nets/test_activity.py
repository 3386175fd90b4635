"""The maps of all layers of a network and what is measured of them, against Keras and NumPy."""

from contextlib import contextmanager

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.activations import shown_layers, values
from cnnlab.core.cards import cards
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import ComputeMaps
from cnnlab.engine.context import Context
from cnnlab.engine.tasks.activations import compute_maps
from cnnlab.nets import catalog
from cnnlab.nets.activations import ActivationsError, activations
from cnnlab.nets.activity import Activity, first_kernels
from cnnlab.nets.surgery import SurgeryError, spatial_layers
from tests.nets import networks

pytestmark = pytest.mark.backends

PICTURE = np.random.default_rng(0).uniform(0, 255, (12, 12, 3)).astype("float32")
ON_THE_PAGE = [card.id for card in cards() if card.input.channels == 3]


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(7)


def by_numpy(maps: np.ndarray, picture: np.ndarray) -> list[np.ndarray]:
    """Lowest, highest, mean, share of zeros and likeness of each channel, in float64."""
    size = maps.shape[:2]
    grey = keras.ops.image.resize(
        picture.mean(axis=-1, keepdims=True)[None], size, antialias=True, data_format="channels_last"
    )
    grey = np.array(grey, float)[0, ..., 0].ravel()
    cells = maps.astype(float).reshape(-1, maps.shape[-1])
    likeness = [0.0 if np.ptp(cell) == 0 else abs(np.corrcoef(grey, cell)[0, 1]) for cell in cells.T]
    zeros = (cells == 0).mean(axis=0)
    return [cells.min(axis=0), cells.max(axis=0), cells.mean(axis=0), zeros, np.array(likeness)]


@pytest.mark.parametrize("name", networks.BY_NAME)
def test_every_structure_of_network(name):
    model = networks.BY_NAME[name]()
    names = [layer for layer, size in spatial_layers(model).items() if size and None not in size and min(size) > 1]
    if name == "any_size":
        names = ["first", "pool", "second"]
    assert names
    activity = Activity(model, names)
    plain = activations(model, PICTURE, names)
    together = activity.measure(PICTURE)
    for layer, measured in zip(names, together, strict=True):
        found = activity(PICTURE, layer)
        expected = plain[layer]
        step = found.maps.reach / (127 if found.maps.signed else 255)
        assert (np.abs(values(found.maps) - expected) <= step + 1e-5).all(), layer
        assert found.largest == pytest.approx(max(np.abs(maps).max() for maps in plain.values()), rel=1e-5)
        scale = np.abs(expected).max() or 1
        for numbers in (found.activity, measured):
            own = (numbers.lows, numbers.highs, numbers.means, numbers.zeros)
            *by_hand, likeness = by_numpy(expected, PICTURE)
            for got, wanted in zip(own, by_hand, strict=True):
                assert np.allclose(got, wanted, atol=1e-4 * scale), layer
            assert np.allclose(numbers.likeness, likeness, atol=2e-3), layer


def test_dead_channels_and_sparsity_by_hand():
    """relu(x - 2), relu(-x) and x over 1, 2, 3, 4."""
    inputs = keras.Input((2, 2, 1))
    model = keras.Model(inputs, layers.Conv2D(3, 1, activation="relu", name="conv")(inputs))
    model.set_weights([np.array([[[[1.0, -1.0, 1.0]]]]), np.array([-2.0, 0.0, 0.0])])
    found = Activity(model, ["conv"])(np.array([[[1.0], [2.0]], [[3.0], [4.0]]]), "conv")
    numbers = found.activity
    assert numbers.zeros.tolist() == [0.5, 1, 0]
    assert numbers.highs.tolist() == [2, 0, 4]
    assert numbers.means.tolist() == [0.75, 0, 2.5]
    assert numbers.likeness.tolist() == pytest.approx([3.5 / np.sqrt(5 * 2.75), 0, 1])
    assert values(found.maps)[..., 2].tolist() == pytest.approx(np.array([[1, 2], [3, 4]]), abs=4 / 255)


@pytest.mark.sweep
@pytest.mark.parametrize("name", ON_THE_PAGE)
def test_every_network_on_the_page(name):
    """A direct one against Keras's own model of many outputs; all layers in one run."""
    card = next(known for known in cards() if known.id == name)
    shown = shown_layers(card)
    model = catalog.load(name)
    picture = square(sample("cat"), "crop", card.input.height).pixels
    activity = Activity(model, [layer.output for layer in shown])
    found, measured = activity(picture, shown[-1].output), activity.measure(picture)
    assert [len(numbers.lows) for numbers in measured] == [layer.shape[2] for layer in shown]
    assert found.maps.cells.shape[1:] == shown[-1].shape[:2]
    base = model.get_layer(shown[0].inside) if shown[0].inside else model
    plain = keras.Model(base.inputs, [base.get_layer(layer.path.rpartition("/")[2]).output for layer in shown])
    for numbers, maps in zip(measured, plain([picture[None].astype("float32")], training=False), strict=True):
        maps = np.array(maps)[0]
        scale = np.abs(maps).max()
        assert np.allclose(numbers.highs, maps.max(axis=(0, 1)), atol=1e-3 * scale)
        assert np.allclose(numbers.means, maps.mean(axis=(0, 1)), atol=1e-3 * scale)
        apart = np.abs(numbers.zeros - (maps == 0).mean(axis=(0, 1)))
        # Sums in another order may fall on the other side of 0: in small maps one cell of a channel, few of a layer.
        assert apart.max() < max(0.005, 1.5 / maps[..., 0].size)
        assert apart.mean() < 1e-3


def test_what_excites_most_by_hand():
    """A channel that is the picture's red, one that is minus it: three pictures with known largest cells."""
    inputs = keras.Input((2, 3, 1))
    model = keras.Model(inputs, layers.Conv2D(2, 1, name="conv")(inputs))
    model.set_weights([np.array([[[[1.0, -1.0]]]]), np.zeros(2)])
    pictures = [np.zeros((2, 3, 1)) for _ in range(3)]
    pictures[0][1, 2], pictures[1][0, 1], pictures[2][1, 0] = 5, 9, -2
    [found] = Activity(model, ["conv"]).exciting(pictures, 2)
    assert found.pictures.tolist() == [[1, 0], [2, 0]]
    assert found.cells[0].tolist() == [[0, 1], [1, 2]]
    assert found.cells[1, 0].tolist() == [1, 0]
    assert found.values.tolist() == [[9, 5], [2, 0]]


def test_what_excites_most_far_from_the_corner():
    """In a map of 300 x 400 cells, more than 8 bits can name."""
    inputs = keras.Input((300, 400, 1))
    model = keras.Model(inputs, layers.Conv2D(1, 1, name="conv", kernel_initializer="ones")(inputs))
    picture = np.zeros((300, 400, 1))
    picture[287, 391] = 1
    [found] = Activity(model, ["conv"]).exciting([picture], 1)
    assert found.cells.tolist() == [[[287, 391]]]


def test_exciting_reports_progress():
    told = []
    inputs = keras.Input((2, 3, 1))
    model = keras.Model(inputs, layers.Conv2D(2, 1, name="conv")(inputs))
    Activity(model, ["conv"]).exciting([np.zeros((2, 3, 1))] * 3, 1, lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_kernels_of_the_first_convolution_only():
    model = networks.nested()
    kernels = first_kernels(model, "first")
    assert np.array_equal(kernels, model.get_layer("base").get_layer("first").get_weights()[0])
    assert first_kernels(model, "second") is None
    assert first_kernels(model, "pool") is None
    assert first_kernels(catalog.load("mnist_convnet"), "conv1") is None  # takes no colours


@pytest.mark.tensorflow
def test_the_time_that_is_shown_has_no_compiling_in_it(monkeypatch):
    """The maps of another layer have another size, for which what is measured of them is compiled."""
    traces = {}

    class Stages(Context):
        @contextmanager
        def stage(self, name):
            yield
            kept = vars(model).get("_cnnlab_cached", {}).values()
            traces[name] = [activity._measure_one.experimental_get_tracing_count() for activity in kept]

    model = networks.functional()
    monkeypatch.setattr(catalog, "load", lambda name: model)
    for layer, count in (("first", 1), ("second", 2), ("first", 2)):
        compute_maps(Stages(), ComputeMaps("small", PICTURE, ("first", "second"), layer, layer))
        assert traces["compiling"] == traces["running"] == [count]


def test_errors_say_what_is_wrong():
    model = networks.functional()
    with pytest.raises(SurgeryError, match="There is no layer 'nowhere'"):
        Activity(model, ["nowhere"])
    with pytest.raises(ActivationsError, match=r"\(12, 12, 3\).* is \(1, 9, 12, 3\)"):
        Activity(model, ["first"])(PICTURE[:9], "first")
    with pytest.raises(ValueError, match="'second' is not among"):
        Activity(model, ["first"])(PICTURE, "second")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_undefined_values_are_an_error_and_no_picture(value):
    inputs = keras.Input((12, 12, 3))
    model = keras.Model(inputs, layers.Conv2D(2, 1, name="maps")(inputs))  # a ReLU would make 0 of NaN
    model.set_weights([np.ones((1, 1, 3, 2)), np.array([0.0, value])])
    activity = Activity(model, ["maps"])
    for run in (lambda: activity(PICTURE, "maps"), lambda: activity.measure(PICTURE)):
        with pytest.raises(ActivationsError, match="of the feature maps are infinite or undefined"):
            run()


@pytest.mark.tensorflow
def test_one_compilation_serves_every_picture():
    activity = Activity(networks.functional(), ["first", "second"])
    for picture in (PICTURE, PICTURE / 2):
        activity(picture, "first")
        activity(picture, "second")
    assert activity._run.experimental_get_tracing_count() == 1
