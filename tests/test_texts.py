"""Both languages are whole: labels, lessons, and nothing said past them."""

import ast
import gettext
import re
import string
from pathlib import Path

import pytest

from scripts import texts

ROOT = Path(__file__).parents[1]
LESSONS = {language: ROOT / "cnnlab/text" / language for language in ("en", "ko")}
HANGUL = re.compile(r"[가-힣]")
SAME_IN_BOTH = {"Grad-CAM", "{share:.0%} {other} + {rest:.0%} {own}"}
SHOWN = [*sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "cnnlab/ui").rglob("*.py")), ROOT / "app.py"]
# What of st.* shows no words: settings, styles, code, and the session's and the link's dictionaries
SILENT_CALLS = {
    "html",
    "space",
    "columns",
    "container",
    "code",
    "set_page_config",
    "Page",
    "component",
    "get",
    "pop",
    "update",
    "setdefault",
    "image",
}
SILENT_KEYWORDS = {
    "on_change",
    "key",
    "icon",
    "type",
    "width",
    "height",
    "mime",
    "language",
    "gap",
    "on_click",
    "vertical_alignment",
    "horizontal_alignment",
    "persist_state",
    "selection_mode",
    "url_path",
    "file_name",
    "label_visibility",
    "scope",
}
BOTH_AT_ONCE = {"Language · 언어"}


def gaps(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.fixture(scope="module")
def korean():
    return {message.id: message.string for message in texts.read() if message.id}


def test_every_label_has_its_korean(korean):
    labels = {message.id for message in texts.collect() if message.id}
    assert labels - set(korean) == set(), "run: make text"
    assert set(korean) - labels == set(), "no longer in the code; run: make text"
    assert [each for each in labels if not korean[each]] == []


def test_english_labels_are_english_and_korean_ones_korean(korean):
    for label, translated in korean.items():
        assert label.strip()
        assert not HANGUL.search(label)
        assert HANGUL.search(translated) or label in SAME_IN_BOTH, label


def test_both_languages_have_the_same_gaps(korean):
    for label, translated in korean.items():
        assert gaps(label) == gaps(translated), label


def test_the_compiled_catalogue_is_not_stale(korean):
    with texts.PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {label: compiled.gettext(label) for label in korean} == korean, "run: make text"


def test_the_compiled_catalogue_depends_on_its_labels_alone(monkeypatch):
    compiled = texts.PO.with_suffix(".mo").read_bytes()
    monkeypatch.setattr("babel.messages.catalog.VERSION", "999.0")
    assert texts.compiled(texts.read()) == compiled
    assert b"Babel" not in compiled


def sections(path: Path) -> dict[str, str]:
    parts = re.split(r"^<!-- (\w+) -->$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not parts[0].strip(), f"{path}: text before the first section"
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_each_lesson_is_there_in_both_languages():
    names = {language: {path.name for path in folder.glob("*.md")} for language, folder in LESSONS.items()}
    assert names["en"] == names["ko"] != set()


@pytest.mark.parametrize("name", sorted(path.name for path in LESSONS["en"].glob("*.md")))
def test_lessons_have_the_same_sections_and_gaps(name):
    english, korean = (sections(LESSONS[language] / name) for language in ("en", "ko"))
    assert list(english) == list(korean)
    for section in english:
        assert gaps(english[section]) == gaps(korean[section]), section
        assert HANGUL.search(korean[section])
        assert not HANGUL.search(english[section])


def literals(node: ast.expr) -> list[str]:
    """The texts with letters that stand in an argument, not those inside a call such as _()."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if isinstance(node, ast.BinOp):
        return literals(node.left) + literals(node.right)
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    if isinstance(node, ast.List | ast.Tuple):
        return [text for each in node.elts for text in literals(each)]
    return []


def says_something(text: str) -> bool:
    """Whether a text has words: not Markdown's signs, icons, formulas or styles."""
    without = re.sub(r":material/\w+:|\$.*|\{.*?\}|<style.*", "", text, flags=re.DOTALL)
    return bool(re.search(r"[A-Za-z가-힣]{2,}", without)) and text not in BOTH_AT_ONCE


WRITERS = {"st", "words", "bar", "place", "device", "column", "probability", "logit", "size", "controls", "CONTROLS"}
CONTROL_NAME = re.compile(r"[a-z_]+")  # the first argument of a method of Controls


def shown_arguments(call: ast.Call) -> list[ast.expr]:
    """The positional arguments that a visitor reads: the first, and in a control the label behind its name."""
    if ast.unparse(call.func).split(".")[0].lower() != "controls":
        return call.args[:1]
    if ast.unparse(call.func).endswith((".key", ".settings")):
        return []
    return [argument for argument in call.args[:2] if not is_control_name(argument)]


def is_control_name(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and bool(CONTROL_NAME.fullmatch(str(argument.value)))


def is_streamlits(function: ast.expr) -> bool:
    """A call that shows something: of st or of a place on the page."""
    if not isinstance(function, ast.Attribute) or function.attr in SILENT_CALLS:
        return False
    return ast.unparse(function.value).split(".")[0] in WRITERS


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_no_words_are_handed_to_streamlit_past_the_catalogue(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and is_streamlits(node.func):
            named = (keyword.value for keyword in node.keywords if keyword.arg not in SILENT_KEYWORDS)
            shown = [*shown_arguments(node), *named]
            for text in [text for argument in shown for text in literals(argument)]:
                assert not says_something(text), f"{path.name}:{node.lineno} says {text!r}"


TRAINING = ROOT / "cnnlab/train"  # a command's errors, which no page shows
PACKAGE = [path for path in sorted((ROOT / "cnnlab").rglob("*.py")) if TRAINING not in path.parents]


def error_classes(trees: list[ast.Module]) -> set[str]:
    """CnnLabError and the classes that derive from it, read off the source."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found, before = {"CnnLabError"}, set()
    while found != before:
        before = set(found)
        found |= {node.name for node in classes if {ast.unparse(base) for base in node.bases} & found}
    return found


def test_every_error_that_can_reach_a_page_is_marked_for_translation():
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE}
    errors = error_classes(list(trees.values()))
    assert {"ActivationsError", "EngineBusy", "LayerError", "Slip"} <= errors
    unmarked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in errors
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert unmarked == []
