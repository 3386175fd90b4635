"""Pipelines as text: there and back for every layer and setting, and what cannot be read."""

import doctest

import pytest

from cnnlab.core.augmentation import AUGMENTATIONS, AugmentationError, pipelines
from cnnlab.core.augmentation.pipelines import read_pipeline, written


def ends(setting):
    """Values at the ends of what a setting may be, and what leaves it alone."""
    found = [*setting.choices] if setting.kind == "choice" else [True, False] if setting.kind == "switch" else []
    if not found:
        number = int if isinstance(setting.step, int) else float
        low, high = number(setting.low), number(setting.high)
        found = [(low, high), (low, low)] if setting.kind == "range" else [low, high]
    return [*found, None] if setting.none else found


def test_examples():
    assert doctest.testmod(pipelines).failed == 0
    assert doctest.testmod(pipelines).attempted


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_every_value_of_every_setting_comes_back(name):
    for setting in AUGMENTATIONS[name].settings:
        for value in ends(setting):
            text = written([(name, {setting.name: value})])
            [(found, values)] = read_pipeline(text)
            assert found == name
            assert setting.given(values.get(setting.name, setting.default)) == setting.given(value), text


def test_the_order_is_kept_and_defaults_are_not_written():
    text = written([(name, {}) for name in reversed(AUGMENTATIONS)])
    assert text == ".".join(reversed(AUGMENTATIONS))
    assert [name for name, _values in read_pipeline(text)] == list(reversed(AUGMENTATIONS))
    assert read_pipeline("") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("RandomFlip.RandomFlip", "Each layer was expected once"),
        ("Nope", "'Nope' came"),
        ("RandomRotation(factor=9_9)", "from -1.0 to 1.0 was expected for factor; 9.0 came"),
        ("RandomRotation(factor=x)", "low and a high end were expected for factor; 'x' came"),
        ("RandomRotation(turn=0.1)", "settings factor, .* was expected; 'turn' came"),
        ("RandomRotation(factor)", "'factor' came|'' came"),
        ("RandomFlip(mode=sideways)", "'sideways' came"),
        ("RandomGrayscale(factor=0.1_0.2)", "'0.1_0.2' came"),
        ("a;b", "Layers like RandomFlip"),
        ("RandomFlip(mode=vertical", "Layers like RandomFlip"),
        (".RandomFlip", "Layers like RandomFlip"),
        ("RandomFlip.", "Layers like RandomFlip"),
    ],
)
def test_what_is_no_pipeline_is_refused(text, told):
    with pytest.raises(AugmentationError, match=told):
        read_pipeline(text)
