"""A section of the Transfer learning page on a page of its own, which trains nothing."""

from streamlit.testing.v1 import AppTest

from tests.ui import STARTING


def script(name: str) -> None:
    """A page that consists of one section."""
    from importlib import import_module

    from cnnlab.core.transfer import HeadSettings
    from cnnlab.ui.shell.language import start_run
    from cnnlab.ui.shell.link import written_once

    start_run()
    with written_once():
        getattr(import_module(f"cnnlab.ui.lessons.transfer.{name}"), name)(HeadSettings(), None)


def section(name: str, language: str = "en", **link: str) -> AppTest:
    """Open a section in a language, with what the link says: section("pipeline", tl_buffer="1")."""
    test = AppTest.from_function(script, default_timeout=STARTING, kwargs={"name": name})
    test.query_params["lang"] = language
    for key, value in link.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception, [each.message for each in test.exception]
    return test


def html(test: AppTest, holder: str) -> str:
    """The HTML that a section draws into a <div> of this class."""
    return next(body for each in test.get("html") if f"class='{holder}'" in (body := each.proto.body))


def said(test: AppTest) -> str:
    """All of a section's Markdown."""
    return "\n".join(element.value for element in (*test.markdown, *test.caption))
