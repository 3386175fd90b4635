"""The older recipe: its arguments, the reported accuracies, the measurement."""

import pytest

from cnnlab.core.transfer.recipe import ARGUMENTS
from cnnlab.core.transfer.scaling import scaling_cost
from tests.ui.conftest import open_box
from tests.ui.lessons.transfer.alone import said, section


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_argument_and_what_replaced_it_is_there(language):
    shown = said(section("recipe", language))
    for argument in ARGUMENTS:
        assert f"`{argument.code}` → " + (f"`{argument.now}`" if argument.now else "–") in shown
    assert "{" not in shown


def test_the_measurement_is_that_of_the_file():
    shown = said(section("recipe"))
    for row in scaling_cost().rows:
        assert f"|{row.test:.3f} ± {row.error:.3f}|" in shown
    assert "|−0.99 to 1.00|" in shown
    assert "13 / 2 (p = 0.007)" in shown
    assert "on 1,000 test pictures" in shown


def test_the_reported_accuracies_and_the_chance_of_their_difference():
    shown = said(section("recipe"))
    assert "90.0% without augmentation, 88.0% with it" in shown
    assert "p = 0.15" in shown


def test_the_code_is_there():
    test = open_box(section("recipe"), "tl_box_recipe_code")
    assert 'RandomRotation(40 / 360, fill_mode="nearest")' in test.code[0].value
