"""Start a new lesson: python -m scripts.new_page NAME (`make page NAME=...`).

Writes the lesson's package, page, texts, picture and tests from scripts/page_template, and adds it to the list of
lessons. The page opens after a restart of the server; its tests fail and say what is left to write.
"""

import argparse
import keyword
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATE = Path(__file__).parent / "page_template"
LESSONS = "cnnlab/ui/lessons"
PICTURES = "static"
IMPORTED = re.compile(r"^from cnnlab\.ui\.lessons import (\([^)]*\)|.*)$", re.MULTILINE)
LISTED = re.compile(r"^LESSONS = (\([^)]*\))$", re.MULTILINE)
PREFIX = re.compile(r'^    prefix="(\w+)",$', re.MULTILINE)
SECTION = re.compile(r'^    section=N_\("([^"]+)"\),', re.MULTILINE)
WIDTH = 120
RESERVED = ("begin", "frame", "lesson", "pages")  # names of cnnlab/ui/lessons/__init__.py and of its neighbours
SHARED_KEYS = ("held_", "times_", "started_", "dropped_", "cancelled_", "presenter_", "lang_")  # of cnnlab/ui/shell


def new_page(name: str, root: Path = ROOT) -> list[Path]:
    """Write the files of the lesson `name` and return their paths; ValueError where the name cannot be used."""
    file = root / LESSONS / "__init__.py"
    listing = file.read_text(encoding="utf-8")
    imported, listed = (_items(pattern, listing) for pattern in (IMPORTED, LISTED))
    _check(name, root, imported)
    words = {"NAME": name, "TITLE": name.replace("_", " ").capitalize(), "PICTURE": imported[0]}
    written = []
    for template in sorted(TEMPLATE.rglob("*.txt")):
        path = root / _filled(template.relative_to(TEMPLATE).as_posix().removesuffix(".txt"), words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(template.read_text(encoding="utf-8"), words), encoding="utf-8")
        written.append(path)
    picture = root / PICTURES / f"{name}.jpg"
    shutil.copyfile(root / PICTURES / f"{imported[0]}.jpg", picture)
    imports = _line("from cnnlab.ui.lessons import ", sorted([*imported, name]))
    listed.insert(_place(root, listed, TEMPLATE / f"{LESSONS}/NAME/__init__.py.txt"), f"{name}.LESSON")
    lessons = _line("LESSONS = ", listed, always=True)
    file.write_text(LISTED.sub(lessons, IMPORTED.sub(imports, listing)), encoding="utf-8")
    return [*written, picture, file]


def _place(root: Path, listed: Sequence[str], template: Path) -> int:
    """The place in the list of lessons behind the last lesson of the template's section."""
    files = [root / LESSONS / lesson.removesuffix(".LESSON") / "__init__.py" for lesson in listed]
    sections = [SECTION.findall(file.read_text(encoding="utf-8")) for file in files]
    wanted = SECTION.findall(template.read_text(encoding="utf-8"))
    return max((place for place, section in enumerate(sections, 1) if section == wanted), default=len(listed))


def _check(name: str, root: Path, lessons: Sequence[str]) -> None:
    """A name is lower-case words; no page's key prefix may be a prefix of another's, or of the shared keys."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name):
        raise ValueError(f"{name!r} cannot name a page. Use lower-case words joined by _, such as residual_blocks.")
    if name in RESERVED:
        raise ValueError(f"The name {name!r} has another meaning in {LESSONS}. Use another name.")
    if name in ("home", *lessons) or (root / LESSONS / f"{name}.py").exists():
        raise ValueError(f"There is a page {name!r} already. Use another name.")
    sources = [(root / LESSONS / lesson / "__init__.py").read_text(encoding="utf-8") for lesson in lessons]
    for prefix in ["home_", *SHARED_KEYS, *(prefix for source in sources for prefix in PREFIX.findall(source))]:
        if prefix.startswith(f"{name}_") or f"{name}_".startswith(prefix):
            raise ValueError(f"Keys of a page {name!r} would begin as another's do, {prefix!r}. Use another name.")


def _items(pattern: re.Pattern[str], listing: str) -> list[str]:
    found = pattern.search(listing)
    if not found:
        raise ValueError(f"{LESSONS}/__init__.py does not list the lessons as scripts/new_page.py expects.")
    return re.findall(r"[\w.]+", found[1])


def _line(start: str, items: Sequence[str], always: bool = False) -> str:
    """The items on one line, or where that is too long one on each, in brackets, as ruff formats them.

    With `always` the brackets are there in both cases.
    """
    joined = ", ".join(items)
    line = f"{start}({joined})" if always else start + joined
    return line if len(line) <= WIDTH else "\n".join([f"{start}(", *(f"    {item}," for item in items), ")"])


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"NAME|TITLE|PICTURE", lambda match: words[match[0]], text)


def main() -> None:
    parser = argparse.ArgumentParser(description="Start a new lesson.")
    parser.add_argument("name", help="of the page, its package and its address: lower-case words joined by _")
    name = parser.parse_args().name
    try:
        written = new_page(name)
    except ValueError as error:
        parser.error(str(error))
    for path in written:
        print(path.relative_to(ROOT))
    print(f"\nThe page opens once the server is (re)started: make run, then http://localhost:8501/{name}")
    print("By hand come a row in README's table of pages, a line in CHANGELOG.md, and the arithmetic with its tests.")
    tests = f"tests/ui/lessons/{name} tests/test_texts.py tests/test_readme.py tests/test_architecture.py"
    print(f"What is left to write: .venv/bin/python -m pytest -q {tests}")
    print(f"In a browser:          .venv/bin/python -m pytest -q tests/browser/test_pages.py -k '{name} or card'")


if __name__ == "__main__":
    main()
