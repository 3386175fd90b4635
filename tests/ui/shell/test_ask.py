"""Which requests share a remembered answer, and when it is forgotten."""

import shutil
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.core import cards
from cnnlab.core.cards import PRETRAINED
from cnnlab.core.requests import Classify, Explain, Scores
from cnnlab.engine import Result
from cnnlab.ui.shell import ask, cache
from tests.engine.example_tasks import Double, Echo
from tests.ui.engines import replaced

PICTURE = np.zeros((2, 2, 3), np.uint8)


@pytest.fixture
def engine():
    """Replace the engine with one that has example tasks; the fixture is the list of submitted requests."""
    with replaced("tests.engine.example_tasks") as submitted:
        yield submitted


def test_the_same_request_is_submitted_once(engine):
    for _ in range(2):
        assert ask.ask(Double([1, 2])).value == [2, 4]
    assert ask.ask(Double([1, 3])).value == [2, 6]
    assert len(engine) == 2


def test_the_type_of_the_request_is_part_of_the_key():
    scores = Scores(np.zeros(2, np.float32), "softmax")
    ask.remember(Classify("digits", PICTURE), Result(scores, {}))
    assert ask.recalled(Classify("digits", PICTURE)).value is scores
    assert ask.recalled(Classify("digits", PICTURE + 1)) is None
    assert ask.recalled(Classify("clothes", PICTURE)) is None
    assert ask.recalled(Explain("digits", PICTURE)) is None
    cache.answers().clear()


def test_a_named_array_is_created_only_for_the_engine(engine):
    made = []

    def make():
        made.append(PICTURE)
        return PICTURE

    for _ in range(3):
        assert np.array_equal(ask.ask(Echo(ask.named("zeros", make))).value, PICTURE)
    assert len(made) == len(engine) == 1
    assert np.array_equal(engine[0].array, PICTURE)
    assert ask.recalled(Echo(ask.named("ones", make))) is None


def test_a_converted_answer_is_remembered_with_what_it_depends_on(engine):
    for factor in (2, 3, 2):
        result = ask.ask(
            Double([1]), convert=lambda value, factor=factor: factor * value[0], depends_on={"factor": factor}
        )
        assert result.value == factor * 2
    assert ask.ask(Double([1])).value == [2]
    assert len(engine) == 3


def asking() -> None:
    """A page that shows an answer, and something below it."""
    import streamlit as st

    from cnnlab.ui.shell.ask import ask
    from tests.engine.example_tasks import Double

    st.text(str(ask(Double([7])).value))
    st.text("below")


def test_what_follows_an_answer_keeps_its_place_once_it_is_remembered(engine):
    """Else the browser draws all that follows twice, one place further up, until the run is over."""
    test = AppTest.from_function(asking).run()
    places = {at: shown.value for at, shown in test.main.children.items() if shown.type == "text"}
    assert list(places.values()) == ["[14]", "below"]
    test.run()
    assert {at: shown.value for at, shown in test.main.children.items() if shown.type == "text"} == places
    assert len(engine) == 1


def script() -> None:
    """Look up the contents of pretrained/ several times in one run."""
    import streamlit as st

    from cnnlab.ui.shell import cache

    stamps = {cache.stamp_of_this_run() for _ in range(5)}
    cache.models()
    cache.answers().put("key", "value")
    st.session_state["stamps"] = [*st.session_state.get("stamps", []), *stamps]


def test_the_files_of_pretrained_are_checked_once_per_run(monkeypatch):
    checks = []
    monkeypatch.setattr(cache, "stamp", lambda: checks.append(1) or ("file", 1))
    test = AppTest.from_function(script).run()
    assert not test.exception
    assert len(checks) == 1
    test.run().run()
    assert len(checks) == 3


def test_a_new_run_sees_a_replaced_model_file(tmp_path, monkeypatch):
    folder = tmp_path / "mnist_convnet"
    shutil.copytree(PRETRAINED / folder.name, folder)
    monkeypatch.setattr(cache, "stamp", partial(cards.stamp, tmp_path))
    test = AppTest.from_function(script).run()
    assert cache.answers().get("key") == "value"
    shutil.copy(PRETRAINED / "fashion_mnist_convnet" / "model.keras", folder / "model.keras")
    assert cache.answers().get("key") is None
    test.run()
    test.run()
    first, second, third = test.session_state["stamps"]
    assert first != second == third
