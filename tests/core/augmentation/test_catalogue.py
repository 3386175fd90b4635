"""The catalogue in words: whole, within its own ranges, and what it says of a wrong value."""

import pytest

from cnnlab.core.augmentation import (
    AUGMENTATIONS,
    FIRST,
    LARGEST_SEED,
    AugmentationError,
    degrees,
    layer_config,
    layer_seeds,
)
from cnnlab.core.pictures import samples

SETTINGS = [(each, setting) for each in AUGMENTATIONS.values() for setting in each.settings]
IDS = [f"{each.name}-{setting.name}" for each, setting in SETTINGS]


def test_there_are_28_in_five_groups_one_after_the_other():
    groups = list(dict.fromkeys(each.group for each in AUGMENTATIONS.values()))
    assert groups == ["geometry", "colour", "erasing", "mixing", "policies"]
    assert len(AUGMENTATIONS) == 28
    assert [each.group for each in AUGMENTATIONS.values()] == sorted(
        (each.group for each in AUGMENTATIONS.values()), key=groups.index
    )


def test_titles_are_different_and_short():
    titles = [each.title for each in AUGMENTATIONS.values()]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 30


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_an_entry_is_whole(name):
    each = AUGMENTATIONS[name]
    assert each.name == name
    assert each.sample in {sample.id for sample in samples()}
    assert each.does.endswith(".")
    assert bool(each.why_no_mask) == (each.masks == "wrong")
    assert len({setting.name for setting in each.settings}) == len(each.settings)


@pytest.mark.parametrize(("each", "setting"), SETTINGS, ids=IDS)
def test_the_default_and_both_ends_are_taken(each, setting):
    config = layer_config(each.name)["config"]
    assert setting.given(config[setting.name]) == config[setting.name], "a config's value is taken again"
    if setting.kind == "choice":
        assert len(setting.choices) == len(setting.choice_titles) == len(set(setting.choice_titles))
        for value in setting.choices:
            assert layer_config(each.name, {setting.name: value})["config"][setting.name] == value
    elif setting.kind == "range":
        value = (setting.low, setting.high)
        assert layer_config(each.name, {setting.name: list(value)})["config"][setting.name] == value
    elif setting.kind == "twice":
        assert layer_config(each.name, {setting.name: setting.high})["config"][setting.name] == (setting.high,) * 2


@pytest.mark.parametrize("name", [each.name for each in AUGMENTATIONS.values() if each.value_range])
def test_pictures_are_said_to_reach_to_255(name):
    assert layer_config(name)["config"]["value_range"] == (0, 255)


def test_the_notes_three():
    configs = [layer_config(name)["config"] for name in FIRST]
    assert configs[0]["mode"] == "horizontal"
    assert configs[1]["factor"] == (-0.1, 0.1)
    assert configs[2]["height_factor"] == (-0.2, 0.2)
    assert configs[2]["width_factor"] is None


def test_a_tenth_of_a_turn_is_36_degrees_and_the_older_recipe_40():
    assert degrees(0.1) == 36
    assert degrees(40 / 360) == pytest.approx(40)


def test_seeds_differ_by_seed_and_by_layer_and_fit_32_bits():
    three_of_each = [*AUGMENTATIONS] * 3
    seeds = {own for seed in range(200) for own in layer_seeds(seed, three_of_each)}
    assert len(seeds) == 200 * 3 * 28
    assert max(layer_seeds(LARGEST_SEED, three_of_each)) < 2**31


def test_a_layers_seed_does_not_depend_on_the_others():
    alone = {name: layer_seeds(7, [name])[0] for name in AUGMENTATIONS}
    assert layer_seeds(7, [*reversed(AUGMENTATIONS)]) == [alone[name] for name in reversed(AUGMENTATIONS)]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: layer_config("Rescaling"), "One of the layers RandomFlip, .* was expected; 'Rescaling' came"),
        (lambda: layer_config("RandomFlip", {"factor": 1}), "settings mode of RandomFlip was expected; 'factor' came"),
        (lambda: layer_config("AutoContrast", {"factor": 1}), "of AutoContrast was expected; 'factor' came"),
        (lambda: layer_config("RandomRotation", {"factor": 0.1}), "low and a high end .* for factor; 0.1 came"),
        (lambda: layer_config("RandomRotation", {"factor": (0.2, 0.1)}), r"lower end .* first; \(0.2, 0.1\) came"),
        (lambda: layer_config("RandomRotation", {"factor": (0, 1.1)}), "from -1.0 to 1.0 .* for factor; 1.1 came"),
        (lambda: layer_config("RandomRotation", {"factor": (0, float("nan"))}), "for factor; nan came"),
        (lambda: layer_config("RandomZoom", {"height_factor": None}), "for height_factor; None came"),
        (lambda: layer_config("RandomZoom", {"height_factor": (-1, 0)}), "from -0.9 to 1.0 .*; -1 came"),
        (lambda: layer_config("RandomPosterization", {"factor": (1.5, 3)}), "whole number from 1 to 8 .*; 1.5 came"),
        (lambda: layer_config("RandomGaussianBlur", {"kernel_size": 4}), "odd number .* for kernel_size; 4 came"),
        (lambda: layer_config("RandomInvert", {"factor": "often"}), "from 0.0 to 1.0 .* for factor; 'often' came"),
        (lambda: layer_config("RandomInvert", {"factor": True}), "for factor; True came"),
        (lambda: layer_config("RandomFlip", {"mode": "diagonal"}), "'horizontal', .* for mode; 'diagonal' came"),
        (lambda: layer_config("AugMix", {"all_ops": 1}), "One of True, False was expected for all_ops; 1 came"),
        (lambda: layer_seeds(-1, ["RandomFlip"]), "from 0 to 9999999 .* the seed; -1 came"),
        (lambda: layer_seeds(1.0, []), "the seed; 1.0 came"),
        (lambda: layer_seeds(1, ["MixUp"] * 4), "At most 3 layers of one kind"),
        (lambda: layer_seeds(1, ["Rescaling"]), "'Rescaling' came"),
    ],
)
def test_errors_say_what_was_expected_and_what_came(call, text):
    with pytest.raises(AugmentationError, match=text):
        call()
