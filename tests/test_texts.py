"""Every language is complete: labels, lessons, and nothing shown that is not translated.

One file, because all checks read the same catalogues and the same source.
"""

import ast
import gettext
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from cnnlab.ui.shell.language import LANGUAGES, PARTICLE
from scripts import texts

ROOT = Path(__file__).parents[1]
TRANSLATIONS = [language for language in LANGUAGES if language != "en"]
LESSONS = {language: ROOT / "cnnlab/text" / language for language in LANGUAGES}
SCRIPTS = {"ko": re.compile(r"[가-힣]")}  # the letters of each language that is not written in Latin ones
NAMES = {f"{name}CAM" for name in ("Grad-", "HiRes", "Layer", "Eigen-", "Finer-", "Score-", "Ablation-")}
NAMES |= {"Grad-CAM++", "Smooth Grad-CAM++", "SmoothGrad", "RISE"}  # of methods
SAME_AS_ENGLISH = {*NAMES, "{share:.0%} {other} + {rest:.0%} {own}"}
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
    "duration",
}
BOTH_AT_ONCE = {"Language · 언어"}


def gaps(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def is_written_in(language: str, text: str) -> bool:
    """Whether a text has letters of the language; a language in Latin letters cannot be told from English by them."""
    return language not in SCRIPTS or bool(SCRIPTS[language].search(text))


def is_in_latin_letters(text: str) -> bool:
    return not any(script.search(text) for script in SCRIPTS.values())


@pytest.fixture(scope="module", params=TRANSLATIONS)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def translations(language):
    return {message.id: message.string for message in texts.read(language) if message.id}


@pytest.fixture(scope="module")
def labels():
    return {message.id for message in texts.collect() if message.id}


def test_every_language_but_english_has_a_catalogue():
    assert texts.languages() == sorted(TRANSLATIONS)


def test_every_label_is_translated(labels, translations):
    assert labels - set(translations) == set(), "run: make text"
    assert set(translations) - labels == set(), "no longer in the code; run: make text"
    assert [label for label in labels if not translations[label]] == []


def test_labels_are_english_and_their_translations_are_not(language, translations):
    for label, translated in translations.items():
        assert label.strip()
        assert is_in_latin_letters(label)
        assert is_written_in(language, translated) or label in SAME_AS_ENGLISH, label


def test_translations_have_the_gaps_of_the_label(translations):
    for label, translated in translations.items():
        assert gaps(label) == gaps(translated), label


def test_the_compiled_catalogue_is_not_stale(language, translations):
    with texts.po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {label: compiled.gettext(label) for label in translations} == translations, "run: make text"


def test_the_compiled_catalogue_depends_on_its_labels_alone(monkeypatch, language):
    compiled = texts.po_file(language).with_suffix(".mo").read_bytes()
    monkeypatch.setattr("babel.messages.catalog.VERSION", "999.0")
    assert texts.compiled(texts.read(language)) == compiled
    assert b"Babel" not in compiled


def test_a_language_is_added_with_its_folder(monkeypatch, tmp_path, capsys):
    """Its catalogue has every label, and each is listed until it is translated; other languages stay as they are."""
    for language in ("de", "ko"):
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setattr(texts, "TEXT", tmp_path)
    labels = Catalog()
    labels.add("Layer")
    monkeypatch.setattr(texts, "collect", lambda: labels)
    texts.po_file("ko").write_text('msgid "Layer"\nmsgstr "층"\n', encoding="utf-8")
    assert texts.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "de: 1 labels, 1 without a translation", "  Layer", "ko: 1 labels, 0 without a translation"
    ]  # fmt: skip
    texts.po_file("de").write_text('msgid "Layer"\nmsgstr "Schicht"\n', encoding="utf-8")
    assert texts.main() == 0
    for language, layer in {"de": "Schicht", "ko": "층"}.items():
        assert gettext.translation("cnnlab", tmp_path, [language]).gettext("Layer") == layer


def sections(path: Path) -> dict[str, str]:
    parts = re.split(r"^<!-- (\w+) -->$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not parts[0].strip(), f"{path}: text before the first section"
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_each_lesson_is_there_in_every_language(language):
    english, translated = ({path.name for path in LESSONS[name].glob("*.md")} for name in ("en", language))
    assert english == translated != set()


@pytest.mark.parametrize("name", sorted(path.name for path in LESSONS["en"].glob("*.md")))
def test_lessons_have_the_same_sections_and_gaps(language, name):
    english, translated = (sections(LESSONS[code] / name) for code in ("en", language))
    assert list(english) == list(translated)
    for section in english:
        assert gaps(english[section]) == gaps(translated[section]), section
        assert is_written_in(language, translated[section])
        assert is_in_latin_letters(english[section])


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
        return [text for element in node.elts for text in literals(element)]
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


def test_every_label_in_the_code_is_found(labels):
    """Babel does not look inside f-strings: on such a label a translation would be lost."""
    sources = [*PACKAGE, *sorted((ROOT / "pages").glob("*.py"))]
    calls = [
        node.args[0].value
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("_", "N_")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert len(calls) > 500
    assert set(calls) - labels == set(), "translate first, then format"


def test_no_text_whose_particles_depend_on_its_gaps_is_filled_by_a_script():
    """Python chooses the particles (language.py); a component's words, given as a dictionary, are filled by text.js."""
    korean, seen = texts.read("ko"), 0
    for path in SHOWN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for value in node.values if isinstance(node, ast.Dict) else []:
                if isinstance(value, ast.Call) and ast.unparse(value.func) == "_" and literals(value.args[0]):
                    seen += 1
                    assert not PARTICLE.search(str(korean["".join(literals(value.args[0]))].string)), path
    assert seen > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_struck_through_by_two_tildes(language):
    """Markdown takes what is between two tildes for deleted."""
    shown = [text for path in LESSONS[language].glob("*.md") for text in sections(path).values()]
    if language in TRANSLATIONS:
        shown += [str(message.string) for message in texts.read(language)]
    else:
        shown += [str(message.id) for message in texts.collect()]
    assert [text for text in shown if len(re.findall(r"(?<!\\)~", text)) > 1] == []


def test_a_label_that_one_more_file_uses_is_named_with_that_file():
    known, labels = Catalog(locale="ko"), Catalog()
    known.add("Stride", "스트라이드", locations=[("cnnlab/ui/a.py", 0)])
    known.add("Open", "", locations=[("cnnlab/ui/a.py", 0)])
    labels.add("Stride", locations=[("cnnlab/ui/a.py", 0), ("cnnlab/ui/b.py", 0)])
    labels.add("Open", locations=[("cnnlab/ui/b.py", 0)])
    labels.add("Size", locations=[("cnnlab/ui/b.py", 0)])
    assert texts.reused(known, labels) == [("Stride", "cnnlab/ui/b.py")]
    assert texts.reused(labels, labels) == []
