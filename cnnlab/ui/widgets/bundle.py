"""JavaScript modules as one script: a Streamlit component takes its script as text, which can import no file."""

import re
from collections import Counter
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_DECLARATION = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
_OTHER_SYNTAX = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(module: Path) -> str:
    """Return `module` preceded by every file that it imports, directly or not, each once; its own exports remain.

    The files share one scope. So they import by name (`import { a, b } from "./file.js";`), export where they declare
    (`export function a() {`), and no two of them declare the same name; ValueError where that is not so.
    """
    sources = _collected(module.resolve(), {})
    declarations = Counter(name for source in sources.values() for name in _DECLARATION.findall(source))
    repeated = [name for name, count in declarations.items() if count > 1]
    if repeated:
        raise ValueError(f"{module.name} and its imports declare {', '.join(repeated)} more than once. Rename one.")
    *imported, own = (_IMPORT.sub("", source) for source in sources.values())
    return "\n".join([*(_EXPORT.sub("", source) for source in imported), own])


def _collected(path: Path, found: dict[Path, str]) -> dict[Path, str]:
    """The sources of `path` and its imports; `path` last, and before a file its imports, except within a cycle."""
    if path not in found:
        found[path] = source = path.read_text(encoding="utf-8")
        _check(path, source)
        for _, imported in _IMPORT.findall(source):
            _collected((path.parent / imported).resolve(), found)
        found[path] = found.pop(path)
    return found


def _check(path: Path, source: str) -> None:
    rest = _EXPORT.sub("", _IMPORT.sub("", source)).replace("export default function (", "")
    renamed = any(" as " in names for names, _ in _IMPORT.findall(source))
    other = _OTHER_SYNTAX.search(rest)
    if other or renamed:
        raise ValueError(
            f"{path.name}: import with `import {{ a, b }} from './file.js'` and export where the name is declared"
            f"{f', not with `{other[0]}`' if other else ', without `as`'}."
        )
