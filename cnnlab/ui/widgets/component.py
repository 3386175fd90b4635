"""Parts of a page that the browser draws: a Streamlit component of one element, a style sheet and a script.

Each run of a page sends every component again. What the browser was sent before is only named (kept.js), by a hash of
its content, so that nothing else can be shown in its place. A message can be lost, because a newer run overtakes it. A
browser that lacks something then reports that, and is sent all of that component.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha1
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.ui.shell import link
from cnnlab.ui.shell.held import memory
from cnnlab.ui.shell.style import compact
from cnnlab.ui.widgets.bundle import bundle

HERE = Path(__file__).parent
BUDGET, MOST = 20_000_000, 200  # bytes of data that a browser keeps, and their number (kept.js)
SENT = "sent_to_browser"
_kept = re.sub(r"^\s*(//.*\n)?", "", bundle(HERE / "kept.js"), flags=re.MULTILINE)  # each run sends it
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

    def draw(data: dict[str, Any] | bytes | Parts, key: str, **callbacks: Callable[[], object]) -> Any:
        if isinstance(data, dict):
            data = as_json(data)
        data_name = data.name if isinstance(data, Kept | Parts) else _name(data)
        sent = _sent()
        knows_script, knows_data = sent.before(key, script_name, data_name)
        script_part = b"" if knows_script else own_script
        data_part = b"" if knows_data else data.whole() if isinstance(data, Parts) else data
        if data_part:
            sent.add(data_name, len(data_part))
        header = {"script": script_name, "data": data_name, "sizes": [len(script_part), len(data_part)]}
        message = _joined(header, script_part, data_part)
        return mounted(
            data=message, key=key, height="content", on_missing_change=partial(_send_again, key), **callbacks
        )

    return draw


@dataclass
class _Sent:
    """What a visitor's browser was sent, and still keeps if it has arrived."""

    scripts: set[str] = field(default_factory=set)
    data: dict[str, int] = field(default_factory=dict)  # their sizes in bytes, by name, in the order they were sent
    lacking: set[str] = field(default_factory=set)  # the keys of components of which the browser lacks something

    def before(self, key: str, script: str, data: str) -> tuple[bool, bool]:
        """Whether the script and the data were sent before, so that names are enough; the script is sent if not."""
        again = key in self.lacking
        self.lacking.discard(key)
        known = script in self.scripts and not again, data in self.data and not again
        self.scripts.add(script)
        return known

    def add(self, name: str, size: int) -> None:
        """Note data that are sent now. The oldest go where there are too many, as they do in the browser."""
        self.data.pop(name, None)
        self.data[name] = size
        while len(self.data) > MOST or sum(self.data.values()) > BUDGET:
            del self.data[next(iter(self.data))]


class Kept(bytes):
    """Data that are held from one run to the next, and so named once."""

    @cached_property
    def name(self) -> str:
        return _name(self)


class Parts:
    """Data of a header and of parts that are held elsewhere: each has a name, and all are joined only to be sent."""

    def __init__(self, header: dict[str, Any], *parts: tuple[str, bytes]):
        self.header, self.parts = header, parts
        self.name = _name(as_json(header) + "".join(name for name, _ in parts).encode())

    def whole(self) -> bytes:
        return packed(self.header, *(part for _, part in self.parts))


def _name(content: bytes) -> str:
    return sha1(content).hexdigest()


def _sent() -> _Sent:
    sent: _Sent = memory().setdefault(SENT, _Sent())
    return sent


def _send_again(key: str) -> None:
    """Send all of a component in the next run, because the browser lacks some of it.

    Streamlit combines simultaneous reports of the browser into one run, which can be that of a fragment if one of them
    comes from there. It is made one of the whole page, so that a click at that moment is not lost.
    """
    _sent().lacking.add(key)
    link.run_whole_next()


def as_json(data: dict[str, Any]) -> Kept:
    """Encode what a script decodes; for data that are kept, to be sent again in another run."""
    return Kept(json.dumps(data).encode())


def packed(header: dict[str, Any], *blobs: bytes) -> Kept:
    """What `unpack` in packed.js takes apart: a header as JSON, and bytes that it describes."""
    return Kept(_joined(header, *blobs))


def _joined(header: dict[str, Any], *blobs: bytes) -> bytes:
    text = json.dumps(header).encode()
    return b"".join((len(text).to_bytes(4, "little"), text, *blobs))
