"""English and Korean: labels through gettext, lessons as Markdown files, errors by their templates."""

import gettext
import re
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st

from cnnlab.core.cards import ClassName
from cnnlab.core.errors import CnnLabError
from cnnlab.core.history import Note

TEXT = Path(__file__).parents[2] / "text"
MOST_LABELS = 10_000  # translations that are remembered: each label of each language, and titles of own files
LANGUAGES = {"en": "English", "ko": "한국어"}
SECTION = re.compile(r"^<!-- (\w+) -->$", re.MULTILINE)
BOTH = "을(를)", "이(가)", "은(는)", "과(와)"  # stay as they are after letters that are not read here
ONE = "이에요(예요)", "이었어요(였어요)", "이면(면)", "이고(고)", "이라서(라서)"
PARTICLE = re.compile(rf"(.)((?:[`*'\")\]]|</\w+>)*)({'|'.join(map(re.escape, (*BOTH, *ONE, '(으)로')))})")
READ_ALOUD = dict(  # the last syllable of each sign's name; of a capital letter's, as in RGB
    zip(
        "0123456789%°ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "영일이삼사오육칠팔구트도이비씨디이프지치이이이엘엠엔오피큐알스티유이유스이트",
        strict=True,
    )
)


def browser_language() -> str:
    """The language of the visitor's browser if the pages exist in it, else English."""
    asked = (st.context.locale or "en").split("-")[0]
    return asked if asked in LANGUAGES else "en"


_of_this_run: ContextVar[str] = ContextVar("language")


def start_run() -> str:
    """Find the language of this run, of a page or of a fragment, once; a run translates about a hundred labels."""
    language = _found()
    _of_this_run.set(language)
    return language


def current() -> str:
    """The language of this run: the sidebar's, which starts as the link's `?lang=` or the browser's."""
    return _of_this_run.get(None) or _found()


def _found() -> str:
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return chosen if chosen in LANGUAGES else browser_language()


def _(message: str) -> str:
    """Translate a label into the reader's language; the English text is its key."""
    return _translated(current(), message)


@lru_cache(MOST_LABELS)
def _translated(language: str, message: str) -> str:
    text = _catalogue(language).gettext(message)
    return _Korean(text) if language == "ko" else text


class _Korean(str):
    """A Korean text: after its placeholders are filled, each particle fits the word before it."""

    def format(self, *values: object, **named: object) -> str:
        return PARTICLE.sub(_fitting, super().format(*values, **named))


def _fitting(found: re.Match[str]) -> str:
    """Choose between 을 and 를, and pairs like it, by the final consonant before them."""
    letter, between, both = found.groups()
    syllable = READ_ALOUD.get(letter, letter)
    if not "가" <= syllable <= "힣":
        return letter + between + (both.partition("(")[0] if both in ONE else both)
    final = (ord(syllable) - ord("가")) % 28  # Unicode counts 28 finals to a vowel, the first being none; 8 is ㄹ
    if both == "(으)로":
        return letter + between + ("로" if final in (0, 8) else "으로")
    closed, _bracket, opened = both.rstrip(")").partition("(")
    return letter + between + (closed if final else opened)


def in_language(name: ClassName, language: str) -> str:
    """A name from a card in a language; in English if the card has none in this language."""
    return getattr(name, language, None) or name.en


def class_name(name: ClassName, language: str) -> str:
    """A class's name in a language, followed by the English name, with which the network was trained, if it differs."""
    translated = in_language(name, language)
    return translated if translated == name.en else f"{translated} ({name.en})"


def lesson(page: str, section: str, **values: object) -> str:
    """One section of a page's lesson, the Markdown between `<!-- section -->` and the next, its gaps filled."""
    language = current()
    text = _sections(language, page)[section]
    return (_Korean(text) if language == "ko" else text).format(**values)


def listed(names: Iterable[str]) -> str:
    """Names of code, one after another."""
    return ", ".join(f"`{name}`" for name in names)


def segment(label: str) -> str:
    """The label of one of several buttons; behind a space, which browsers do not show, if it starts with a letter that
    is not ASCII: there Streamlit searches for each emoji in turn, 0.07 ms for every label of every run."""
    return label if label[:1].isascii() else f" {label}"


def error_text(error: CnnLabError | Note) -> str:
    """What an error or a note says, in the reader's language; so does an error among its values."""
    values = {
        name: error_text(value) if isinstance(value, CnnLabError) else value for name, value in error.values.items()
    }
    return _(error.template).format(**values)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("cnnlab", TEXT, [language], fallback=language == "en")


@cache
def _sections(language: str, page: str) -> dict[str, str]:
    parts = SECTION.split((TEXT / language / f"{page}.md").read_text(encoding="utf-8"))
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}
