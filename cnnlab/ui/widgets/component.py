"""Parts of a page that the browser draws: a Streamlit component of one element, a style sheet and scripts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st


def component(holder: str, scripts: Sequence[Path], style: Path | None = None, name: str = "") -> Callable[..., Any]:
    """Register a <div class=holder> with the given files; call the result with data, a key and callbacks.

    Bytes reach the scripts as they are, a dict as the only item of a list. Given the dict itself, Streamlit would look
    for tables in it, and import pandas and PyArrow for that: 78 MB of the server's memory.
    """
    mounted: Any = st.components.v2.component(
        f"cnnlab_{name or holder}",
        html=f"<div class='{holder}'></div>",
        css=style.read_text(encoding="utf-8") if style else None,
        js="\n".join(script.read_text(encoding="utf-8") for script in scripts),
    )

    def draw(data: dict[str, Any] | bytes, key: str, **callbacks: Callable[[], object]) -> Any:
        return mounted(data=[data] if isinstance(data, dict) else data, key=key, height="content", **callbacks)

    return draw
