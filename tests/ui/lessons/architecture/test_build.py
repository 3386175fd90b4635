"""The tab Build: what a click does to the list of layers, to the link, and to what is shown of the network.

One file, because the helpers that click and read the list are shared.
"""

import json

import keras
import pytest

from cnnlab.core.network.building.presets import DIGITS, PRESETS
from tests.ui.conftest import numbers_of, open_box, open_tab

from .alone import tab

LENET5 = PRESETS["lenet5"]  # the network that the page shows at first, and so the list


def build(language: str = "en", arch_built: str = DIGITS):
    return tab("build", "build_part", language, "lenet5_fully_connected", arch_built=arch_built)


def lines(test) -> list[str]:
    """The list of layers as it is shown, without the input and without emphasis."""
    return [line.replace("**", "") for line in test.radio(key="arch_built_at").options[1:]]


def choose(test, place: int):
    return test.radio(key="arch_built_at").set_value(place).run()


def click(test, name: str):
    test = test.button(key=f"arch_built_{name}").click().run()
    assert not test.exception, [each.message for each in test.exception]
    return test


def add(test, kind: str):
    return test.button_group(key="arch_built_add").set_value(kind).run()


def link_of(test) -> str:
    found = test.query_params.get("arch_built", LENET5)
    return found if isinstance(found, str) else found[0]


def captions(test) -> str:
    return " ".join(each.value for each in test.caption)


def test_at_first_the_network_above_is_there():
    test = tab("build", "build_part", network="lenet5_fully_connected")
    assert lines(test)[0] == "1. Conv2D · 6 · 5 × 5 · tanh → 28 × 28 × 6"
    assert lines(test)[-1] == "8. Dense · 10 · softmax → 10"
    assert numbers_of(test)["Parameters"] == "61,706"  # as published, see the zoo
    assert "It starts with LeNet-5" in captions(test)
    assert "arch_built" not in test.query_params


def test_a_network_above_that_has_branches_is_named_and_the_digit_network_is_there():
    test = tab("build", "build_part", network="ResNet50")
    assert lines(test)[0] == "1. Conv2D · 32 · 3 × 3 · relu → 26 × 26 × 32"
    assert lines(test)[-1] == "7. Dense · 10 · softmax → 10"
    assert numbers_of(test)["Parameters"] == f"{320 + 18_496 + 73_856 + 11_530:,}"
    assert numbers_of(test)["Receptive field"] == "18 × 18"
    assert "It starts with the digit network. The network resnet50 cannot be edited" in captions(test)
    assert "arch_built" not in test.query_params


def test_the_list_follows_the_network_above_until_the_first_step(app):
    test = app("architecture", arch_tab="build")
    test = choose(test, 3)
    assert test.radio(key="arch_built_at").value == 3
    test.selectbox(key="arch_network").set_value("VGG16").run()
    assert numbers_of(test)["Parameters"] == "138,357,544"  # keras.applications
    assert test.radio(key="arch_built_at").value == 0
    assert "It starts with VGG16" in captions(test)
    changed = link_of(click(choose(test, 1), "remove"))
    assert changed.startswith("i224x224x3.c64-3-same-relu.p2.")
    test.selectbox(key="arch_network").set_value("lenet5_fully_connected").run()
    assert link_of(test) == changed
    assert "the network of this page" not in captions(test)


def test_a_size_that_does_not_fit_leaves_the_list_and_the_chosen_layer(app):
    test = choose(app("architecture", arch_tab="build"), 3)
    for size in ("abc", "2000", "12"):
        test.text_input(key="arch_size").set_value(size).run()
        assert lines(test)[0].startswith("1. Conv2D · 6 · 5 × 5")
    test.text_input(key="arch_size").set_value("").run()
    assert test.radio(key="arch_built_at").value == 3


def test_the_list_of_a_link_stays_whatever_is_chosen_above(app):
    test = app("architecture", arch_built=DIGITS)
    for name in ("ResNet50", "VGG16"):  # a list starts with the digit network below the first
        test.selectbox(key="arch_network").set_value(name).run()
        assert link_of(test) == DIGITS
        assert "It starts with" not in captions(test).replace("It starts with the first lesson", "")
    test = open_tab(test, "arch_", "notes")
    assert link_of(test) == DIGITS
    test.button(key="reset").click().run()
    assert "arch_built" not in test.query_params


def test_after_a_reset_there_is_no_step_to_undo_or_to_do_again(app):
    test = click(click(choose(app("architecture", arch_tab="build"), 1), "remove"), "undo")
    assert not test.button(key="arch_built_redo").disabled
    test.button(key="reset").click().run()
    test = open_tab(test, "arch_", "build")
    assert test.button(key="arch_built_redo").disabled
    assert "It starts with LeNet-5" in captions(test)


def test_after_a_reset_nothing_is_said_of_an_edit_that_was_refused(app):
    test = add(app("architecture", arch_built="i28x28x1" + ".n" * 60), "Dropout")
    assert "more than the limit of 60" in test.warning[0].value
    test.button(key="reset").click().run()
    assert not open_tab(test, "arch_", "build").warning


def test_an_own_network_is_not_in_the_link_until_it_is_edited(app):
    layers = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, 9, 9, 1], "name": "input"}},
        {"class_name": "Conv2D", "config": {"name": "conv", "filters": 7, "kernel_size": 3}},
    ]
    own = json.dumps({"class_name": "Sequential", "config": {"name": "own", "layers": layers}}).encode()
    test = app("architecture", arch_from="file", arch_tab="build")
    test.file_uploader(key="arch_file").upload("mine.json", own, "application/json").run()
    assert lines(test) == ["1. Conv2D · 7 · 3 × 3 → 7 × 7 × 7"]
    assert "It starts with mine.json" in captions(test)
    assert "arch_built" not in test.query_params
    assert link_of(add(test, "Flatten")) == "i9x9x1.c7-3.f"


def test_a_setting_of_the_chosen_layer_changes_the_network_and_the_link():
    test = choose(build(), 2)
    test.number_input(key="arch_built_2_Conv2D_filters").set_value(16).run()
    test.selectbox(key="arch_built_2_Conv2D_padding").set_value("same").run()
    test.selectbox(key="arch_built_2_Conv2D_activation").set_value("linear").run()
    assert lines(test)[2] == "3. Conv2D · 16 · 3 × 3 · same → 13 × 13 × 16"
    assert link_of(test) == "i28x28x1.c32-3-relu.p2.c16-3-same.p2.c128-3-relu.f.d10-softmax"
    assert test.selectbox(key="arch_built_2_Conv2D_activation").value == "linear"


def test_layers_are_moved_removed_and_added_after_the_chosen_one():
    test = click(choose(build(), 1), "up")
    assert link_of(test) == "i28x28x1.p2.c32-3-relu.c64-3-relu.p2.c128-3-relu.f.d10-softmax"
    assert test.radio(key="arch_built_at").value == 0  # the moved layer stays the chosen one
    test = click(test, "remove")
    assert link_of(test) == "i28x28x1.c32-3-relu.c64-3-relu.p2.c128-3-relu.f.d10-softmax"
    test = add(test, "BatchNormalization")
    assert link_of(test) == "i28x28x1.c32-3-relu.n.c64-3-relu.p2.c128-3-relu.f.d10-softmax"
    assert test.radio(key="arch_built_at").value == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("down", ["32", "64", "2 × 2"]), ("up", ["2 × 2", "32", "64"]), ("remove", ["32", "64", "2 × 2"])],
)
def test_a_click_that_comes_with_a_choice_is_for_the_layer_just_chosen(name, expected):
    """On a slow network both reach the server in one message, before the page has been drawn for the choice."""
    test = choose(build(), 2)
    assert [line.split(" · ")[1].split(" → ")[0] for line in lines(test)[:3]] == ["32", "2 × 2", "64"]
    test.radio(key="arch_built_at").set_value(1)
    click(test, name)
    assert [line.split(" · ")[1].split(" → ")[0] for line in lines(test)[:3]] == expected


def test_steps_are_undone_and_done_again():
    test = add(click(choose(build(), 1), "remove"), "Dropout")
    changed = link_of(test)
    assert link_of(click(click(test, "undo"), "undo")) == DIGITS
    assert test.button(key="arch_built_undo").disabled
    assert link_of(click(click(test, "redo"), "redo")) == changed
    assert test.button(key="arch_built_redo").disabled


def test_an_undone_value_is_shown_in_its_control():
    test = build()
    test.number_input(key="arch_built_0_Conv2D_filters").set_value(5).run()
    test.selectbox(key="arch_built_0_Conv2D_padding").set_value("same").run()
    test = click(click(test, "undo"), "undo")
    assert test.number_input(key="arch_built_0_Conv2D_filters").value == 32
    assert test.selectbox(key="arch_built_0_Conv2D_padding").value == "valid"


def test_every_layer_can_be_removed_and_another_put_in_its_place():
    test = build(arch_built="i8x8x1.f.d10")
    test = click(click(test, "remove"), "remove")
    assert lines(test) == []
    assert test.button(key="arch_built_remove").disabled
    assert lines(add(test, "Flatten")) == ["1. Flatten → 64"]


def test_a_layer_is_added_before_all_others_after_the_input():
    test = add(choose(build(arch_built="i8x8x1.f.d10"), -1), "Dropout")
    assert lines(test)[0] == "1. Dropout · 50% → 8 × 8 × 1"
    assert test.radio(key="arch_built_at").value == 0


def test_a_layer_that_does_not_fit_says_why_and_the_network_ends_before_it():
    test = build(arch_built="i28x28x1.c8-3.f.c8-3.d10")
    assert [line.startswith(":red[") for line in lines(test)] == [False, False, True, False]
    assert "Layer 3 does not fit." in test.error[0].value
    assert "Conv2D cannot use the input shape (5408,)" in test.error[0].value
    assert numbers_of(test)["Parameters"] == "80"
    assert not test.get("download_button")
    assert not click(choose(test, 2), "remove").error


@pytest.mark.parametrize("name", PRESETS)
def test_every_network_to_start_from_opens(name):
    test = build()
    test.button_group(key="arch_built_start").set_value(name).run()
    assert not test.exception
    assert link_of(test) == PRESETS[name]
    assert not test.error


def test_the_network_above_can_be_edited():
    test = tab("build", "build_part", network="VGG19")
    test.button_group(key="arch_built_start").set_value("above").run()
    assert numbers_of(test)["Parameters"] == "143,667,240"  # keras.applications
    assert not test.warning


def test_a_network_above_that_has_branches_is_refused_and_the_list_stays():
    test = tab("build", "build_part", network="ResNet50")
    test.button_group(key="arch_built_start").set_value("above").run()
    assert "without branches" in test.warning[0].value
    assert lines(test)[0].startswith("1. Conv2D · 32")


@pytest.mark.parametrize("name", PRESETS)
def test_a_link_opens_the_same_network_in_korean(name):
    test = build("ko", arch_built=PRESETS[name])
    assert link_of(test) == PRESETS[name]
    assert len(lines(test)) == PRESETS[name].count(".")
    assert not test.error
    assert not test.warning


@pytest.mark.parametrize("text", ["", "i28x28x1.z9", "i28x28x1.c0-3", "i28x28x1" + ".f" * 61])
def test_a_link_that_describes_no_network_says_so_until_the_first_step(text):
    test = build(arch_built=text)
    assert len(test.warning) == 1
    assert len(lines(test)) == LENET5.count(".")
    assert not click(test, "down").warning


def test_there_are_never_more_layers_than_the_limit():
    test = add(build(arch_built="i28x28x1" + ".n" * 60), "Dropout")
    assert "61 layers, more than the limit of 60" in test.warning[0].value
    assert len(lines(test)) == 60


def test_another_input_changes_every_shape():
    test = choose(build(), -1)
    assert all(test.button(key=f"arch_built_{name}").disabled for name in ("up", "down", "remove"))
    test.number_input(key="arch_built_input_0").set_value(20).run()
    assert link_of(test) == DIGITS.replace("i28x28x1", "i20x28x1")
    assert lines(test)[0].endswith("18 × 26 × 32")


def test_the_code_builds_the_network_that_is_shown():
    test = open_box(build(arch_built="i16x16x3.c8-3-same.b8.b16-s2-project.g.d4"), "arch_box_built_code")
    keras.utils.clear_session()
    names: dict = {}
    exec(test.code[0].value.removesuffix("\nmodel.summary()"), names)
    assert numbers_of(test)["Parameters"] == f"{names['model'].count_params():,}"
    assert names["model"].output_shape == (None, 4)


def test_a_link_with_a_network_opens_the_tab_on_the_page(app):
    test = app("architecture", arch_built="i8x8x1.f.d10")
    assert lines(test) == ["1. Flatten → 64", "2. Dense · 10 → 10"]


def test_all_tabs_are_printed(app):
    test = app("architecture", print="1", arch_built="i8x8x1.f.d10", arch_pair="chosen")
    assert lines(test) == ["1. Flatten → 64", "2. Dense · 10 → 10"]
    assert not test.warning


def test_a_reset_leaves_nothing_of_the_network(app):
    test = app("architecture", arch_built="i8x8x1.f.d10", arch_tab="pairs")
    test.button(key="reset").click().run()
    assert not {key for key in test.query_params if key.startswith("arch_")}
    assert lines(open_tab(test, "arch_", "build"))[0].startswith("1. Conv2D · 6")
