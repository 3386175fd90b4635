"""The style and the scripts that every page gets, in one element."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from cnnlab.ui.shell import keys, link
from cnnlab.ui.shell.language import _, browser_language, current
from cnnlab.ui.shell.view import presenting, printing


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def compact(css: str) -> str:
    """The same style without comments and indentation: every run sends it."""
    lines = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).splitlines()
    return "\n".join(filter(None, map(str.strip, lines)))


ICON = Path(__file__).with_name("icon.svg").read_text(encoding="utf-8").strip()
STYLE, PRESENTED, PRINTED = (
    f"<style>{compact(_read(f'{name}.css'))}</style>" for name in ("style", "presenter", "print")
)
SCRIPTS = "".join(
    _read(f"{name}.js") for name in ("copy_link", "kept_in_link", "menu", "one_entry", "show_figure", "to_sections")
)
PRINT = _read("print.js")
LIMIT = "server.maxUploadSize"  # in megabytes
REFUSED = '[data-testid="stFileChips"] div:has(> [data-testid="stTooltipErrorHoverTarget"])'


@dataclass(frozen=True)
class _AsItIs:
    """HTML that Streamlit leaves as it is; from a text it removes the indentation, line by line, in every run."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


STYLE += f"<style>:root {{ --icon: url('data:image/svg+xml,{quote(ICON)}'); }}</style>"


def send(path: str) -> None:
    """Send the style of the page with this address, as this reader views it."""
    more = PRINTED if printing() else PRESENTED if presenting() else ""
    st.html(_AsItIs(STYLE + more + _of_this_run(path)), unsafe_allow_javascript=True)


def _of_this_run(path: str) -> str:
    """What depends on the reader: the size of the type, where Korean lines break, words on Streamlit's own buttons.

    Those cannot be translated; ours cover them. The browser runs the scripts when their text changes: on another page,
    and after each Back.
    """
    language = current() if current() != browser_language() else ""
    presented = "1" if presenting() else ""
    place = f"{path}.{st.session_state.get(keys.TURNS, 0) + link.taken_from_history()}"
    size = "20px" if presented else "16px"
    words = _words()
    breaking = "keep-all" if current() == "ko" else "normal"
    return (
        f"<style>html {{ font-size: {size}; }}"
        f".stApp :is(p, li, h1, h2, h3, label) {{ word-break: {breaking}; overflow-wrap: break-word; }}"
        f"{''.join(map(_covered, words, words.values()))}{_refused_file()}</style>"
        f"<script>document.documentElement.lang = '{current()}';\n{SCRIPTS}{PRINT if printing() else ''}"
        f"window.cnnlabKeep({{ lang: '{language}', present: '{presented}' }}); // {place}\n</script>"
    )


def _words() -> dict[str, str]:
    """Words for parts of Streamlit's own, by selector; CONTRIBUTING lists those that CSS cannot cover."""
    item = '[data-testid="stMainMenuItem-{}"]'.format
    limit = _("at most {size} MB").format(size=st.get_option(LIMIT))
    return {
        '[data-testid="stFileUploaderDropzone"] button p': _("Choose a file"),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': limit,
        '[data-testid="stCameraInputButton"]': _("Take the picture"),
        '[data-testid="stSkipToContent"]': _("Skip to the content"),
        item("theme-System"): _("System"),
        item("theme-Light"): _("Light"),
        item("theme-Dark"): _("Dark"),
    }


def _refused_file() -> str:
    """What is wrong with a file that Streamlit did not send, which it says where a mouse points only."""
    words = _("This file did not arrive: it is too large, or the connection was lost.")
    return f"{REFUSED}::after {{ content: '{words}'; }}"


def _covered(selector: str, words: str) -> str:
    """Words in place of Streamlit's own."""
    return f"{selector} {{ font-size: 0 !important; }} {selector}::after {{ font-size: 1rem; content: '{words}'; }}"
