"""Collect the labels to translate, merge them into each catalogue, compile it: `python -m scripts.texts`.

Labels stand in the code in English: inside `_()` where they are shown, inside `N_()` where they are only written down.
A language has a catalogue if its folder in cnnlab/text has a folder LC_MESSAGES.
"""

import io
import sys
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[1]
TEXT = ROOT / "cnnlab/text"
KEYWORDS = {"_": None, "N_": None}
CHARSET = ("Content-Type", "text/plain; charset=utf-8")  # the only header: Babel's own has its version and the day
FOLDERS = ("cnnlab", "pages")


def languages() -> list[str]:
    """The codes of the languages that have a catalogue."""
    return sorted(folder.parent.name for folder in TEXT.glob("*/LC_MESSAGES"))


def po_file(language: str) -> Path:
    """The catalogue that translators edit; the compiled one is beside it."""
    return TEXT / language / "LC_MESSAGES/cnnlab.po"


def collect() -> Catalog:
    """Every label in the code, without translations."""
    catalogue = Catalog(project="cnnlab", charset="utf-8")
    for folder in FOLDERS:
        for file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            for text in message if isinstance(message, tuple) else (message,):
                catalogue.add(text, locations=[(f"{folder}/{file}", 0)])
    return catalogue


def read(language: str) -> Catalog:
    """A language's catalogue as it is committed; empty if there is none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


class _Dateless(Catalog):
    """A catalogue whose file depends on its labels alone, not on Babel's version or the day."""

    mime_headers = [CHARSET]  # type: ignore[override]  # noqa: RUF012


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file."""
    dateless = _Dateless(locale=catalogue.locale, charset="utf-8")
    for message in catalogue:
        if message.id:
            dateless.add(message.id, message.string)
    file = io.BytesIO()
    mofile.write_mo(file, dateless)
    return file.getvalue()


def update(language: str, labels: Catalog) -> list[str]:
    """Merge the labels into a language's catalogue, write and compile it; return those without a translation."""
    catalogue = read(language)
    for name, user in reused(catalogue, labels):
        print(f"{language}: now in {user} too, check that the translation fits: {name} = {catalogue[name].string}")
    catalogue.update(labels, no_fuzzy_matching=True)
    for label in catalogue.obsolete:
        print(f"{language}: no longer in the code, removed: {label}")
    catalogue.obsolete.clear()
    path = po_file(language)
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=120, omit_header=True, sort_output=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(read(language)))
    return [str(label.id) for label in catalogue if label.id and not label.string]


def reused(catalogue: Catalog, labels: Catalog) -> list[tuple[str, str]]:
    """Labels that have a translation and are now in one more file of a page or a widget: the label and that file."""
    found = []
    for label in labels:
        name = str(label.id)
        known = catalogue.get(name) if name else None
        before = {file for file, _line in known.locations} if known and known.string else set()
        found += [(name, file) for file, _line in label.locations if before and file not in before]
    return found


def main() -> int:
    labels, complete = collect(), True
    for language in languages():
        missing = update(language, labels)
        print(f"{language}: {len(labels)} labels, {len(missing)} without a translation", *missing, sep="\n  ")
        complete = complete and not missing
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
