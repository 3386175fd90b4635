"""The runs that the page can show: those of the models in pretrained/, and the visitor's own files."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.history import History, Refused, named_apart, pairs, read_histories
from cnnlab.ui.lessons.histories import LESSON
from cnnlab.ui.shell.cache import histories
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.language import _, current, error_text, in_language
from cnnlab.ui.widgets.handed_runs import handed_over
from cnnlab.ui.widgets.plain import plain

NONE = "none"
OWN = f"{LESSON.prefix}opened_file"  # the histories of the visitor's files, for the visit
BUNDLED = f"{LESSON.prefix}bundled"
BESIDE_HANDED = "cats_dogs_extraction"  # the run beside one that was handed over
ADDED = f"{LESSON.prefix}files"  # the upload widget
HOW = {"files": N_("Files or a zip"), "directory": N_("A folder")}


@dataclass(frozen=True, eq=False)
class Run:
    """One training run: a bundled one has a card."""

    id: str
    history: History
    card: ModelCard | None = None

    @property
    def is_own(self) -> bool:
        return self.card is None

    def title(self) -> str:
        return in_language(self.card.title, current()) if self.card else self.history.name


def all_runs() -> dict[str, Run]:
    """Every run by its id: the bundled ones first; runs that another page has handed over are chosen."""
    for history in handed_over():
        _take_over(history)
    bundled = histories()
    runs = held_by_all(
        BUNDLED, Itself(bundled), lambda: {run.card.id: Run(run.card.id, run.history, run.card) for run in bundled}
    )
    return {**runs, **_mine().runs}


def _take_over(history: History) -> None:
    """Add a run of another page under a name of its own, beside the bundled one, unless it was added before."""
    mine = _mine().runs
    if any(run.history.metrics == history.metrics for run in mine.values()):
        return
    [named] = named_apart([(history.name, history)], [run.history.name for run in mine.values()])
    name = f"own{len(mine)}"
    st.session_state[OWN] = Mine({**mine, name: Run(name, named)}, _mine().refused)
    chosen = st.session_state.get(f"{LESSON.prefix}runs") or BESIDE_HANDED
    st.session_state[f"{LESSON.prefix}runs"] = ",".join(dict.fromkeys([name, *chosen.split(","), BESIDE_HANDED]))


@dataclass(frozen=True)
class Mine:
    """The visitor's own runs by id, and the files of the last upload that were refused."""

    runs: dict[str, Run]
    refused: list[Refused]


def _mine() -> Mine:
    mine: Mine = st.session_state.get(OWN) or Mine({}, [])
    return mine


def metrics_of(runs: Sequence[Run]) -> list[str]:
    """The metrics of all runs, in the order of their files."""
    names = list(dict.fromkeys(pair.metric for run in runs for pair in pairs(run.history)))
    return names or ["loss"]


def own_files() -> None:
    """The control for own files; what was added stays for the visit, and is shown at once."""
    how = st.segmented_control(
        _("From this device"),
        list(HOW),
        format_func=lambda name: _(HOW[name]),
        default=next(iter(HOW)),
        key=f"{ADDED}_how",
    )
    several: Any = "directory" if how == "directory" else True
    st.file_uploader(
        _("CSV, JSON or TensorBoard event files"),
        accept_multiple_files=several,
        key=f"{ADDED}_{how}",
        help=_("Files stay on the server for your visit only, and links do not include them."),
        on_change=_add,
        args=(f"{ADDED}_{how}",),
    )
    for refused in _mine().refused:
        st.warning(f"{plain(refused.name)}: {error_text(refused.error)}", icon=":material/error:")
    if _mine().runs:
        st.button(_("Remove my histories"), key=f"{ADDED}_remove", on_click=st.session_state.pop, args=(OWN, None))


def _add(key: str) -> None:
    """Read the files that are new; their runs are chosen, after those that were, which keep their colours."""
    known: set[str] = st.session_state.setdefault(f"{ADDED}_known", set())
    new_files = [file for file in st.session_state[key] if file.file_id not in known]
    known.update(file.file_id for file in new_files)
    if not new_files:
        return
    files = [(file.name, file.getvalue()) for file in new_files]
    before = _mine().runs
    taken = [*(run.history.name for run in before.values()), *(run.title() for run in all_runs().values())]
    found = read_histories(files, taken=taken)
    ids = (f"own{number}" for number in count(len(before)))
    new = {name: Run(name, history) for name, history in zip(ids, found.histories, strict=False)}
    st.session_state[OWN] = Mine({**before, **new}, found.refused)
    chosen = st.session_state.get(f"{LESSON.prefix}runs", "")
    st.session_state[f"{LESSON.prefix}runs"] = ",".join([*filter(None, chosen.split(",")), *new])


def short_titles(runs: Sequence[Run]) -> dict[str, str]:
    """Titles, those of bundled runs without the words up to a colon that all of these begin with."""
    titles = {run.id: run.title() for run in runs}
    bundled = {run.id: titles[run.id] for run in runs if not run.is_own}
    begins = {title.partition(": ")[0] for title in bundled.values()}
    if len(begins) > 1 or not all(": " in title for title in bundled.values()):
        return titles
    return titles | {name: title.partition(": ")[2] for name, title in bundled.items()}


def notes_of(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """What the reader noted about each run: (title, note)."""
    return [(plain(run.title()), error_text(note)) for run in runs for note in run.history.notes]
