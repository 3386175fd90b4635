"""The documentation is complete: every package, page, target, model and photograph is in it."""

import re
from pathlib import Path

import pytest

from cnnlab.core.cards import cards
from cnnlab.ui.lessons import LESSONS
from scripts import model_list

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def packages(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [re.split(r"[<>=\[ ]", line)[0] for line in lines if line and line[0] not in "#-"]


@pytest.mark.parametrize("package", packages("requirements.txt") + packages("requirements-dev.txt"))
def test_every_dependency_is_explained(package):
    assert re.search(rf"\b{package}\b", README.split("## Dependencies")[1].split("\n## ")[0])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_page_is_listed(lesson):
    assert f"`/{lesson.stem}`" in README
    assert lesson.question in README


def test_every_target_of_the_makefile_is_listed():
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    assert [target for target in targets if f"make {target}" not in README] == []


def test_every_model_is_listed_with_its_licence():
    listed = (ROOT / "pretrained/README.md").read_text(encoding="utf-8")
    for card in cards():
        assert f"## {card.id}" in listed
        assert card.source.licence in listed
        assert f"{card.parameters:,}" in listed


def test_the_list_of_models_is_up_to_date():
    assert model_list.updated(model_list.README) == model_list.README.read_text(encoding="utf-8"), "run: make models"


def test_every_bundled_photograph_is_credited():
    credits = (ROOT / "CREDITS.md").read_text(encoding="utf-8")
    for path in (ROOT / "cnnlab/core/pictures/samples").iterdir():
        assert path.suffix == ".json" or f"`{path.name}`" in credits
