"""Parts of a page that the browser draws: a Streamlit component of one element, a style sheet and a script."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.ui.widgets.bundle import bundle

_scripts: dict[str, Path] = {}  # of each name: Streamlit knows components by name alone, on all pages
SORTED_TABLE = Path(__file__).parent / "sorted_table.css"  # the style of tables that use sorted_table.js
CROSS = Path(__file__).parent / "cross.css"  # the style of the mark on the pixel that is pointed at


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
        css="\n".join(style.read_text(encoding="utf-8") for style in styles) or None,
        js=bundle(script),
    )

    def draw(data: dict[str, Any] | bytes, key: str, **callbacks: Callable[[], object]) -> Any:
        return mounted(data=as_json(data) if isinstance(data, dict) else data, key=key, height="content", **callbacks)

    return draw


def as_json(data: dict[str, Any]) -> bytes:
    """Encode what a script decodes; for data that are kept, to be sent again in another run."""
    return json.dumps(data).encode()


def packed(header: dict[str, Any], *blobs: bytes) -> bytes:
    """What `unpack` in packed.js takes apart: a header as JSON, and bytes that it describes."""
    text = as_json(header)
    return len(text).to_bytes(4, "little") + text + b"".join(blobs)
