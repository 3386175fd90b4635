"""`make page`: a page that opens, and tests that say what is left to write."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.new_page import LESSONS, PICTURES, ROOT, new_page

NAME = "example_of_a_page"
OPEN = f"""
from streamlit.testing.v1 import AppTest
for language in ("en", "ko"):
    test = AppTest.from_file("app.py", default_timeout=60)
    test.query_params["lang"] = language
    test.switch_page("pages/{NAME}.py").run()
    assert not test.exception, test.exception
    test.number_input(key="{NAME}_side").set_value(5).run()
    assert not test.exception, test.exception
    print(test.query_params["{NAME}_side"][0])
"""


@pytest.fixture
def copied(tmp_path) -> Path:
    """A copy of what the page needs of the project."""
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("cnnlab", "pages", "static", "tests/ui"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in ("app.py", "pyproject.toml", "tests/__init__.py"):
        shutil.copyfile(ROOT / file, tmp_path / file)
    return tmp_path


def run(root: Path, *command: str) -> subprocess.CompletedProcess:
    paths = os.pathsep.join([str(root), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_the_page_opens_and_its_control_is_in_the_link(copied):
    new_page(NAME, copied)
    done = run(copied, "-c", OPEN)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["5", "5"]


def test_its_tests_say_what_is_left_to_write(copied):
    new_page(NAME, copied)
    done = run(copied, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", f"tests/ui/lessons/{NAME}")
    failed = {line.split(" - ")[0] for line in done.stdout.splitlines() if line.startswith("FAILED")}
    assert len([line for line in failed if "test_nothing_is_left_to_write" in line]) == 11
    others = {line.split("::")[1] for line in failed if "left_to_write" not in line}
    assert others == {"test_the_picture_on_the_home_page_is_the_lessons_own", "test_there_are_questions"}
    assert 'question=N_("TODO: which question does the page answer?")' in done.stdout


def test_what_is_written_is_formatted_and_listed(copied):
    before = (copied / LESSONS / "__init__.py").read_text(encoding="utf-8")
    written = new_page(NAME, copied)
    assert (copied / PICTURES / f"{NAME}.jpg") in written
    sources = [str(path) for path in written if path.suffix == ".py"]
    for command in (["check", "--no-cache"], ["format", "--no-cache", "--check"]):
        done = run(copied, "-m", "ruff", *command, *sources)
        assert done.returncode == 0, done.stdout
    after = (copied / LESSONS / "__init__.py").read_text(encoding="utf-8")
    assert len(after) > len(before)
    assert f"{NAME}.LESSON" in after


def test_the_list_of_lessons_grows_past_one_line(copied):
    names = [f"{NAME}_{letter}" for letter in "abcde"]
    for name in names:
        new_page(name, copied)
    listing = (copied / LESSONS / "__init__.py").read_text(encoding="utf-8")
    imported, lessons = set(), []
    for node in ast.walk(ast.parse(listing)):
        if isinstance(node, ast.ImportFrom) and node.module == "cnnlab.ui.lessons":
            imported = {alias.name for alias in node.names}
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LESSONS":
            lessons = [ast.unparse(item).removesuffix(".LESSON") for item in node.value.elts]
    assert set(lessons) == imported
    section = lessons.index("architecture")  # the last one of the template's section
    assert lessons[section + 1 : section + 6] == names
    assert max(map(len, listing.splitlines())) <= 120


@pytest.mark.parametrize("name", ["Residual", "2d", "a-b", "class", "", "a__b", "../a"])
def test_a_name_that_python_cannot_import_is_refused(copied, name):
    with pytest.raises(ValueError, match=r"cannot name a page\. Use lower-case words joined by _"):
        new_page(name, copied)


def test_a_page_that_exists_is_kept(copied):
    with pytest.raises(ValueError, match="There is a page 'pooling' already"):
        new_page("pooling", copied)


def test_a_name_whose_keys_begin_as_anothers_is_refused(copied):
    with pytest.raises(ValueError, match="would begin as another's do, 'pool_'"):
        new_page("pool_sizes", copied)


@pytest.mark.parametrize("name", ["frame", "begin", "held", "times", "pooling", "pool", "home", "Big", "class"])
def test_a_name_that_would_clash_is_refused_before_anything_is_written(copied, name):
    before = sorted(copied.rglob("*"))
    with pytest.raises(ValueError, match=repr(name)):
        new_page(name, copied)
    assert sorted(copied.rglob("*")) == before
