"""The direction of the dependencies, read from the imports: which package may import which."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"core", "nets", "train", "engine", "figures", "ui"}

# For the files of each package: the packages that they may import, and the libraries that they must not.
ALLOWED = {
    "core": set(),
    "figures": {"core"},
    "nets": {"core"},
    "train": {"nets", "core"},
    "engine": {"core"},
    "ui": {"figures", "engine", "core"},
    "pages": {"ui"},
}
WORKER_TASKS = "cnnlab/engine/tasks/"  # what runs in the worker process, which has Keras
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
UI_LAYERS = ("shell", "widgets", "lessons")  # each imports itself and the ones before it
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "cnnlab").rglob("*.py")]
    if path.parent != ROOT / "cnnlab" and "text" not in path.parts
)
LESSONS = {path.name for path in (ROOT / "cnnlab/ui/lessons").iterdir() if (path / "__init__.py").exists()}


def imports_of(file: str) -> set[str]:
    """The dotted names that a file imports, including those imported inside functions."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            folders = Path(file).parts[: -node.level] if node.level else ()  # of a relative import
            module = ".".join([*folders, *([node.module] if node.module else [])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def package_of(file: str) -> str:
    parts = Path(file).parts
    return "pages" if parts[0] in ("pages", "app.py") else parts[1]


def ui_parts(file_or_name: str) -> list[str]:
    """The layer of ui and, among the lessons, the lesson that a file or an imported name belongs to; else []."""
    parts = re.split(r"[./]", file_or_name.removesuffix(".py"))
    return parts[2:4] if parts[:2] == ["cnnlab", "ui"] else []


@pytest.mark.parametrize("file", FILES)
def test_no_dependency_points_backwards(file):
    package = package_of(file)
    in_worker = file.startswith(WORKER_TASKS)
    allowed = {package, *(("core", "nets", "train") if in_worker else ALLOWED[package])}
    for name in imports_of(file):
        parts = name.split(".")
        if parts[0] == "cnnlab" and len(parts) > 1 and parts[1] in PACKAGES:
            assert parts[1] in allowed, f"{file} imports {name}"
        if not in_worker:
            assert parts[0] not in FORBIDDEN[package], f"{file} imports {name}"


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("cnnlab/ui/")])
def test_the_layers_of_ui_import_earlier_ones_only(file):
    """shell imports neither widgets nor lessons, and widgets no lessons."""
    layer = ui_parts(file)[0]
    later = UI_LAYERS[UI_LAYERS.index(layer) + 1 :] if layer in UI_LAYERS else ()
    assert [name for name in sorted(imports_of(file)) if set(ui_parts(name)[:1]) & set(later)] == []


@pytest.mark.parametrize("file", [file for file in FILES if ui_parts(file)[:1] == ["lessons"]])
def test_no_lesson_imports_another_lesson(file):
    """Only lessons/__init__.py, which lists the lessons, may import them all."""
    own = ui_parts(file)[1:]
    if own == ["__init__"]:
        return
    imported = {part for name in imports_of(file) if ui_parts(name)[:1] == ["lessons"] for part in ui_parts(name)[1:]}
    assert sorted(imported & LESSONS - set(own)) == []


def test_no_other_file_imports_the_tasks_of_the_worker():
    others = [file for file in FILES if not file.startswith(WORKER_TASKS)]
    assert [file for file in others if any("engine.tasks" in name for name in imports_of(file))] == []


def test_only_gradients_and_device_import_a_backend():
    users = [
        file
        for file in FILES
        if package_of(file) == "nets"
        and {name.split(".")[0] for name in imports_of(file)} & {"tensorflow", "jax", "torch"}
    ]
    assert users == ["cnnlab/nets/device.py", "cnnlab/nets/gradients.py"]


def test_only_cache_has_cache_decorators():
    users = [
        file
        for file in FILES
        if package_of(file) in ("ui", "pages") and "st.cache_" in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert users == ["cnnlab/ui/shell/cache.py"]


def test_only_component_mounts_components_and_nothing_shows_a_data_frame():
    """A dict as a component's data, or a data frame, makes Streamlit import pandas and PyArrow."""
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in FILES if package_of(file) in ("ui", "pages")}
    assert [file for file, text in texts.items() if "components.v2" in text] == ["cnnlab/ui/widgets/component.py"]
    assert [file for file, text in texts.items() if re.search(r"\bst\.(dataframe|table|data_editor)\(", text)] == []


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith(("pages/", "app"))])
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
