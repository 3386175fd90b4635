"""Tables of class names: a column for each language that `ClassName` has."""

import pytest

from cnnlab.core.cards import CardError, ClassName, model_card


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
