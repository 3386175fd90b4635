"""The only cache decorators; the one engine that all visitors share, and its most recent answers."""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cnnlab.core.cards import ModelCard, scan, stamp
from cnnlab.core.history import BundledRun, bundled_histories
from cnnlab.core.pictures import Square, Squaring, sample, square
from cnnlab.engine import Engine
from cnnlab.figures import encode
from cnnlab.ui.shell.language import class_name
from cnnlab.ui.shell.remembered import Remembered, Running

ANSWERS, OWN_ANSWERS = 32 << 20, 4 << 20  # bytes remembered for all visitors, and for each one
MadeT = TypeVar("MadeT")
Given = ParamSpec("Given")


@dataclass(frozen=True)
class Named:
    """An array that is made only when the engine is asked; until then `name` stands for its content."""

    name: str
    make: Callable[[], NDArray[Any]]


_stamp: ContextVar[tuple[object, int]] = ContextVar("stamp", default=(None, 0))


def stamp_of_this_run() -> int:
    """A number that changes with the files of pretrained/; they are looked at once in a run of the script."""
    context = get_script_run_ctx(suppress_warning=True)
    run = context and context.cursors  # a new object for each run, of a page or of a fragment
    known, number = _stamp.get()
    if run is None or known is not run:
        number = hash(stamp())
        _stamp.set((run, number))
    return number


class Models:
    """The content of pretrained/ at one time: the valid cards by id, and what is wrong with the other models."""

    def __init__(self) -> None:
        good, self.broken = scan()
        self.cards = {card.id: card for card in good}
        self._names: dict[tuple[str, str], tuple[list[str], list[int]]] = {}

    def class_names(self, card_id: str, language: str) -> tuple[list[str], list[int]]:
        """The names of a model's classes in a language, and the classes in the order of these names."""
        if (card_id, language) not in self._names:
            names = [class_name(name, language) for name in self.cards[card_id].classes()]
            self._names[card_id, language] = names, sorted(range(len(names)), key=names.__getitem__)
        return self._names[card_id, language]


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine; it starts its worker with the first task."""
    return Engine()


@st.cache_resource(show_spinner=False)
def running() -> Running:
    """The engine's running and waiting tasks."""
    return Running()


def answers() -> Remembered:
    """Answers for all visitors: when a whole class asks the same question, the engine is asked once."""
    return _answers(stamp_of_this_run())


def own_answers() -> Remembered:
    """Answers about this visitor's own pictures and drawings."""
    return _own_answers(stamp=stamp_of_this_run())


# Emptied when pretrained/ changes, because an answer may come from a file that was replaced. A page gives its arguments
# by name, here and below: for others Streamlit inspects the function's signature in every call, for about 0.1 ms.


@lru_cache(maxsize=1)
def _answers(stamp: int) -> Remembered:
    return Remembered(ANSWERS)


@st.cache_resource(show_spinner=False, scope="session", max_entries=1)
def _own_answers(stamp: int) -> Remembered:
    return Remembered(OWN_ANSWERS)


def models() -> Models:
    """The models in pretrained/; a model that is added appears in the next run."""
    return _models(stamp_of_this_run())


@lru_cache(maxsize=1)
def _models(stamp: int) -> Models:
    return Models()


def histories() -> list[BundledRun]:
    """The training histories of the models in pretrained/."""
    return _histories(stamp=stamp_of_this_run())


@st.cache_resource(show_spinner=False, max_entries=1)
def _histories(stamp: int) -> list[BundledRun]:
    return bundled_histories()[0]


def model_cards() -> dict[str, ModelCard]:
    return models().cards


def class_names(card_id: str, language: str) -> tuple[list[str], list[int]]:
    """The names of a model's classes in a language, and the classes in the order of these names."""
    return models().class_names(card_id, language)


@st.cache_resource(show_spinner=False, max_entries=4)
def squared_samples(size: int, ids: tuple[str, ...]) -> dict[str, np.ndarray]:
    """The centre squares of some bundled pictures by id, uint8 (size, size, 3)."""
    return {name: square(sample(name), "crop", size).pixels for name in ids}


def _of_picture(make: Callable[Given, MadeT]) -> Callable[Concatenate[bool, Given], MadeT]:
    """Cache what is made of a bundled picture for all visitors; what is made of a visitor's `own` stays in that
    visitor's session and is dropped with it."""
    for_all = st.cache_resource(show_spinner=False, max_entries=16)(make)
    for_one = st.cache_resource(show_spinner=False, scope="session", max_entries=4)(make)

    def made(own: bool, *given: Given.args, **by_name: Given.kwargs) -> MadeT:
        return (for_one if own else for_all)(*given, **by_name)

    return made


@_of_picture
def squared(digest: str, _picture: np.ndarray, how: Squaring, size: int) -> Square:
    """A square picture, cached by the digest of the original."""
    return square(_picture, how, size)


@_of_picture
def jpeg_uri(digest: str, _picture: np.ndarray, most: int) -> str:
    """A picture as a JPEG data URI for a figure, at most `most` pixels on each side."""
    return encode.jpeg_uri(_picture, most)


@_of_picture
def jpeg(digest: str, _picture: np.ndarray, most: int) -> bytes:
    """A picture as a JPEG file, at most `most` pixels on each side."""
    return encode.jpeg(_picture, most)


@_of_picture
def small_png(digest: str, _picture: np.ndarray, most: int) -> encode.SizedFile:
    """A picture as a PNG file, at most `most` pixels on each side."""
    return encode.small_png(_picture, most)


def key_of(name: str, values: dict[str, Any]) -> str:
    """A short key for a name and values; arrays count by their content."""
    sha = hashlib.sha256(name.encode())
    for key, value in sorted(values.items()):
        sha.update(f"|{key}=".encode())
        sha.update(_content(value))
    return sha.hexdigest()


def _content(value: Any) -> bytes:
    if isinstance(value, np.ndarray):
        return value.tobytes() + str(value.shape).encode()
    return (value.name if isinstance(value, Named) else repr(value)).encode()


def digest_of(array: np.ndarray) -> str:
    """The digest of an array's values and shape."""
    return key_of("array", {"values": array})


@cache
def sample_digest(sample_id: str) -> str:
    """The digest of a bundled picture."""
    return digest_of(sample(sample_id))
