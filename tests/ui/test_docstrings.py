"""The examples in the docstrings of the user interface."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "cnnlab/ui"
FILES = [path.relative_to(UI.parents[1]) for path in sorted(UI.rglob("*.py")) if ">>>" in path.read_text("utf-8")]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_the_examples_give_what_they_say(file):
    found = doctest.testmod(import_module(".".join(file.with_suffix("").parts)))
    assert found.attempted
    assert not found.failed
