"""README's table that compares the trained models with study notes, and the list of models."""

import pytest
from msgspec.structs import replace

from cnnlab.core.cards import ClassName, Measured, card, cards
from scripts import figures_table, model_list

SCRATCH = card("cats_dogs_scratch")


def with_figure(model, **figure):
    return replace(model, measured=[Measured(by="", **figure)])


def test_the_table_is_up_to_date():
    assert figures_table.updated(figures_table.README) == figures_table.README.read_text(encoding="utf-8"), (
        "run: make models"
    )


def test_the_table_has_a_row_for_each_trained_model():
    rows = figures_table.table(cards()).splitlines()[2:]
    assert len(rows) == len([model for model in cards() if model.training])
    assert all(row.split(" | ")[0][2:] in {model.title.en for model in cards()} for row in rows)


def test_a_row_has_the_figure_its_standard_error_and_the_reference():
    """sqrt(0.8 * 0.2 / 400) = 0.02."""
    table = figures_table.table([with_figure(SCRATCH, figure="test accuracy", value=0.8, on="400 test pictures")])
    assert "| Cats and dogs: from scratch | 0.800 ± 0.020 | 0.724 | The same network" in table


def test_a_segmentation_has_its_mean_iou():
    unet = replace(SCRATCH, id="pets_unet")
    table = figures_table.table([with_figure(unet, figure="mean IoU", value=0.7891, on="any")])
    assert "| mean IoU 0.789 | none |" in table


def test_feature_extraction_mentions_the_older_recipe():
    reason = figures_table.REFERENCES["cats_dogs_extraction"][1]
    assert "VGG16" in reason
    assert "EfficientNet-Lite0" in reason
    assert "scaled the pictures by 1/255 instead of passing them through VGG16's `preprocess_input`" in reason
    assert "103.939, 116.779, 123.68" in reason


def test_a_model_without_a_reference_is_an_error():
    with pytest.raises(KeyError, match="add poetry to REFERENCES"):
        figures_table.table([replace(SCRATCH, id="poetry")])


def test_the_list_includes_the_notes_on_a_card():
    assert "unlike those it was trained on" not in model_list._section(replace(SCRATCH, notes=[]))
    note = ClassName(en="It calls a cup of coffee a dog.", ko="커피 한 잔을 개라고 해요.")
    listed = model_list._section(replace(SCRATCH, notes=[note]))
    assert listed.endswith("On pictures unlike those it was trained on:\n\n- It calls a cup of coffee a dog.")
