"""The words below an augmented picture that say more than numbers."""

import pytest

from cnnlab.ui.lessons.augmentation.sampled import sampled_words


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")


@pytest.mark.parametrize("layer", ["MixUp", "CutMix"])
def test_a_picture_mixed_with_itself_is_said_to_be_unchanged(layer):
    values = {"with": 1, "share": 0.25, "top": 0, "left": 0, "height": 8, "width": 8}
    labels = ["cat", "dog"]
    assert sampled_words(layer, values, labels, place=1) == "mixed with itself: unchanged"
    assert "dog" in sampled_words(layer, values, labels, place=0)


def test_two_pictures_are_named_with_their_shares():
    assert sampled_words("MixUp", {"with": 1, "share": 0.25}, ["cat", "dog"], place=0) == "25% dog + 75% cat"
