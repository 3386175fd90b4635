"""The arrows of the house, read off the imports: who may know whom."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = {"core", "nets", "train", "engine", "figures", "ui"}

# Whom the files of a floor may import of the house, and which libraries they must not.
MAY = {
    "core": set(),
    "figures": {"core"},
    "nets": {"core"},
    "train": {"nets", "core"},
    "engine": {"core"},
    "ui": {"figures", "engine", "core"},
    "pages": {"ui"},
}
BEHIND_THE_PROCESS = {"cnnlab/engine/tasks.py": {"core", "nets", "train"}}
KERAS = {"keras", "tensorflow", "jax", "torch"}
FORBIDDEN = {
    "core": KERAS | {"streamlit", "plotly"},
    "figures": KERAS | {"streamlit"},
    "nets": {"streamlit", "plotly"},
    "train": {"streamlit", "plotly"},
    "engine": KERAS | {"streamlit", "plotly"},
    "ui": KERAS,
    "pages": KERAS | {"numpy", "plotly", "PIL"},
}
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "cnnlab").rglob("*.py")]
    if path.parent != ROOT / "cnnlab" and "text" not in path.parts
)


def imports_of(file: str) -> set[str]:
    """The dotted names that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


def floor_of(file: str) -> str:
    parts = Path(file).parts
    return "pages" if parts[0] in ("pages", "app.py") else parts[1]


@pytest.mark.parametrize("file", FILES)
def test_no_arrow_is_drawn_backwards(file):
    floor = floor_of(file)
    allowed = BEHIND_THE_PROCESS.get(file, MAY[floor]) | {floor}
    for name in imports_of(file):
        parts = name.split(".")
        if parts[0] == "cnnlab" and len(parts) > 1 and parts[1] in HOUSE:
            assert parts[1] in allowed, f"{file} imports {name}"
        if file not in BEHIND_THE_PROCESS:
            assert parts[0] not in FORBIDDEN[floor], f"{file} imports {name}"


def test_the_worker_is_the_only_way_to_the_tasks():
    assert [file for file in FILES if any("engine.tasks" in each for each in imports_of(file))] == []


def test_only_gradients_knows_a_backend_and_the_device_what_it_runs_on():
    users = [
        file
        for file in FILES
        if floor_of(file) == "nets"
        and {name.split(".")[0] for name in imports_of(file)} & {"tensorflow", "jax", "torch"}
    ]
    assert users == ["cnnlab/nets/device.py", "cnnlab/nets/gradients.py"]


def test_only_cache_has_cache_decorators():
    users = [
        file
        for file in FILES
        if floor_of(file) in ("ui", "pages") and "st.cache_" in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert users == ["cnnlab/ui/shell/cache.py"]


def test_only_component_mounts_components_and_nothing_shows_a_data_frame():
    """A dict as a component's data, or a data frame, makes Streamlit import pandas and PyArrow."""
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in FILES if floor_of(file) in ("ui", "pages")}
    assert [file for file, text in texts.items() if "components.v2" in text] == ["cnnlab/ui/widgets/component.py"]
    assert [file for file, text in texts.items() if re.search(r"\bst\.(dataframe|table|data_editor)\(", text)] == []


@pytest.mark.parametrize("file", [each for each in FILES if each.startswith(("pages/", "app"))])
def test_a_page_is_flat_and_short(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(text)))
    assert len(text.splitlines()) <= 100


@pytest.mark.parametrize("file", FILES)
def test_files_and_functions_stay_short(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 45, f"{file}: {node.name}"
