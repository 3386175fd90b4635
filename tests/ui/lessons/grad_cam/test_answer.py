"""How many tasks the Grad-CAM page sends to the engine: no map is computed that the page does not show."""

import pytest

from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of, open_box


@pytest.fixture
def asked(monkeypatch):
    """The names of the requests that the engine has got since the last call."""
    requests, submit = [], cache.engine().submit
    monkeypatch.setattr(cache.engine(), "submit", lambda request: requests.append(request) or submit(request))
    cache.answers().clear()

    def names() -> list[str]:
        found = [type(request).__name__ for request in requests]
        requests.clear()
        return found

    yield names
    cache.answers().clear()


def test_each_change_costs_one_explanation(app, asked):
    test = app("grad_cam", cam_model="cats_dogs_scratch")
    assert asked() == ["Explain"]  # of the most likely class, which is not known yet
    test.radio(key="cam_guess").set_value("2").run()
    assert asked() == ["Explain"]
    open_box(test, "cam_box_more").selectbox(key="cam_layer").set_value("conv3").run()
    assert asked() == ["Explain"]  # the scores are known from another layer
    test.radio(key="cam_guess").set_value("1").run()
    assert asked() == ["Explain"]
    test.radio(key="cam_guess").set_value("2").run()
    open_box(test, "cam_box_more").selectbox(key="cam_layer").set_value("conv5").run()
    assert asked() == []
    assert not test.exception


def test_another_class_of_an_unknown_picture_costs_a_forward_pass_and_one_explanation(app, asked):
    test = app("grad_cam", cam_model="cats_dogs_scratch", cam_guess="2")
    assert asked() == ["Classify", "Explain"]
    test.selectbox(key="cam_picture").set_value("rocket").run()
    assert asked() == ["Classify", "Explain"]
    test.radio(key="cam_guess").set_value("1").run()
    assert asked() == ["Explain"]
    assert not test.exception


def test_a_class_from_a_link_shows_the_same_as_one_chosen_on_the_page(app, asked):

    def shown(test):
        return numbers_of(test), test.radio(key="cam_guess").options

    linked = shown(app("grad_cam", cam_guess="3"))
    cache.answers().clear()
    test = app("grad_cam")
    test.radio(key="cam_guess").set_value("3").run()
    assert shown(test) == linked
    assert asked() == ["Classify", "Explain", "Explain", "Explain"]
