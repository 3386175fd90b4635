"""The Segmentation page under AppTest: its numbers, its contrasts, its tabs, its download, its code."""

import io
import re
from contextlib import redirect_stdout

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import sample
from cnnlab.core.requests import SegmentPicture
from cnnlab.core.segmentation import labels, read_mask_file
from cnnlab.core.segmentation.summary import summary
from cnnlab.ui.lessons.segmentation import contrasts, download, settings, snippet
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, DEFAULTS, LOOK, Settings
from cnnlab.ui.shell import cache
from cnnlab.ui.widgets.networks import Network
from cnnlab.ui.widgets.numbers import percent
from cnnlab.ui.widgets.pictures import Chosen
from tests.ui.conftest import numbers_of, open_tab, try_this

MODELS = ["pets_unet", "pets_segmentation"]
ANIMAL = "Pixels that are pet"
FIRST = DEFAULTS["picture"]


def settings_for(model: str, picture: str = FIRST) -> Settings:
    names, by_name = cache.class_names(model, "en")
    chosen = Chosen(sample(picture), cache.sample_digest(picture), picture, "credit")
    return Settings(Network(cache.model_cards()[model], names, by_name, names), chosen)


def asked(model: str, picture: str = FIRST) -> Answer:
    """The engine's answer, without the page."""
    result = cache.engine().submit(SegmentPicture(model, sample(picture))).result()
    return Answer(result, summary(result.value.probabilities, *result.value.size), b"")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["pet", "background"], True),
        (["pet", "background", "border"], True),
        (["background", "pet"], False),  # as of a network with one channel
        (["road", "background"], False),
    ],
)
def test_a_network_whose_first_class_is_not_the_animal_is_not_offered(names, expected, monkeypatch):
    """It would be scored against the animal's mask all the same."""
    monkeypatch.setattr(settings, "class_names", lambda card_id, language: (names, []))
    assert settings.fits(cache.model_cards()["pets_unet"]) == expected


def test_the_page_opens_with_a_finished_example(app):
    test = app("segmentation")
    found = asked("pets_unet").found
    mask = labels(found.probabilities, *sample(FIRST).shape[:2])
    assert numbers_of(test)[ANIMAL] == percent(float((mask == 0).mean()))
    assert numbers_of(test)["Mean certainty"] == percent(float(found.probabilities.max(axis=-1).mean() / 255))
    assert any("pictures a second" in caption.value for caption in test.caption)


@pytest.mark.parametrize("at", range(len(contrasts.CONTRASTS)))
def test_try_this_sets_the_controls_and_the_look(app, at):
    test = try_this(app("segmentation"), CONTROLS.prefix, at)
    assert not test.exception
    assert not test.warning
    for name, value in list(contrasts.CONTRASTS.values())[at].items():
        assert value != {**DEFAULTS, **LOOK}[name]
        assert test.query_params[CONTROLS.key(name)] == value


def test_another_network_gives_another_mask(app):
    test = app("segmentation")
    first = numbers_of(test)[ANIMAL]
    test.selectbox(key="seg_model").set_value("pets_segmentation").run()
    assert not test.exception
    assert numbers_of(test)[ANIMAL] != first


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("section", ["predict", "notes", "code"])
def test_every_section_opens(app, section, language):
    assert not open_tab(app("segmentation", language), CONTROLS.prefix, section).exception


@pytest.mark.parametrize("model", MODELS)
def test_the_downloaded_mask_has_the_pictures_size_and_the_classes_as_numbers(model):
    answer = asked(model)
    data = download.mask_file(answer, ["pet", "background", "border"])
    image = Image.open(io.BytesIO(data))
    assert (image.mode, image.size) == ("P", sample(FIRST).shape[1::-1])
    assert np.array_equal(np.asarray(image), labels(answer.found.probabilities, *sample(FIRST).shape[:2]))
    assert [value.name for value in read_mask_file(data).values] == ["pet", "background", "border"]


@pytest.mark.parametrize("model", MODELS)
def test_the_code_prints_the_shares_that_the_page_shows(tmp_path, monkeypatch, model):
    """Within what 8 bits round: 0.1 points."""
    settings, answer = settings_for(model), asked(model)
    Image.fromarray(sample(FIRST)).save(tmp_path / "picture.png")
    (tmp_path / "pretrained").symlink_to(settings.card.folder.parent)
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with redirect_stdout(printed):
        text = snippet.text(settings, answer)
        assert max(map(len, text.splitlines())) <= 79  # what the page shows without scrolling
        exec(text, {})
    shares = [float(share) for share in re.findall(r": ([\d.]+)%", printed.getvalue())]
    assert shares == pytest.approx([100 * share for share in answer.summary.shares], abs=0.1)
