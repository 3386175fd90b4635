"""Pipelines as text: written and read for every layer and setting; invalid texts."""

import doctest

import pytest

from cnnlab.core.augmentation import AUGMENTATIONS, AugmentationError, pipelines
from cnnlab.core.augmentation.pipelines import format_pipeline, read_pipeline


def ends(setting):
    """The extreme values of a setting, and None if it is allowed."""
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
def test_every_value_of_every_setting_is_preserved(name):
    for setting in AUGMENTATIONS[name].settings:
        for value in ends(setting):
            text = format_pipeline([(name, {setting.name: value})])
            [(found, values)] = read_pipeline(text)
            assert found == name
            assert setting.keras_value(values.get(setting.name, setting.default)) == setting.keras_value(value), text


def test_the_order_is_kept_and_defaults_are_not_written():
    text = format_pipeline([(name, {}) for name in reversed(AUGMENTATIONS)])
    assert text == ".".join(reversed(AUGMENTATIONS))
    assert [name for name, _values in read_pipeline(text)] == list(reversed(AUGMENTATIONS))
    assert read_pipeline("") == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("RandomFlip.RandomFlip", "'RandomFlip.RandomFlip' repeats a layer"),
        ("Nope", "no augmentation layer 'Nope'"),
        ("RandomRotation(factor=9_9)", "factor has to be a number from -1.0 to 1.0, not 9.0"),
        ("RandomRotation(factor=x)", "factor needs a lower and an upper end, not 'x'"),
        ("RandomRotation(turn=0.1)", "RandomRotation has no setting 'turn'. Choose one of factor, "),
        ("RandomRotation(factor)", "needs a lower and an upper end, not ''"),
        ("RandomFlip(mode=sideways)", "mode cannot be 'sideways'"),
        ("RandomGrayscale(factor=0.1_0.2)", "factor has to be a number from 0.0 to 1.0, not '0.1_0.2'"),
        ("a;b", "is not a pipeline. Write layers like RandomFlip"),
        ("RandomFlip(mode=vertical", "is not a pipeline. Write layers like RandomFlip"),
        (".RandomFlip", "is not a pipeline. Write layers like RandomFlip"),
        ("RandomFlip.", "is not a pipeline. Write layers like RandomFlip"),
    ],
)
def test_an_invalid_pipeline_is_refused(text, error):
    with pytest.raises(AugmentationError, match=error):
        read_pipeline(text)
