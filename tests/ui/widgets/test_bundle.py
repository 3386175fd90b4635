"""JavaScript modules made into one script: their order, their names, and the forms that are refused."""

import re
from pathlib import Path

import pytest

import cnnlab.ui
from cnnlab.ui.widgets.bundle import bundle

SCRIPTS = sorted(Path(cnnlab.ui.__file__).parent.rglob("*.js"))


@pytest.fixture
def written(tmp_path):
    """Write modules by name and return the folder."""

    def write(**modules):
        for name, source in modules.items():
            (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
        return tmp_path

    return write


def words(script: str) -> str:
    return " ".join(script.split())


def test_imports_come_first_and_once(written):
    folder = written(
        page='import { a } from "./a.js";\nimport { b } from "./b.js";\n\nexport default function () {\n  a(b);\n}\n',
        a='import { b } from "./b.js";\n\nexport function a() {\n  return b;\n}\n',
        b="export const b = 1;\n",
    )
    assert words(bundle(folder / "page.js")) == (
        "const b = 1; function a() { return b; } export default function () { a(b); }"
    )


def test_modules_may_import_each_other(written):
    folder = written(
        page='import { a } from "./a.js";\nexport default function () {}\n',
        a='import { b } from "./b.js";\nexport function a() {}\n',
        b='import { a } from "./a.js";\nexport function b() {}\n',
    )
    assert words(bundle(folder / "page.js")) == "function b() {} function a() {} export default function () {}"


def test_an_import_over_several_lines(written):
    folder = written(page='import {\n  a,\n  b,\n} from "./a.js";\nexport const c = a;\n', a="export const a = 1;\n")
    assert words(bundle(folder / "page.js")) == "const a = 1; export const c = a;"


def test_two_declarations_of_a_name_are_refused(written):
    folder = written(
        page='import { a } from "./a.js";\nfunction help() {}\nexport default function () {}\n',
        a="export function a() {}\n\nfunction help() {}\n",
    )
    with pytest.raises(ValueError, match=r"page\.js and its imports declare help more than once"):
        bundle(folder / "page.js")


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./a.js";',
        'import * as a from "./a.js";',
        'import { a as b } from "./a.js";',
        'import { a } from "package";',
        "export { a };",
        'export { a } from "./a.js";',
        "export default class {}",
    ],
)
def test_other_forms_are_refused(written, line):
    folder = written(page=f"{line}\n", a="export const a = 1;\n")
    with pytest.raises(ValueError, match=r"page\.js: import with .* export where"):
        bundle(folder / "page.js")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_every_script_can_be_bundled(script):
    assert not re.search(r"^import\b", bundle(script), re.MULTILINE)
