"""The bundled photographs on the pages: titles and labels in both languages, and how few files a page opens."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.core.pictures import sample, samples
from cnnlab.core.pictures.bundled import SAMPLES
from cnnlab.ui.lessons.augmentation.labels import LABELS
from cnnlab.ui.widgets.pictures import TITLES


def script() -> None:
    import streamlit as st

    from cnnlab.ui.shell.link import written_once
    from cnnlab.ui.widgets import pictures

    with written_once():
        chosen = pictures.choose("x_", first="coffee")
    st.write(f"{chosen.id} {chosen.pixels.shape}")


def test_all_titles_and_labels_are_marked_for_translation():
    assert list(TITLES) == [photograph.title for photograph in samples()]
    assert set(LABELS) == {photograph.label for photograph in samples()}


@pytest.mark.parametrize("name", ["coffee", "two_dogs"])
def test_a_page_opens_the_chosen_photograph_alone(name, monkeypatch):
    opened, read = [], Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    sample.cache_clear()
    test = AppTest.from_function(script, default_timeout=30)
    test.query_params["x_picture"] = name
    test.run()
    assert test.markdown[0].value.split()[0] == name
    (chosen,) = [path.name for path in opened if path.parent == SAMPLES]
    test.run()
    assert [path.name for path in opened if path.parent == SAMPLES] == [chosen]


def test_the_examples_of_old_links_are_there_and_cats_and_dogs_come_first():
    ids = [photograph.id for photograph in samples()]
    assert {"cat", "coffee", "flower", "china", "astronaut", "rocket"} <= set(ids)
    pets = [photograph.label in ("cat", "dog") for photograph in samples() if photograph.id != "drawing"]
    assert pets == sorted(pets, reverse=True)
