"""The section Measured of the Architecture page: its numbers are those of Keras and of core."""

import numpy as np
import pytest

from cnnlab.core.cards import card
from cnnlab.core.layers.local_response import local_response_normalization
from cnnlab.core.layers.timed import timed_layers
from cnnlab.ui.lessons.architecture.measured_depth import times, typical
from cnnlab.ui.lessons.architecture.measured_fields import MOST, layers_of
from tests.ui.conftest import numbers_of

pytestmark = pytest.mark.tensorflow  # the engine's backend


def opened(app, subject, **settings):
    test = app("architecture", arch_tab="measured", arch_measured=subject, **settings)
    assert not test.exception
    assert not test.error
    return test


def test_gradients_by_depth_are_those_of_the_engine(app):
    shown = numbers_of(opened(app, "depth"))
    plain, shortcuts = (shown[f"{kind}: gradient at layer 1 against layer 30"] for kind in KINDS)
    assert plain.endswith("× smaller")
    assert int(plain.split()[0].replace(",", "")) > 1000
    assert shortcuts.endswith("larger")


KINDS = ("Without shortcuts", "With shortcuts")


def test_another_activation_measures_another_network(app):
    first = numbers_of(opened(app, "depth"))
    other = numbers_of(opened(app, "depth", arch_depth_activation="sigmoid"))
    label = f"{KINDS[0]}: gradient at layer 1 against layer 30"
    assert int(other[label].split()[0].replace(",", "")) > 1e6 * int(first[label].split()[0].replace(",", ""))


@pytest.mark.parametrize(
    ("value", "other", "said"),
    [
        (1.0, 123456.0, "120,000 × smaller"),
        (34.6, 1.0, "35 × larger"),
        (1.26, 1.0, "1.3 × larger"),
        (0.0, 1.0, "0 in float32"),
    ],
)
def test_a_ratio_has_two_digits(value, other, said):
    assert times(value, other) == said


def test_the_typical_size_is_the_geometric_mean():
    assert typical(np.array([[1.0, 4.0], [100.0, 0.0]])).tolist() == pytest.approx([10, 0])


def test_times_stand_beside_multiply_adds(app):
    test = opened(app, "times", arch_times_map="14 x 256")
    (rows,) = [text.value for text in test.markdown if text.value.startswith("|Layer|")]
    lines = rows.replace("\u00a0", " ").splitlines()[2:]
    cells = {line.split("|")[1]: line.split("|")[2:-1] for line in lines}
    assert list(cells) == list(timed_layers(256))
    assert cells["Conv2D 3 × 3"][:2] == ["589,824", "115.6 M"]
    assert cells["MaxPooling2D 3 × 3"][::3] == ["0", "–"]
    assert all(float(milliseconds) > 0 for _parameters, _work, milliseconds, _speed in cells.values())


def test_few_batches_leave_the_moving_averages_behind(app):
    shown = numbers_of(opened(app, "statistics", arch_bn_steps="20"))
    assert shown["What the moving averages have taken in"] == "18.2%"  # 1 - 0.99 ** 20
    assert shown["The last batch in training"] == "mean 0.00, standard deviation 1.00"
    assert shown["The same batch in inference"] != shown["The last batch in training"]


def test_a_large_channel_makes_its_neighbours_smaller(app):
    shown = numbers_of(opened(app, "response", arch_lrn_middle="300.0"))
    after = local_response_normalization([50, 50, 50, 50, 300, 50, 50, 50, 50])
    assert shown["A neighbour, 2 channels or fewer away"] == f"50 → {after[3]:.1f}"
    assert shown["A channel further away"] == f"50 → {after[0]:.1f}"
    assert after[3] < after[0]


def test_effective_fields_are_shown_for_each_size_of_maps(app):
    opened(app, "fields")
    assert layers_of(card("cats_dogs_scratch")) == ("conv1", "conv2", "conv3", "conv4", "conv5")
    assert len(layers_of(card("pets_unet"))) == MOST
    assert layers_of(card("efficientnet_lite0"))[-1] == "head_relu"
