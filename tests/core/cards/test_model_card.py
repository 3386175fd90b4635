"""Tables of class names: a column for each language that `ClassName` has. What a saved card may contain."""

import json

import numpy as np
import pytest
from msgspec import structs

from cnnlab.core.cards import CardError, ClassName, Measured, card, model_card
from cnnlab.core.cards.card_file import read_card, save_card


class InThreeLanguages(ClassName, frozen=True):
    de: str | None = None


@pytest.mark.parametrize(("table", "german"), [("en,ko,de\ncup,컵,Tasse\n", "Tasse"), ("en,ko\ncup,컵\n", None)])
def test_a_field_of_a_language_is_read_from_its_column(tmp_path, monkeypatch, table, german):
    monkeypatch.setattr(model_card, "ClassName", InThreeLanguages)
    path = tmp_path / "classes.csv"
    path.write_text(table, encoding="utf-8")
    assert model_card.read_classes(path) == [InThreeLanguages(en="cup", ko="컵", de=german)]


def test_english_and_korean_are_required(tmp_path):
    path = tmp_path / "classes.csv"
    path.write_text("en\ncup\n", encoding="utf-8")
    with pytest.raises(CardError, match="with the columns en and ko: 'ko'"):
        model_card.read_classes(path)


def test_an_incomplete_table_is_refused_with_both_numbers(tmp_path):
    path = tmp_path / "classes.csv"
    path.write_text("en,ko\ncup,컵\n", encoding="utf-8")
    with pytest.raises(CardError, match=r"number of class names in .* is 1, but the model has 2 classes"):
        model_card.read_classes(path, 2)


def test_a_figure_of_numpy_is_saved_as_the_float_that_it_is(tmp_path):
    measured = [Measured(figure="test accuracy", value=np.float64(0.5), on="pictures", by="python")]
    saved = structs.replace(card("mnist_convnet"), measured=measured, folder=tmp_path)
    save_card(saved)
    assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["measured"][0]["value"] == 0.5
    assert read_card(tmp_path / "card.json") == saved


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"measured": [Measured("test accuracy", np.float32(0.5), "pictures", "python")]}, "Object of type float32"),
        ({"id": "mnist\n"}, r"\$\.id"),
        ({"sha256": f"{'0' * 64}\n"}, r"\$\.sha256"),
    ],
)
def test_an_invalid_card_is_not_saved(tmp_path, change, said):
    with pytest.raises(ValueError, match=said):
        save_card(structs.replace(card("mnist_convnet"), folder=tmp_path, **change))
    assert not list(tmp_path.iterdir())
