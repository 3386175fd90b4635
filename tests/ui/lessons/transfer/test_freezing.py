"""The section on freezing: what the link says, what its controls do, what it shows; clicks are tested in a browser."""

import json

import pytest

from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.bases import TITLES, base
from cnnlab.core.transfer.batch_norm import norm_cases
from cnnlab.core.transfer.freezing import sliced
from tests.ui.components import data_of
from tests.ui.conftest import numbers_of

from .alone import said, section


def column(test) -> dict:
    return json.loads(data_of(test, "layers"))


def field(test, name: str):
    return next(each for each in (*test.text_input, *test.number_input, *test.toggle) if each.key == f"tl_{name}")


def frozen(test) -> set[int]:
    return set(column(test)["frozen"])


def test_at_first_sight_the_last_block_of_vgg16_trains():
    """Published: 14,714,688 parameters, of which layers[:-4] freezes 7,635,264; the head has 512*256+256 and 256+1."""
    test = section("freezing")
    shown = numbers_of(test)
    assert shown["Trainable"] == f"{7_079_424 + 131_585:,}"
    assert shown["Non-trainable"] == "7,635,264"
    assert shown["Frozen layers"] == "10 / 13"
    assert "Moving statistics" not in shown
    assert (field(test, "slice").value, field(test, "last").value) == ("layers[:-4]", 4)
    assert "Takes 15 of 19 layers, 10 of them with weights." in said(test)
    assert "base.layers[:-4]" in test.code[0].value
    assert not {key for key in test.query_params if key.startswith("tl_")}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", TITLES)
def test_every_base_opens_with_its_usual_selection(name, language):
    test = section("freezing", language, tl_base=name)
    known, data = base(name), column(test)
    assert set(data["frozen"]) == set(range(known.first_to_tune))
    assert [layer["name"] for layer in data["layers"]] == [layer.name for layer in known.layers]
    inside = [index for block in data["blocks"] for index in block["layers"]]
    assert inside == ([] if name == "vgg16" else [*range(len(known.layers))])
    assert all(block["parameters"] <= data["scale"] for block in data["blocks"])
    assert not test.warning


@pytest.mark.parametrize(
    ("link", "layers"),
    [
        ({"tl_slice": "layers[:7]"}, range(7)),
        ({"tl_last": "3"}, range(16)),
        ({"tl_last": "99"}, []),
        ({"tl_frozen": "1,4-5"}, [1, 4, 5]),
        ({"tl_frozen": "1", "tl_slice": "layers[5:1]"}, [1]),
        ({"tl_frozen": ""}, []),
        ({"tl_frozen": "x,900"}, []),
        ({"tl_slice": "layers[:-n]"}, range(15)),
        ({"tl_base": "resnet"}, range(15)),
        ({"tl_last": "-1"}, range(15)),
        ({"tl_last": "9" * 5000}, range(15)),
    ],
)
def test_a_link_opens_a_selection(link, layers):
    assert frozen(section("freezing", **link)) == set(layers)


def test_a_slice_sets_the_number_and_stays_as_it_was_written():
    test = section("freezing")
    field(test, "slice").set_value("base.layers[:-5]").run()
    assert frozen(test) == set(range(14))
    assert (field(test, "slice").value, field(test, "last").value) == ("base.layers[:-5]", 5)
    assert test.query_params["tl_slice"] == "base.layers[:-5]"
    again = section("freezing", **{key: value for key, value in test.query_params.items() if key != "lang"})
    assert (frozen(again), field(again, "slice").value) == (frozen(test), "base.layers[:-5]")


def test_the_number_sets_the_slice_and_each_step_counts():
    test = section("freezing")
    for number in (5, 6, 19, 0):
        field(test, "last").set_value(number).run()
        text = f"layers[:-{number}]" if number else "layers[:]"
        assert (field(test, "slice").value, field(test, "last").value) == (text, number)
        assert frozen(test) == set(range(19 - number))


@pytest.mark.parametrize(
    ("text", "words"), [("layers[:x]", "cannot be read as a slice"), ("[::0]", "step"), ("19", "no layers[19]")]
)
def test_a_slice_that_cannot_be_read_is_explained_and_changes_nothing(text, words):
    test = section("freezing")
    field(test, "slice").set_value(text).run()
    assert words in test.warning[0].value
    assert frozen(test) == set(range(15))
    assert field(test, "slice").value == text
    field(test, "last").set_value(3).run()
    assert not test.warning


@pytest.mark.parametrize(("text", "is_hinted"), [("15", True), ("layers[:15]", False), ("layers[1]", False)])
def test_a_single_number_is_said_to_be_one_layer(text, is_hinted):
    test = section("freezing")
    field(test, "slice").set_value(text).run()
    hint = "Write `layers[:15]` for the first ones."
    assert any(hint in caption.value for caption in test.caption) == is_hinted


def test_an_empty_slice_changes_nothing():
    test = section("freezing")
    field(test, "slice").set_value(" ").run()
    assert not test.warning
    assert frozen(test) == set(range(15))


def test_another_base_starts_with_its_own_selection():
    test = section("freezing", tl_frozen="1,4")
    test.button_group(key="tl_base").set_value("xception").run()
    assert frozen(test) == set(range(base("xception").first_to_tune))
    assert "tl_frozen" not in test.query_params


def test_normalization_is_kept_frozen_unless_the_visitor_thaws_it():
    test = section("freezing", tl_base="efficientnet_lite0", tl_slice="layers[:0]")
    known = base("efficientnet_lite0")
    assert set(column(test)["kept"]) == known.normalizations
    moving = sum(layer.statistics for layer in known.layers)
    assert numbers_of(test)["Non-trainable"] == f"{2 * moving:,}"  # gamma and beta are as many as the statistics
    assert numbers_of(test)["Frozen layers"] == f"{len(known.normalizations)} / {len(known.weighted)}"
    assert "BatchNormalization)" in test.code[0].value
    field(test, "statistics").set_value(False).run()
    assert column(test)["kept"] == []
    assert numbers_of(test)["Non-trainable"] == numbers_of(test)["Moving statistics"] == f"{moving:,}"
    assert "BatchNormalization)" not in test.code[0].value


def test_the_head_has_the_units_of_the_page():
    assert HeadSettings().units == 256
    data = column(section("freezing", tl_base="efficientnet_lite0"))
    assert data["head"]["kind"].startswith("GlobalAveragePooling2D \u2192 Dense(256)")
    assert data["head"]["parameters"] == 1280 * 256 + 256 + 256 + 1


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_four_cases_of_batch_normalization_are_a_table(language):
    table = next(each.value for each in section("freezing", language).markdown if "|True, False|" in each.value)
    assert len(table.splitlines()) == 2 + len(norm_cases())
    assert "|True, True|\u22121.00 / 1.00|0.03, 1.03|2|" in table
    assert "|False, True|1.00 / 5.00|0.00, 1.00|0|" in table


def test_selections_in_the_link_are_those_of_python():
    assert frozen(section("freezing", tl_slice="layers[::2]")) == sliced("[::2]", 19) == set(range(0, 19, 2))
