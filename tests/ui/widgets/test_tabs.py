"""The open section stays in the link, however it came to be open."""

from tests.ui.conftest import open_tab


def test_the_open_section_is_in_the_link_beside_its_own_settings(app):
    test = app("convolution", conv_tab="shift")
    test.slider(key="conv_shift_across").set_value(3).run()
    test.run()
    assert (test.query_params["conv_tab"], test.query_params["conv_shift_across"]) == ("shift", "3")
    test.slider(key="conv_shift_across").set_value(0).run()
    assert dict(test.query_params) == {"conv_tab": "shift"}


def test_a_setting_of_a_section_opens_it(app):
    test = app("convolution", conv_shift_across="3")
    assert test.query_params["conv_tab"] == "shift"
    assert test.slider(key="conv_shift_across").value == 3
    assert dict(open_tab(test, "conv_", "predict").query_params) == {
        "conv_shift_across": "3",
        "conv_tab": "predict",
    }
