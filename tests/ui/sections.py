"""A section of the Augmentation page on a small script of its own, and what there is to ask it."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.ui.lessons.augmentation import masks as augment_masks
from cnnlab.ui.lessons.augmentation import networks as augment_network
from cnnlab.ui.lessons.augmentation import questions as augment_predict
from cnnlab.ui.shell import cache

from . import STARTING

SIZE = 320
THREE = [layer_config(each) for each in FIRST]
CAT = square(sample("cat"), "crop", SIZE).pixels


class Plain:
    """A sheet that keeps its pictures as they are."""

    def __init__(self, pictures):
        assert len({each.shape for each in pictures}) == 1
        self.pictures, self.count = list(pictures), len(pictures)


def script(section: str) -> None:
    """A page that has nothing but one section; what it shows is in the session."""
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
    getattr(import_module(f"cnnlab.ui.lessons.augmentation.{module}"), section)(settings)


@pytest.fixture
def section(monkeypatch):
    """Open a section: section("masks", layers=[...]); `grids` of what comes back are the pictures that it shows."""

    def opened(name: str, language: str = "en", layers=THREE, **asked) -> AppTest:
        grids = []
        module = {"network": augment_network, "masks": augment_masks, "predict": augment_predict}[name]

        def grid(tiles, originals, captions, columns, key, widest=340):
            assert len(captions) == tiles.count
            grids.append(SimpleNamespace(tiles=tiles.pictures, captions=list(captions), key=key))

        cache.answers().clear()  # sheets of other tests
        monkeypatch.setattr(module, "sheet", Plain)
        monkeypatch.setattr(module, "picture_grid", grid)
        test = AppTest.from_function(script, default_timeout=STARTING, kwargs={"section": name})
        test.query_params["lang"] = language
        whole = {"picture": "cat", "cut": 0, "seed": 8, "training": True, "side": 3, "apart": False, "layers": layers}
        test.session_state["asked"] = {**whole, **asked}
        test.run()
        assert not test.exception, [each.message for each in test.exception]
        test.grids = grids
        return test

    yield opened
    cache.answers().clear()  # those of this test, whose sheets no page can show


def change(test: AppTest, **asked) -> AppTest:
    test.session_state["asked"] = {**test.session_state["asked"], **asked}
    test.grids.clear()
    return test.run()


def said(test: AppTest) -> str:
    return "\n".join(each.value for each in [*test.markdown, *test.caption, *test.info, *test.warning, *test.success])


def engine(task: str, **arguments) -> dict:
    return cache.engine().submit(task, **arguments).answer().value


def names(*layers: str) -> list[dict]:
    return [layer_config(each) for each in layers]
