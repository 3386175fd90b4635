"""Parts of a page that the browser draws: no two have one name, because one would be drawn by the other's script."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import cnnlab.ui
from cnnlab.ui.widgets.component import component


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
