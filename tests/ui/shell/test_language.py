"""Korean particles fit the values filled in before them; names from cards in each language."""

import pytest

from cnnlab.core.cards import ClassName
from cnnlab.ui.shell import language
from cnnlab.ui.shell.language import _Korean


@pytest.mark.parametrize(
    ("text", "value", "filled"),
    [
        ("{x}을(를) 골라요", "필터", "필터를 골라요"),
        ("{x}을(를) 골라요", "커널", "커널을 골라요"),
        ("{x}이(가) 와요", "층", "층이 와요"),
        ("`{x}`이(가) 와요", "윈도", "`윈도`가 와요"),
        ("**{x}**은(는) 커요", 2, "**2**는 커요"),
        ("{x}은(는) 커요", 3, "3은 커요"),
        ("{x}은(는) 커요", "2.50", "2.50은 커요"),
        ("{x}(으)로 바꿔요", 4, "4로 바꿔요"),
        ("{x}(으)로 바꿔요", 8, "8로 바꿔요"),
        ("{x}(으)로 바꿔요", 10, "10으로 바꿔요"),
        ("{x}(으)로 바꿔요", "(5, 3)", "(5, 3)으로 바꿔요"),
        ("{x}을(를) 골라요", "strides", "strides을(를) 골라요"),
        ("정답은 {x}이에요(예요).", "80", "정답은 80이에요."),
        ("정답은 {x}이에요(예요).", "8", "정답은 8이에요."),
        ("정답은 {x}이에요(예요).", "4", "정답은 4예요."),
        ("정답은 {x}이에요(예요).", "36%", "정답은 36%예요."),
        ("크기는 {x}이에요(예요).", "(28, 28, 3)", "크기는 (28, 28, 3)이에요."),
        ("크기는 {x}이에요(예요).", "RGB", "크기는 RGB예요."),
        ("{x}과(와) 같아요", "⌈7 / 1⌉ = 7", "⌈7 / 1⌉ = 7과 같아요"),
        ("{x}을(를) 훈련", "VGG", "VGG를 훈련"),
        ("{x}이에요(예요)", "HTML", "HTML이에요"),
        ("{x}이에요(예요)", "12°", "12°예요"),
        ("{x}과(와) 같아요", "5", "5와 같아요"),
        ("{x}과(와) 같아요", "<span>= <b>7</b></span>", "<span>= <b>7</b></span>과 같아요"),
        ("값이 {x}이면(면)", "2", "값이 2면"),
        ("값이 {x}이면(면)", "3", "값이 3이면"),
        ("`{x}`을(를) 훈련", "conv1", "`conv1`을 훈련"),
    ],
)
def test_the_particle_follows_the_last_syllable(text, value, filled):
    assert _Korean(text).format(x=value) == filled


def test_particles_are_chosen_in_korean_only(monkeypatch):
    monkeypatch.setattr(language, "current", lambda: "ko")
    assert language._("Not {answer}.").format(answer=7) == "7은 답이 아니에요."
    monkeypatch.setattr(language, "current", lambda: "en")
    assert type(language._("Not {answer}.")) is str


class InThreeLanguages(ClassName, frozen=True):
    de: str | None = None


@pytest.mark.parametrize(
    ("code", "expected"), [("en", "cup"), ("ko", "컵 (cup)"), ("de", "Tasse (cup)"), ("fr", "cup")]
)
def test_a_class_is_named_in_the_language_and_in_english(code, expected):
    assert language.class_name(InThreeLanguages(en="cup", ko="컵", de="Tasse"), code) == expected


def test_a_name_without_a_translation_is_in_english():
    assert language.in_language(InThreeLanguages(en="cup", ko="컵"), "de") == "cup"
