"""README's table of the trained models beside the notes' figures, and the notes on the cards in the list of models."""

import pytest

from cnnlab.core.cards import ClassName, Measured, card, cards
from scripts import figures_table, model_list

SCRATCH = card("cats_dogs_scratch")


def with_figure(model, **figure):
    return model.model_copy(update={"measured": [Measured(by="", **figure)]})


def test_the_table_is_not_stale():
    assert figures_table.updated(figures_table.README) == figures_table.README.read_text(encoding="utf-8"), (
        "run: make models"
    )


def test_every_trained_model_has_its_row_and_no_other():
    rows = figures_table.table(cards()).splitlines()[2:]
    assert len(rows) == len([each for each in cards() if each.training])
    assert all(row.split(" | ")[0][2:] in {each.title.en for each in cards()} for row in rows)


def test_a_row_has_the_cards_figure_its_standard_error_and_the_notes():
    """sqrt(0.8 * 0.2 / 400) = 0.02."""
    table = figures_table.table([with_figure(SCRATCH, figure="test accuracy", value=0.8, on="400 test pictures")])
    assert "| Cats and dogs: from scratch | 0.800 ± 0.020 | 0.724 | The same network" in table


def test_a_segmentation_has_its_mean_iou():
    unet = SCRATCH.model_copy(update={"id": "pets_unet"})
    table = figures_table.table([with_figure(unet, figure="mean IoU", value=0.7891, on="any")])
    assert "| mean IoU 0.789 | none |" in table


def test_the_older_recipe_is_told_beside_extraction():
    told = figures_table.BESIDE["cats_dogs_extraction"][1]
    assert "VGG16" in told
    assert "EfficientNet-Lite0" in told
    assert "scaled by 1/255 and not through `preprocess_input`" in told
    assert "103.939, 116.779, 123.68" in told


def test_a_model_of_which_nothing_is_told_is_named():
    with pytest.raises(KeyError, match="what the notes reach with poetry"):
        figures_table.table([SCRATCH.model_copy(update={"id": "poetry"})])


def test_a_cards_notes_stand_in_the_list():
    assert "outside of what it was trained on" not in model_list._section(SCRATCH.model_copy(update={"notes": []}))
    note = ClassName(en="It calls a cup of coffee a dog.", ko="커피 한 잔을 개라고 해요.")
    listed = model_list._section(SCRATCH.model_copy(update={"notes": [note]}))
    assert listed.endswith("What it does outside of what it was trained on:\n\n- It calls a cup of coffee a dog.")
