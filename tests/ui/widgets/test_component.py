"""Parts of a page that the browser draws: no two have one name, because one would be drawn by the other's script."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import cnnlab.ui
from cnnlab.ui.widgets.component import Parts, _Sent, component, packed


def test_another_script_cannot_take_a_name(tmp_path):
    for name in ("one.js", "two.js"):
        (tmp_path / name).write_text("export default function () {}\n", encoding="utf-8")
    component("test-names", tmp_path / "one.js")
    component("test-names", tmp_path / "one.js")
    with pytest.raises(ValueError, match=r"two\.js and .*one\.js are both called test-names"):
        component("test-names", tmp_path / "two.js")


def test_the_components_of_all_pages_can_be_imported_together():
    modules = [found.name for found in pkgutil.walk_packages(cnnlab.ui.__path__, "cnnlab.ui.")]
    sources = {name: Path(importlib.import_module(name).__file__).read_text(encoding="utf-8") for name in modules}
    assert sum("component(" in source for source in sources.values()) > 15


@pytest.fixture
def sent(monkeypatch):
    """What a browser was sent that keeps 100 bytes, and three data at most."""
    monkeypatch.setattr("cnnlab.ui.widgets.component.BUDGET", 100)
    monkeypatch.setattr("cnnlab.ui.widgets.component.MOST", 3)
    return _Sent()


def before(sent, key, script, name, size):
    """Whether both were sent before, after sending what was not."""
    known = sent.before(key, script, name)
    if not known[1]:
        sent.add(name, size)
    return known


def test_scripts_and_data_are_sent_once(sent):
    assert before(sent, "one", "script", "a", 10) == (False, False)
    assert before(sent, "one", "script", "b", 10) == (True, False)
    assert before(sent, "two", "script", "a", 10) == (True, True)
    assert before(sent, "two", "other", "b", 10) == (False, True)


def test_a_component_that_lacks_something_is_sent_all_once(sent):
    for key in ("one", "two"):
        before(sent, key, "script", "a", 10)
    sent.lacking.add("two")
    assert before(sent, "one", "script", "a", 10) == (True, True)
    assert before(sent, "two", "script", "a", 10) == (False, False)
    assert before(sent, "two", "script", "a", 10) == (True, True)


@pytest.mark.parametrize("size", [60, 10], ids=["too many bytes", "too many"])
def test_what_was_sent_first_is_dropped_first(sent, size):
    """As in the browser, which counts in the same way (kept.js)."""
    names = "abcd" if size == 10 else "ab"
    for name in names:
        before(sent, "key", "script", name, size)
    assert before(sent, "key", "script", names[-1], size) == (True, True)
    assert before(sent, "key", "script", "a", size) == (True, False)


def test_parts_have_a_name_of_their_own_and_are_joined_as_packed_data_are():
    parts = Parts({"sizes": [2, 1]}, ("one", b"ab"), ("two", b"c"))
    assert parts.whole() == packed({"sizes": [2, 1]}, b"ab", b"c")
    others = [
        Parts({"sizes": [1, 2]}, ("one", b"a"), ("two", b"bc")),
        Parts({"sizes": [2, 1]}, ("two", b"c"), ("one", b"ab")),
    ]
    assert len({parts.name, *(other.name for other in others), packed({}, b"abc").name}) == 4
