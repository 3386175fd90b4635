"""The only cache decorators; the one engine that all visitors share, and its last answers."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard, stamp, survey
from cnnlab.core.pictures import Square, Squaring, sample, samples, square
from cnnlab.engine import Engine
from cnnlab.figures import encode
from cnnlab.figures.greys import FilteredPicture, filtered_picture
from cnnlab.ui.shell.language import of as language_of
from cnnlab.ui.shell.remembered import Remembered, Running

ANSWERS, OWN_ANSWERS = 32 << 20, 4 << 20  # bytes of what is remembered for all visitors, and for one


@dataclass(frozen=True)
class Named:
    """An argument of a task that is made only when the engine is asked; until then `name` stands for its content."""

    name: str
    make: Callable[[], np.ndarray]


class Models:
    """What was in pretrained/ at one moment: the cards that hold, by id, and what is wrong with the other models."""

    def __init__(self) -> None:
        good, self.broken = survey()
        self.cards = {each.id: each for each in good}
        self._names: dict[tuple[str, str], tuple[list[str], list[int]]] = {}

    def class_names(self, card_id: str, language: str) -> tuple[list[str], list[int]]:
        """The names of a model's classes in a language, and the classes in the order of these names."""
        if (card_id, language) not in self._names:
            names = [language_of(each, language) for each in self.cards[card_id].classes()]
            self._names[card_id, language] = names, sorted(range(len(names)), key=names.__getitem__)
        return self._names[card_id, language]


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine; it starts its worker when it gets its first task."""
    return Engine()


@st.cache_resource(show_spinner=False)
def running() -> Running:
    """The engine's tasks that run or wait."""
    return Running()


def answers() -> Remembered:
    """What was answered to any visitor: a class that asks the same thing asks the engine once."""
    return _answers(hash(stamp()))


def own_answers() -> Remembered:
    """What was answered about this visitor's own pictures and drawings."""
    return _own_answers(hash(stamp()))


# New ones when pretrained/ has changed: an answer may be another file's.


@st.cache_resource(show_spinner=False, max_entries=1)
def _answers(when: int) -> Remembered:
    return Remembered(ANSWERS)


@st.cache_resource(show_spinner=False, scope="session", max_entries=1)
def _own_answers(when: int) -> Remembered:
    return Remembered(OWN_ANSWERS)


def models() -> Models:
    """The models of pretrained/ as it is now: one that is put there is there at the next run."""
    return _models(hash(stamp()))


@st.cache_resource(show_spinner=False, max_entries=1)
def _models(when: int) -> Models:
    return Models()


def model_cards() -> dict[str, ModelCard]:
    return models().cards


def class_names(card_id: str, language: str) -> tuple[list[str], list[int]]:
    """The names of a model's classes in a language, and the classes in the order of these names."""
    return models().class_names(card_id, language)


@st.cache_resource(show_spinner=False, max_entries=4)
def squared_samples(size: int) -> dict[str, np.ndarray]:
    """The bundled pictures by their ids, the middle of each as uint8 (size, size, 3)."""
    return {each.id: square(sample(each.id), "crop", size).pixels for each in samples()}


# What is made of a visitor's picture stays in that visitor's session, and goes with it.


@st.cache_resource(show_spinner=False, scope="session", max_entries=4)
def squared(digest: str, _picture: np.ndarray, how: Squaring, size: int) -> Square:
    """A picture made square, by its digest."""
    return square(_picture, how, size)


@st.cache_resource(show_spinner=False, scope="session", max_entries=4)
def jpeg_uri(digest: str, _picture: np.ndarray, most: int) -> str:
    """A picture as a JPEG data address for a figure, at most so many pixels a side."""
    return encode.jpeg_uri(_picture, most)


@st.cache_resource(show_spinner=False, scope="session", max_entries=4)
def jpeg(digest: str, _picture: np.ndarray, most: int) -> bytes:
    """A picture as a JPEG file, at most so many pixels a side."""
    return encode.jpeg(_picture, most)


@st.cache_resource(show_spinner=False, scope="session", max_entries=6)
def photograph_filtered(
    digest: str, _picture: np.ndarray, weights: bytes, _kernel: np.ndarray, most: int
) -> FilteredPicture:
    """A kernel's map of a picture of at most so many pixels a side, by the picture's digest and the kernel's bytes."""
    return filtered_picture(encode.reduced(_picture, most), _kernel)


def key_of(task: str, arguments: dict[str, Any]) -> str:
    """One short name for a task and its arguments, arrays by their content."""
    sha = hashlib.sha256(task.encode())
    for name, value in sorted(arguments.items()):
        sha.update(f"|{name}=".encode())
        sha.update(_content(value))
    return sha.hexdigest()


def _content(value: Any) -> bytes:
    if isinstance(value, np.ndarray):
        return value.tobytes() + str(value.shape).encode()
    return (value.name if isinstance(value, Named) else repr(value)).encode()


def digest_of(picture: np.ndarray) -> str:
    return key_of("picture", {"pixels": picture})


@st.cache_resource(show_spinner=False)
def sample_digest(sample_id: str) -> str:
    """The digest of a bundled picture."""
    return digest_of(sample(sample_id))
