"""A page asks the engine: progress while the task runs, a way to cancel it, and the error if it fails."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar, cast, overload

import streamlit as st
from numpy.typing import NDArray

from cnnlab.core.errors import CnnLabError
from cnnlab.core.requests import AnswerT, Request
from cnnlab.engine import EngineError, Result
from cnnlab.engine.errors import TaskCancelled, cancelled
from cnnlab.ui.shell import link
from cnnlab.ui.shell.cache import Named, answers, engine, key_of, own_answers, running, stamp_of_this_run
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _
from cnnlab.ui.shell.progress import show_progress
from cnnlab.ui.shell.remembered import Remembered

PATIENCE = 0.3  # seconds before progress is shown: a warm engine usually answers within them
GIB = 1 << 30
ShownT = TypeVar("ShownT")


@dataclass(frozen=True)
class _Question(Generic[AnswerT, ShownT]):
    """A request, what the page makes of its answer, and where that is remembered."""

    request: Request[AnswerT]
    convert: Callable[[AnswerT], ShownT] | None
    own: bool
    depends_on: dict[str, Any]

    @property
    def key(self) -> str:
        """A short name for the type and the fields of the request, and all else that the answer depends on."""
        arguments = {f"field.{field.name}": getattr(self.request, field.name) for field in fields(self.request)}
        depends_on = {f"on.{name}": value for name, value in self.depends_on.items()}
        convert = self.convert and f"{self.convert.__module__}.{self.convert.__qualname__}"
        more = {"convert": convert, "models": stamp_of_this_run()}  # a replaced model file makes another answer
        return key_of(type(self.request).__qualname__, {**arguments, **depends_on, **more})

    @property
    def remembered(self) -> Remembered:
        return own_answers() if self.own else answers()

    def complete(self) -> Request[AnswerT]:
        """The request with its named arrays made."""
        values = {field.name: getattr(self.request, field.name) for field in fields(self.request)}
        arrays = {name: value.make() for name, value in values.items() if isinstance(value, Named)}
        return replace(self.request, **arrays)


def named(name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """An array field of a request that is made only when the engine has to be asked; `name` stands for its content."""
    return cast(NDArray[Any], Named(name, make))


@overload
def ask(
    request: Request[AnswerT],
    meanwhile: Callable[[], object] | None = None,
    *,
    own: bool = False,
    part: str = "",
    raises: tuple[type[EngineError], ...] = (),
) -> Result[AnswerT] | None: ...
@overload
def ask(
    request: Request[AnswerT],
    meanwhile: Callable[[], object] | None = None,
    *,
    own: bool = False,
    part: str = "",
    raises: tuple[type[EngineError], ...] = (),
    convert: Callable[[AnswerT], ShownT],
    depends_on: dict[str, Any] | None = None,
) -> Result[ShownT] | None: ...
def ask(
    request: Request[Any],
    meanwhile: Callable[[], object] | None = None,
    *,
    own: bool = False,
    part: str = "",
    raises: tuple[type[EngineError], ...] = (),
    convert: Callable[[Any], Any] | None = None,
    depends_on: dict[str, Any] | None = None,
) -> Result[Any] | None:
    """Return the answer to a request, remembered or from the engine; None if the task failed or was cancelled.

    `convert` turns the answer into what the page shows, and the result of that is what is remembered; `depends_on` has
    whatever it depends on besides the request. With `own` the answer stays in this visitor's session, which is required
    for everything derived from a visitor's own picture or drawing. `part` differs between the parts of a page that may
    send the same request, so that their buttons have different keys. Errors of types in `raises` are raised, not shown.

    While the task runs, its progress is shown here, above what `meanwhile` draws; both disappear afterwards. Visitors
    who send the same request in the meantime wait for the same task. A visitor who changes a setting or leaves stops
    the script, which cancels the task unless others are waiting for it.
    """
    question = _Question(request, convert, own, depends_on or {})
    key = question.key
    place = st.empty()  # in every run, so that what follows keeps its place on the page
    if (known := question.remembered.get(key)) is not None:
        return cast(Result[Any], known)
    if st.session_state.get("cancelled") == key:
        _offer_again(place, part + key, cancelled())
        return None
    try:
        result = _from_engine(question, key, place, part, meanwhile)
    except TaskCancelled:  # the next run says so
        return None
    except raises:
        place.empty()
        raise
    except EngineError as error:
        _offer_again(place, part + key, error)
        return None
    place.empty()
    return result


def _from_engine(
    question: _Question[Any, Any], key: str, place: Any, part: str, meanwhile: Callable[[], object] | None
) -> Result[Any]:
    """Wait for the task of that key, alone or with others; raises EngineError if it fails or is cancelled."""
    remembered, request = question.remembered, question.complete()
    shared = running().join(key, remembered, lambda: engine().submit(request))
    if isinstance(shared, Result):
        return shared
    try:
        if not shared.ticket.wait(PATIENCE):
            link.write_now()  # the address must not lag behind the settings while the visitor waits
            show_progress(shared.ticket, place, f"{part}{key}", meanwhile, on_cancel=lambda: _set_cancelled(key))
        result = shared.result(question.convert)
        remembered.put(key, result)
        return result
    finally:
        running().leave(key, shared)


def recalled(
    request: Request[Any],
    *,
    own: bool = False,
    convert: Callable[[Any], Any] | None = None,
    depends_on: dict[str, Any] | None = None,
) -> Result[Any] | None:
    """What `ask` would return without asking the engine; None if it would have to ask."""
    question = _Question(request, convert, own, depends_on or {})
    return cast(Result[Any] | None, question.remembered.get(question.key))


def remember(request: Request[AnswerT], result: Result[AnswerT], *, own: bool = False) -> None:
    """Remember an answer that came with the answer to another request."""
    question: _Question[AnswerT, AnswerT] = _Question(request, None, own, {})
    question.remembered.put(question.key, result)


def _offer_again(place: Any, key: str, error: CnnLabError) -> None:
    with place.container():
        show_error(error)
        st.button(_("Try again"), key=f"try_again_{key}", icon=":material/refresh:", on_click=_forget_cancelled)


def _set_cancelled(key: str) -> None:
    st.session_state["cancelled"] = key


def _forget_cancelled() -> None:
    st.session_state.pop("cancelled", None)


def note_cpu_fallback(result: Result[Any]) -> None:
    """Say that the answer was computed on the CPU because the GPU ran out of memory, if so."""
    if result.on_cpu:
        st.info(_("The GPU ran out of memory; this was computed on the CPU."), icon=":material/memory:")


def device_line() -> str:
    """The device that models run on, or that the engine has not started yet."""
    device = engine().status().device
    if device is None:
        return _("Not started. It starts with the first lesson that needs a model.")
    memory = _("{size} GiB of memory").format(size=round(device.memory / GIB)) if device.memory else ""
    parts = [device.kind, device.name, memory, _("cores: {cores}").format(cores=device.cores), device.precision]
    parts.append(_("Keras {version} on {backend}").format(version=device.keras, backend=device.backend))
    return " · ".join(filter(None, parts))
