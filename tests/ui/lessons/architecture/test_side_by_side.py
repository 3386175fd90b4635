"""The tab Side by side: published numbers of each pair, and which layers are marked."""

import pytest

from cnnlab.core.network.building.presets import PRESETS
from cnnlab.ui.lessons.architecture.side_by_side_pairs import PAIRS

from .alone import tab


def pair(name: str, language: str = "en", **link: str):
    return tab("side_by_side", "side_by_side_part", language, arch_pair=name, **link)


def tables(test) -> list[str]:
    return [element.value for element in test.markdown if element.value.startswith("|")]


def rows(test) -> dict[str, list[str]]:
    """The numbers of both networks, by their labels."""
    lines = [line.strip("|").split("|") for line in tables(test)[0].splitlines()]
    return {line[0]: line[1:] for line in lines[2:]}


def layers(test) -> list[list[str]]:
    return [line.strip("|").split("|") for line in tables(test)[1].splitlines()[2:]]


PUBLISHED = {  # parameters of both; see the layers' own tests, and keras.applications for ResNet50
    "separable": ("36,864", "4,672", "0.127"),
    "kernels": ("200,704", "110,592", "0.551"),
    "resnet": ("25,636,712", "25,610,152", "0.999"),
}
FIELDS = {"pooling": ("10 × 10", "5 × 5"), "kernels": ("7 × 7", "7 × 7"), "resnet": ("483 × 483", "427 × 427")}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", PAIRS)
def test_every_pair_opens(name, language):
    test = pair(name, language, **({"arch_pair_right": "VGG19"} if name == "chosen" else {}))
    assert len(layers(test)) > 0
    assert not test.warning


def test_the_network_of_build_is_the_one_above_until_it_is_edited():
    assert pair("chosen").markdown[-1].value == "All layers are the same."
    test = pair("chosen", arch_built=PRESETS["vgg16"].replace("c64-3", "c32-3", 1))
    assert layers(test)[0][0] == "block1_conv1 · Conv2D"


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_parameters_are_those_published(name):
    assert rows(pair(name))["Parameters"] == list(PUBLISHED[name])


@pytest.mark.parametrize("name", FIELDS)
def test_the_fields_of_the_last_maps(name):
    assert rows(pair(name))["Receptive field of the last feature map"][:2] == list(FIELDS[name])


def test_the_biases_of_keras_resnet_that_do_nothing_are_counted():
    text = pair("resnet").markdown[0].value
    assert "26,560 biases" in text
    assert "version 1.5 has 0" in text


def test_what_differs_is_bold_and_what_is_the_same_is_left_out_until_it_is_wanted():
    test = pair("separable")
    assert layers(test) == [
        [
            "conv2d · **Conv2D → SeparableConv2D**",
            "32 × 32 × 64",
            "**36,864 → 4,672**",
            "**37,748,736 → 4,784,128**",
            "3 × 3",
        ]
    ]
    test.toggle(key="arch_pair_all").set_value(True).run()
    assert layers(test)[0][0] == "input_layer · InputLayer"
    assert len(layers(test)) == 2


def test_the_own_network_is_compared_as_far_as_it_fits():
    test = pair("chosen", arch_built="i28x28x1.c8-3.f.c8-3", arch_pair_all="True")
    assert "Layer 3" in test.info[0].value
    assert rows(test)["Parameters"] == ["138,357,544", "80", "5.78e-07"]


def test_any_two_famous_networks_are_compared():
    test = pair("chosen", arch_pair_left="VGG16", arch_pair_right="VGG19")
    assert rows(test)["Parameters"][:2] == ["138,357,544", "143,667,240"]  # keras.applications
    alone = [line[0] for line in layers(test) if "–" in line[0]]
    assert [line[:6] for line in alone] == ["block3", "block4", "block5"]
    assert {line.split(" · ")[1] for line in alone} == {"**– → Conv2D**"}
    test.selectbox(key="arch_pair_right").set_value("VGG16").run()
    assert len(tables(test)) == 1
    assert test.markdown[-1].value == "All layers are the same."


def test_a_network_of_unknown_layers_has_no_ratio(monkeypatch):
    from cnnlab.core.network import read
    from cnnlab.ui.lessons.architecture.given import Given

    mine = {"class_name": "Mine", "registered_name": "mine>Mine", "module": "mine", "config": {"name": "mine"}}
    inputs = {"class_name": "InputLayer", "config": {"batch_shape": [None, 8, 8, 3], "name": "input"}}
    conv = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 2, "kernel_size": 1}}
    network = read({"name": "own", "layers": [inputs, conv, mine]})
    monkeypatch.setattr(Given, "network", property(lambda self: network))
    assert rows(pair("chosen"))["Parameters"] == ["8 + ?", "104,202", "–"]
