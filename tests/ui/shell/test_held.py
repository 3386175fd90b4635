"""What a session holds: it is made again when something changes that it depends on, and only then."""

import gc
import importlib
from collections import defaultdict
from weakref import WeakSet

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.core.errors import CnnLabError
from cnnlab.ui.shell import held as module
from cnnlab.ui.shell.held import Itself, held, held_by_all
from cnnlab.ui.shell.language import segment
from cnnlab.ui.widgets import component


@pytest.fixture
def session(monkeypatch):
    """A session without a page."""
    state: dict[str, object] = {}
    monkeypatch.setattr(module.st, "session_state", state)
    return state


def test_it_is_made_again_only_for_something_else(session):
    made = []

    def look(key, given):
        return held(key, given, lambda: made.append(given) or len(made))

    assert [look("a", {"size": 3}), look("a", {"size": 3}), look("a", {"size": 4}), look("a", {"size": 3})] == [
        1,
        1,
        2,
        3,
    ]
    assert [look("b", {"size": 3}), look("a", {"size": 3})] == [4, 3]
    assert len(session) == 1  # each entry of a session costs the controls of a page some time


def test_arrays_count_as_the_same_only_if_they_are(session):
    first, equal = np.zeros(3), np.zeros(3)
    found = [held("a", (Itself(array), "en"), object) for array in (first, first, equal)]
    assert found[0] is found[1]
    assert found[1] is not found[2]


def test_an_error_is_not_held(session):
    def refused():
        raise CnnLabError("Too large.")

    for _again in range(2):
        with pytest.raises(CnnLabError):
            held("a", 1, refused)
    assert held("a", 1, lambda: "fits now") == "fits now"


def test_sessions_that_ask_for_the_same_hold_one_result(monkeypatch):
    """Made once for both; another `given` or key is made anew, and nothing stays when no session holds it."""
    sessions: list[dict[str, object]] = [{}, {}]
    made = []

    def look(visitor, key, given):
        monkeypatch.setattr(module.st, "session_state", sessions[visitor])
        return held_by_all(key, given, lambda: made.append(given) or [len(made)])

    one = look(0, "view", ("cat", "en"))
    assert look(0, "view", ("cat", "en")) is one
    assert look(1, "view", ("cat", "en")) is one
    assert made == [("cat", "en")]
    assert look(1, "view", ("cat", "ko")) == [2]
    assert look(1, "other", ("cat", "ko")) == [3]
    assert look(0, "view", ("cat", "en")) is one
    sessions[0].clear()
    gc.collect()
    assert look(1, "view", ("cat", "en")) == [4]


EXPENSIVE = [
    ("convolution", "lessons.convolution.answer.stepped", {"conv_padding": "same"}),
    ("convolution", "widgets.stepper.stepper.scene", {"conv_padding": "same"}),
    ("pooling", "widgets.stepper.stepper.scene", {"presenter": True}),
    ("digit", "lessons.digit.show.groups", {"digit_kind": "mnist", "digit_piece": "mnist-4"}),
    ("digit", "lessons.digit.network_view.packed", {"lang": "ko"}),
    ("digit", "lessons.digit.strip.packed", {"digit_kind": "fashion"}),
    ("digit", "lessons.digit.questions.packed", {"digit_question": 1}),
    ("digit", "lessons.digit.calculation._worked_out", {"digit_piece": "mnist-4"}),
    ("grad_cam", "widgets.heat_view.as_json", {"cam_opacity": 0.25}),
    ("grad_cam", "lessons.grad_cam.classes.probabilities", {"cam_picture": "coffee"}),
]


@pytest.mark.parametrize(("page", "name", "change"), EXPENSIVE, ids=[name for _page, name, _change in EXPENSIVE])
def test_a_run_without_a_change_makes_nothing_again(app, monkeypatch, page, name, change):
    monkeypatch.setattr(module, "_of_all", defaultdict(WeakSet))  # sessions of other tests may be alive
    where, _dot, function = name.rpartition(".")
    owner, calls = importlib.import_module(f"cnnlab.ui.{where}"), []
    original = getattr(owner, function)
    monkeypatch.setattr(owner, function, lambda *given, **named: calls.append(given) or original(*given, **named))
    test: AppTest = app(page)
    assert calls
    calls.clear()
    test.run()
    assert not calls
    for key, value in change.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception
    assert calls


def test_pictures_of_a_grid_are_joined_and_named_only_when_they_are_new(app, monkeypatch):
    monkeypatch.setattr(component, "BUDGET", 20_000_000)
    joined, named = [], []
    whole, name = component.Parts.whole, component._name
    monkeypatch.setattr(component.Parts, "whole", lambda parts: joined.append(parts) or whole(parts))
    monkeypatch.setattr(component, "_name", lambda content: named.append(len(content)) or name(content))
    test: AppTest = app("augmentation")
    assert joined
    joined.clear()
    named.clear()
    test.run()
    assert not joined
    assert max(named) < 10_000, "bytes that were hashed at once"
    test.session_state["aug_seed"] = 5
    test.run()
    assert not test.exception
    assert joined


@pytest.mark.parametrize(
    ("label", "shown"), [("Stride 2", "Stride 2"), ("3 × 3", "3 × 3"), ("보폭 2", " 보폭 2"), ("", "")]
)
def test_only_a_label_that_streamlit_would_search_for_emoji_starts_with_a_space(label, shown):
    assert segment(label) == shown
