"""What the session holds of the pages that are not shown: out of Streamlit's state, and back on the next visit."""

from cnnlab.ui.lessons.convolution.settings import CONTROLS as CONVOLUTION
from cnnlab.ui.lessons.pooling.settings import CONTROLS as POOLING
from tests.ui.conftest import open_tab

SETTINGS = {
    page: [controls.key(name) for name in (*controls.defaults, "tab")]
    for page, controls in (("convolution", CONVOLUTION), ("pooling", POOLING))
}


def settings_of(test, page):
    """The values of a page's settings, which no widget of another page has."""
    return {key: test.session_state[key] for key in SETTINGS[page] if key in test.session_state}


def opened(test, page):
    """Follow a link of the navigation, whose address has no settings."""
    test.query_params.clear()
    test.switch_page(f"pages/{page}.py").run()
    assert not test.exception, [each.message for each in test.exception]
    return test


def test_another_page_costs_a_run_nothing_and_keeps_its_settings(app):
    test = app("pooling")
    test.selectbox(key="pool_layer").set_value("AveragePooling2D").run()
    open_tab(test, "pool_", "notes")
    before = settings_of(test, "pooling")
    assert before["pool_layer"] == "AveragePooling2D"
    assert before["pool_tab"] == "notes"

    opened(test, "convolution").run()
    assert not settings_of(test, "pooling")
    assert settings_of(test, "convolution")

    assert opened(test, "pooling").selectbox(key="pool_layer").value == "AveragePooling2D"
    assert settings_of(test, "pooling") == before
    test.run()
    assert not test.exception
    assert not settings_of(test, "convolution")


def test_a_page_that_was_left_at_once_keeps_its_settings(app):
    test = app("pooling")
    test.selectbox(key="pool_layer").set_value("AveragePooling2D").run()
    for page in ("convolution", "home", "pooling"):
        opened(test, page)
    assert test.selectbox(key="pool_layer").value == "AveragePooling2D"
    assert not test.run().exception


def test_a_page_that_was_brought_back_can_be_reset(app):
    test = app("pooling")
    test.selectbox(key="pool_layer").set_value("AveragePooling2D").run()
    opened(test, "convolution").run()
    opened(test, "pooling")
    test.button(key="reset").click().run()
    assert test.selectbox(key="pool_layer").value == "MaxPooling2D"
