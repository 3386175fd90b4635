"""The networks to start from have the published numbers."""

import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.network import read_keras_file, total
from cnnlab.core.network.building import built, format_plan, read_plan
from cnnlab.core.network.building.presets import PRESETS

PUBLISHED = {
    "lenet5": 61_706,  # 60,000 with the connection table of 1998; see nets/zoo
    "vgg16": 138_357_544,  # keras.applications
    "resnet18": 11_689_512,  # torchvision
}


@pytest.mark.parametrize("name", PRESETS)
def test_every_layer_of_a_preset_fits_and_its_text_is_as_short_as_it_can_be(name):
    plan = read_plan(PRESETS[name])
    assert built(plan).refused is None
    assert format_plan(plan) == PRESETS[name]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_famous_preset_has_as_many_trainable_parameters_as_published(name):
    assert total(built(read_plan(PRESETS[name])).network.table(), "trainable_parameters").known == PUBLISHED[name]


def test_the_digit_network_is_the_one_that_is_trained_here():
    ours = [row for row in built(read_plan(PRESETS["digits"])).network.table() if row.parameters]
    trained = [row for row in read_keras_file(PRETRAINED / "mnist_convnet" / "model.keras").table() if row.parameters]
    assert [(row.output_shape, row.parameters) for row in ours] == [
        (row.output_shape, row.parameters) for row in trained
    ]
