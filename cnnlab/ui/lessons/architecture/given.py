"""The network that the page works on: a famous one, or one in the visitor's file."""

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import streamlit as st

from cnnlab.core.network import Network
from cnnlab.core.network.famous import FAMOUS, famous
from cnnlab.core.network.files import read_file
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.pictures import kept

OPENED = "opened_network"  # ends the key that holds a visitor's own network; in cnnlab.ui.shell.keys too


@dataclass(frozen=True)
class Given:
    """A network by its name in FAMOUS, or `own`, from the file of that name with that digest."""

    name: str
    digest: str = ""
    own: Network | None = field(default=None, compare=False, repr=False)

    @property
    def network(self) -> Network:
        return self.own or famous(self.name)

    @property
    def stem(self) -> str:
        """What files that are made of it are called."""
        return PurePath(self.name).stem

    @property
    def file_name(self) -> str:
        """The file that holds its config."""
        return self.name if self.own else f"{self.name}.json"

    @property
    def title(self) -> str:
        return self.name if self.own else _(FAMOUS[self.name])


def own_network(controls: Controls) -> Given | None:
    """The network in the visitor's file; None without one. A file that is refused is said here."""
    with st.container(key=controls.key("opening"), horizontal=True, vertical_alignment="center", gap="small"):
        file = st.file_uploader(
            _("Network file: .keras or JSON"),
            key=controls.key("file"),
            help=_(
                "A .keras file, or the JSON of `model.to_json()`, which has no weights and is small. Only the config "
                "is read, and none of the file's code runs."
            ),
        )
        with st.container():
            own = kept(controls.key(OPENED), file, _read)
            if own is None:
                text = _("No network opened yet, so a famous one is shown. Shared links do not include your own files.")
                st.caption(text)
    return own


def _read(file: Any) -> Given:
    data = file.getvalue()
    return Given(file.name, hashlib.sha256(data).hexdigest(), read_file(data))
