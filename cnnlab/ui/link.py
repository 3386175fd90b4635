"""The link to what is on the page: a button that copies it."""

from pathlib import Path

import streamlit as st

from cnnlab.ui.language import _

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "cnnlab_link",
    html="<div class='link'><input hidden readonly><button type='button'></button></div>",
    css=(_HERE / "link.css").read_text(encoding="utf-8"),
    js=(_HERE / "link.js").read_text(encoding="utf-8"),
)


def link_button() -> None:
    words = {
        "copy": _("Copy the link"),
        "copied": _("Copied"),
        "address": _("The address of this page with its settings"),
    }
    _component(data={"words": words}, key="link", width="content", height="content")
