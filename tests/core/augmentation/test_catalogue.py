"""The catalogue: complete entries, defaults within their ranges, and errors for wrong values."""

import pytest

from cnnlab.core.augmentation import (
    AUGMENTATIONS,
    FIRST,
    LARGEST_SEED,
    AugmentationError,
    degrees,
    fraction_of_turn,
    layer_config,
    layer_seeds,
)
from cnnlab.core.pictures import samples

SETTINGS = [(layer, setting) for layer in AUGMENTATIONS.values() for setting in layer.settings]
IDS = [f"{layer.name}-{setting.name}" for layer, setting in SETTINGS]


def test_there_are_28_layers_sorted_into_five_groups():
    groups = list(dict.fromkeys(layer.group for layer in AUGMENTATIONS.values()))
    assert groups == ["geometry", "colour", "erasing", "mixing", "policies"]
    assert len(AUGMENTATIONS) == 28
    assert [layer.group for layer in AUGMENTATIONS.values()] == sorted(
        (layer.group for layer in AUGMENTATIONS.values()), key=groups.index
    )


def test_titles_are_different_and_short():
    titles = [layer.title for layer in AUGMENTATIONS.values()]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 30


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_an_entry_is_complete(name):
    layer = AUGMENTATIONS[name]
    assert layer.name == name
    assert layer.sample in {sample.id for sample in samples()}
    assert layer.does.endswith(".")
    assert bool(layer.why_no_mask) == (layer.masks == "wrong")
    assert len({setting.name for setting in layer.settings}) == len(layer.settings)


@pytest.mark.parametrize(("layer", "setting"), SETTINGS, ids=IDS)
def test_the_default_and_both_ends_are_valid(layer, setting):
    config = layer_config(layer.name)["config"]
    assert setting.keras_value(config[setting.name]) == config[setting.name], "a value from a config is valid too"
    if setting.kind == "choice":
        assert len(setting.choices) == len(setting.choice_titles) == len(set(setting.choice_titles))
        for value in setting.choices:
            assert layer_config(layer.name, {setting.name: value})["config"][setting.name] == value
    elif setting.kind == "range":
        value = (setting.low, setting.high)
        assert layer_config(layer.name, {setting.name: list(value)})["config"][setting.name] == value
    elif setting.kind == "twice":
        assert layer_config(layer.name, {setting.name: setting.high})["config"][setting.name] == (setting.high,) * 2


@pytest.mark.parametrize("name", [layer.name for layer in AUGMENTATIONS.values() if layer.value_range])
def test_the_value_range_is_0_to_255(name):
    assert layer_config(name)["config"]["value_range"] == (0, 255)


def test_the_starting_pipeline():
    configs = [layer_config(name)["config"] for name in FIRST]
    assert configs[0]["mode"] == "horizontal"
    assert configs[1]["factor"] == (-0.1, 0.1)
    assert configs[2]["height_factor"] == (-0.2, 0.2)
    assert configs[2]["width_factor"] is None


def test_factors_in_degrees():
    assert degrees(0.1) == 36
    assert degrees(fraction_of_turn(40)) == pytest.approx(40)


def test_seeds_differ_by_seed_and_by_layer_and_fit_into_32_bits():
    three_of_each = [*AUGMENTATIONS] * 3
    seeds = {own for seed in range(200) for own in layer_seeds(seed, three_of_each)}
    assert len(seeds) == 200 * 3 * 28
    assert max(layer_seeds(LARGEST_SEED, three_of_each)) < 2**31


def test_the_seed_of_a_layer_does_not_depend_on_the_others():
    alone = {name: layer_seeds(7, [name])[0] for name in AUGMENTATIONS}
    assert layer_seeds(7, [*reversed(AUGMENTATIONS)]) == [alone[name] for name in reversed(AUGMENTATIONS)]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: layer_config("Rescaling"), "no augmentation layer 'Rescaling'. Choose one of RandomFlip, "),
        (lambda: layer_config("RandomFlip", {"factor": 1}), "RandomFlip has no setting 'factor'. Choose one of mode"),
        (lambda: layer_config("AutoContrast", {"factor": 1}), "AutoContrast has no setting 'factor'"),
        (lambda: layer_config("RandomRotation", {"factor": 0.1}), "factor needs a lower and an upper end, not 0.1"),
        (
            lambda: layer_config("RandomRotation", {"factor": (0.2, 0.1)}),
            r"factor are in the wrong order: \(0.2, 0.1\)",
        ),
        (lambda: layer_config("RandomRotation", {"factor": (0, 1.1)}), "factor .* from -1.0 to 1.0, not 1.1"),
        (lambda: layer_config("RandomRotation", {"factor": (0, float("nan"))}), "factor .* not nan"),
        (lambda: layer_config("RandomZoom", {"height_factor": None}), "height_factor .* not None"),
        (lambda: layer_config("RandomZoom", {"height_factor": (-1, 0)}), "from -0.9 to 1.0, not -1"),
        (lambda: layer_config("RandomPosterization", {"factor": (1.5, 3)}), "whole number from 1 to 8, not 1.5"),
        (lambda: layer_config("RandomGaussianBlur", {"kernel_size": 4}), "kernel_size has to be an odd number, not 4"),
        (lambda: layer_config("RandomInvert", {"factor": "often"}), "factor .* from 0.0 to 1.0, not 'often'"),
        (lambda: layer_config("RandomInvert", {"factor": True}), "factor .* not True"),
        (
            lambda: layer_config("RandomFlip", {"mode": "diagonal"}),
            "mode cannot be 'diagonal'. Choose one of 'horizontal', ",
        ),
        (lambda: layer_config("AugMix", {"all_ops": 1}), "all_ops cannot be 1. Choose one of True, False"),
        (lambda: layer_seeds(-1, ["RandomFlip"]), "The seed .* from 0 to 9,999,999, not -1"),
        (lambda: layer_seeds(1.0, []), "The seed .* not 1.0"),
        (lambda: layer_seeds(1, ["MixUp"] * 4), "more than 3 layers of one kind"),
        (lambda: layer_seeds(1, ["Rescaling"]), "no augmentation layer 'Rescaling'"),
    ],
)
def test_errors_say_what_is_wrong(call, text):
    with pytest.raises(AugmentationError, match=text):
        call()
