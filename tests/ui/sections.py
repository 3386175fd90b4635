"""A section of the Augmentation page in a small script of its own, and what can be read from it."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import AnswerT, Request
from cnnlab.ui.lessons.augmentation import masks, measured, networks, questions
from cnnlab.ui.shell import cache

from . import STARTING

SIZE = 320
THREE = [layer_config(name) for name in FIRST]
CAT = square(sample("cat"), "crop", SIZE).pixels


class Plain:
    """A strip that keeps its pictures as arrays, not encoded."""

    def __init__(self, pictures):
        assert len({picture.shape for picture in pictures}) == 1
        self.pictures, self.count = list(pictures), len(pictures)


def script(section: str) -> None:
    """A page that consists of one section; the session says what it is about."""
    from importlib import import_module

    import streamlit as st

    from cnnlab.core.pictures import sample, square
    from cnnlab.ui.lessons.augmentation.settings import Settings
    from cnnlab.ui.shell.cache import digest_of
    from cnnlab.ui.widgets import pictures

    asked = st.session_state["asked"]
    pixels = sample(asked["picture"])[asked["cut"] :]
    settings = Settings(
        layers=asked["layers"],
        seed=asked["seed"],
        training=asked["training"],
        side=asked["side"],
        several=False,
        apart=asked["apart"],
        picture=pictures.Chosen(pixels, digest_of(pixels), asked["picture"], ""),
        sample="" if asked["cut"] else asked["picture"],
        pixels=square(pixels, "crop", 320).pixels,
    )
    module = {"network": "networks", "masks": "masks", "predict": "questions"}[section]
    getattr(import_module(f"cnnlab.ui.lessons.augmentation.{module}"), section)(settings, "an answer")


@pytest.fixture
def section(monkeypatch):
    """Open a section: section("masks", layers=[...]). `grids` of the result are the pictures that it shows."""

    def opened(name: str, language: str = "en", layers=THREE, **asked) -> AppTest:
        grids = []
        module = {"network": networks, "masks": masks, "predict": questions}[name]

        def grid(tiles, originals, captions, columns, key, widest=340):
            assert len(captions) == tiles.count
            grids.append(SimpleNamespace(tiles=tiles.pictures, captions=list(captions), key=key))

        cache.answers().clear()  # strips of other tests
        monkeypatch.setattr(measured if module is networks else module, "picture_strip", Plain)
        monkeypatch.setattr(module, "picture_grid", grid)
        test = AppTest.from_function(script, default_timeout=STARTING, kwargs={"section": name})
        test.query_params["lang"] = language
        whole = {"picture": "cat", "cut": 0, "seed": 8, "training": True, "side": 3, "apart": False, "layers": layers}
        test.session_state["asked"] = {**whole, **asked}
        test.run()
        assert not test.exception, [exception.message for exception in test.exception]
        test.grids = grids  # type: ignore[attr-defined]
        return test

    yield opened
    cache.answers().clear()  # those of this test, whose strips no page can show


def change(test: AppTest, **asked) -> AppTest:
    test.session_state["asked"] = {**test.session_state["asked"], **asked}
    test.grids.clear()  # type: ignore[attr-defined]
    return test.run()


def said(test: AppTest) -> str:
    elements = [*test.markdown, *test.caption, *test.info, *test.warning, *test.success]
    return "\n".join(element.value for element in elements)


def engine(request: Request[AnswerT]) -> AnswerT:
    return cache.engine().submit(request).result().value


def names(*layers: str) -> list[dict]:
    return [layer_config(name) for name in layers]
