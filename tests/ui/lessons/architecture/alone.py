"""A tab of the Architecture page on a page of its own."""

from streamlit.testing.v1 import AppTest

from tests.ui import STARTING


def script(module: str, name: str, network: str) -> None:
    """A page that consists of one tab, below the settings of the page for a famous network."""
    from importlib import import_module
    from types import SimpleNamespace

    from cnnlab.ui.lessons.architecture.given import Given
    from cnnlab.ui.shell.language import start_run
    from cnnlab.ui.shell.link import written_once

    start_run()
    how = {"batch": 32, "optimizer": "Adam", "mixed": False}
    settings = SimpleNamespace(given=Given(network), size="", picture="cat", **how)
    with written_once():
        getattr(import_module(f"cnnlab.ui.lessons.architecture.{module}"), name)(settings, None)


def tab(module: str, name: str, language: str = "en", network: str = "VGG16", **link: str) -> AppTest:
    """Open a tab in a language, with what the link says: tab("build", "build_part", arch_built="i8x8x1.f")."""
    given = {"module": module, "name": name, "network": network}
    test = AppTest.from_function(script, default_timeout=STARTING, kwargs=given)
    test.query_params["lang"] = language
    for key, value in link.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception, [each.message for each in test.exception]
    return test
