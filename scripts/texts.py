"""Collect the labels to translate, merge them into the Korean catalogue, compile it: `python scripts/texts.py`.

Labels stand in the code in English: inside `_()` where they are shown, inside `N_()` where they are only written down.
"""

import io
import sys
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[1]
PO = ROOT / "cnnlab/text/ko/LC_MESSAGES/cnnlab.po"
KEYWORDS = {"_": None, "N_": None}
CHARSET = ("Content-Type", "text/plain; charset=utf-8")  # the only header: Babel's own has its version and the day
FOLDERS = ("cnnlab", "pages")


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


def read() -> Catalog:
    """The Korean catalogue as it is committed."""
    with PO.open("rb") as file:
        return pofile.read_po(file, locale="ko")


class _Dateless(Catalog):
    """A catalogue whose file depends on its labels alone, not on Babel's version or the day."""

    mime_headers = [CHARSET]  # type: ignore[override]  # noqa: RUF012


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file."""
    dateless = _Dateless(locale="ko", charset="utf-8")
    for message in catalogue:
        if message.id:
            dateless.add(message.id, message.string)
    file = io.BytesIO()
    mofile.write_mo(file, dateless)
    return file.getvalue()


def main() -> int:
    catalogue = read() if PO.exists() else Catalog(locale="ko", charset="utf-8")
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with PO.open("wb") as file:
        pofile.write_po(file, catalogue, width=120, omit_header=True, sort_output=True, include_lineno=False)
    PO.with_suffix(".mo").write_bytes(compiled(read()))
    missing = [label.id for label in catalogue if label.id and not label.string]
    print(f"{len(catalogue)} labels, {len(missing)} without Korean", *missing, sep="\n  ")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
