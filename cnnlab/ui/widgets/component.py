"""Parts of a page that the browser draws: a Streamlit component of one element, a style sheet and a script.

Each run of a page sends every component again. What the browser has been sent before is only named (kept.js), by a hash
of its content, so that it cannot be taken for something else. A message can be lost, because a newer run overtakes it;
then the browser lacks what was in it, says so, and gets all again.
"""

import json
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.ui.shell import link
from cnnlab.ui.shell.held import held_by_all, memory
from cnnlab.ui.shell.style import compact
from cnnlab.ui.widgets.bundle import bundle

HERE = Path(__file__).parent
MOST = 40  # data that a browser keeps, the latest ones (kept.js)
SENT = "sent_to_browser"
_kept = bundle(HERE / "kept.js")
_scripts: dict[str, Path] = {}  # of each name: Streamlit knows components by name alone, on all pages
SORTED_TABLE = HERE / "sorted_table.css"  # the style of tables that use sorted_table.js
CROSS = HERE / "cross.css"  # the style of the mark on the pixel that is pointed at


def component(holder: str, script: Path, *styles: Path, name: str = "") -> Callable[..., Any]:
    """Register a <div class=holder> with a script, what it imports, and styles; call it with data, a key and callbacks.

    The script's default export is called with the data as bytes, a dict as JSON (decoded in packed.js). Given the dict,
    Streamlit would look for tables in it, and import pandas and PyArrow for that: 78 MB of memory. ValueError where
    another script has the `name`, which is that of the holder if it is left out.
    """
    name = name or holder
    if _scripts.setdefault(name, script) != script:
        raise ValueError(f"{script} and {_scripts[name]} are both called {name}. Give one another name.")
    mounted: Any = st.components.v2.component(
        f"cnnlab_{name}",
        html=f"<div class='{holder}'></div>",
        css=compact("\n".join(style.read_text(encoding="utf-8") for style in styles)) or None,
        js=_kept,
    )
    own_script = bundle(script).encode()
    script_name = _name(own_script)

    def draw(data: dict[str, Any] | bytes, key: str, **callbacks: Callable[[], object]) -> Any:
        whole = as_json(data) if isinstance(data, dict) else data
        data_name = held_by_all(f"{key}:name", whole, lambda: _name(whole))
        script_part = b"" if _was_sent(script_name) else own_script
        data_part = b"" if _was_sent(data_name) else whole
        header = {"script": script_name, "data": data_name, "sizes": [len(script_part), len(data_part)]}
        message = packed(header, script_part, data_part)
        return mounted(data=message, key=key, height="content", on_missing_change=_send_again, **callbacks)

    return draw


def _name(content: bytes) -> str:
    return sha1(content).hexdigest()


def _was_sent(name: str) -> bool:
    """Whether this visitor's browser has been sent what is called so, and should still hold it; from now on it has."""
    sent: dict[str, None] = memory().setdefault(SENT, {})
    known = name in sent
    sent.pop(name, None)
    sent[name] = None  # the latest one is the last
    if len(sent) > MOST:
        del sent[next(iter(sent))]
    return known


def _send_again() -> None:
    """Forget what was sent, because the browser lacks some of it.

    Streamlit combines simultaneous reports of the browser into one run, which is a fragment's if one of them comes from
    there. A click at that moment is not lost: the run is one of the whole page.
    """
    memory().pop(SENT, None)
    link.run_whole_next()


def as_json(data: dict[str, Any]) -> bytes:
    """Encode what a script decodes; for data that are kept, to be sent again in another run."""
    return json.dumps(data).encode()


def packed(header: dict[str, Any], *blobs: bytes) -> bytes:
    """What `unpack` in packed.js takes apart: a header as JSON, and bytes that it describes."""
    text = as_json(header)
    return len(text).to_bytes(4, "little") + text + b"".join(blobs)
