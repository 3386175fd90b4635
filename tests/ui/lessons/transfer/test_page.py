"""The Transfer learning page: what it trains and draws, its contrasts, its sections, its numbers.

One file, because all tests share the heads that the engine has trained.
"""

import base64
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.history import standard_error
from cnnlab.core.requests import FeaturePlane, JudgedPhotographs, JudgePhotographs, ProjectFeatures, TrainHead
from cnnlab.core.snippets.transfer import extraction_code
from cnnlab.core.transfer import HeadSettings, TransferError, read_labels
from cnnlab.core.transfer.features import FeaturesError
from cnnlab.core.transfer.learning_curve import enough
from cnnlab.core.transfer.photographs import photograph_labels
from cnnlab.core.transfer.pictures import VARIABLE, picture_of
from cnnlab.figures.curves import Line
from cnnlab.ui.lessons.transfer import (
    answer,
    contrasts,
    learned_photographs,
    pictures_on_disk,
    questions,
    settings,
    show,
    snippet,
)
from cnnlab.ui.shell import cache
from tests.ui.components import data_of, header_of
from tests.ui.conftest import numbers_of, open_tab, try_this

PREFIX = settings.CONTROLS.prefix
SHORT = {"tl_epochs": "2", "tl_pictures": "40"}


def figure(test) -> dict:
    return json.loads(test.get("plotly_chart")[0].proto.spec)


def trained(epochs: int = 2, pictures: int = 40):
    wanted = HeadSettings(epochs=epochs, pictures=pictures)
    return cache.engine().submit(TrainHead(wanted, epochs)).result().value


def test_the_page_trains_the_head_and_shows_what_the_engine_answers(app):
    run = trained()
    test = app("transfer", **SHORT)
    shown, accuracies = numbers_of(test), run.metrics["val_accuracy"]
    assert shown["Validation accuracy"] == f"{accuracies[-1]:.3f}"
    assert shown["Best epoch"] == str(accuracies.index(max(accuracies)) + 1)
    assert shown["Training accuracy"] == f"{run.metrics['accuracy'][-1]:.3f}"
    assert shown["Trainable parameters"] == "?"  # what the open question asks for
    error = standard_error(accuracies[-1], 1000)
    assert any(f"± {error:.3f} standard error" in each.value for each in test.get("html"))


@pytest.mark.parametrize("link", [{"tl_tab": "notes"}, {"tl_predict_about": "1"}, {"hide": "predict"}])
def test_the_parameters_are_shown_where_no_question_asks_for_them(app, link):
    assert numbers_of(app("transfer", **SHORT, **link))["Trainable parameters"] == "328,193"


def test_a_link_that_hides_numbers_tells_no_result(app):
    test = app("transfer", hide="numbers", tl_tab="notes")
    assert [trace for trace in figure(test)["data"] if trace["mode"] == "markers"] == []
    assert not [each.value for each in test.caption if "%" in each.value]
    assert [each.value for each in app("transfer", tl_tab="notes").caption if "72.5%" in each.value]


def test_a_link_that_names_no_section_opens_the_question_and_does_not_tell_its_answer(app):
    test = app("transfer", **SHORT, tl_tab="bogus", tl_predict_about="9")
    assert numbers_of(test)["Trainable parameters"] == "?"
    assert numbers_of(test.run())["Trainable parameters"] == "?"


def test_the_parameters_are_shown_once_the_question_is_answered(app):
    test = app("transfer", **SHORT)
    field = next(each for each in test.number_input if "answer" in each.key)
    field.set_value(5_000_000).run()
    assert numbers_of(test)["Trainable parameters"] == "?"
    field.set_value(1280 * 256 + 256 + 256 + 1).run()
    assert numbers_of(test)["Trainable parameters"] == "328,193"


def test_the_curves_are_those_of_the_run_and_of_the_bundled_one(app):
    run, drawn = trained(), figure(app("transfer", **SHORT))["data"]
    by_name = {trace["name"]: trace for trace in drawn[:3]}
    assert set(by_name) == {"The bundled run, validation", "Training", "Validation"}
    values = np.frombuffer(_bytes(by_name["Validation"]["y"]), "float32")
    np.testing.assert_allclose(values, run.metrics["val_accuracy"], rtol=1e-6)
    assert by_name["Training"]["line"]["dash"] != by_name["Validation"]["line"]["dash"]


def _bytes(packed: dict) -> bytes:
    return base64.b64decode(packed["bdata"])


@pytest.mark.parametrize("at", range(len(contrasts.CONTRASTS)))
def test_a_preset_sets_the_controls_and_says_why(app, at, monkeypatch):
    monkeypatch.setattr(show, "train", lambda answer, draw: None)  # what a preset gives is tested in core
    test = try_this(app("transfer"), PREFIX, at)
    assert not test.exception
    assert not test.warning
    changes = list(contrasts.CONTRASTS.values())[at]
    assert all(test.session_state[f"{PREFIX}{name}"] == value for name, value in changes.items())
    assert not any(caption.value.startswith("Dashed") for caption in test.caption)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "section", ["predict", "notes", "code", "learned", "sizes", "freezing", "costs", "recipe", "pipeline"]
)
def test_every_section_opens(app, section, language):
    test = open_tab(app("transfer", language, **SHORT), PREFIX, section)
    assert not test.exception
    assert not test.error


def test_stop_keeps_what_was_trained_and_going_on_ends_it(app):
    first = answer.Answer(HeadSettings(epochs=2, pictures=40), None)
    assert not first.finished
    test = app("transfer", **SHORT)
    test.session_state["tl_held_stopped"] = HeadSettings(epochs=3, pictures=40)
    test.session_state["tl_epochs"] = 3
    test.run()
    assert numbers_of(test)["Validation accuracy"] == "\u2013"
    next(button for button in test.button if button.label == "Go on training").click().run()
    assert numbers_of(test)["Validation accuracy"] != "\u2013"


def test_the_matrix_counts_the_answers_of_the_run(app):
    test = open_tab(app("transfer", **SHORT), PREFIX, "learned")
    data = data_of(test, "learned")
    header = header_of(data)
    labels, said = read_labels()["validation"], trained().validation > 0.5
    counts = {
        f"{truth}{called}": int(((labels == truth) & (said == called)).sum()) for truth in (0, 1) for called in (0, 1)
    }
    assert {cell: len(found["members"]) for cell, found in header["cells"].items()} == counts
    assert len(header["points"]) == 2 * len(labels)
    assert len(data) - 4 - int.from_bytes(data[:4], "little") == header["epochs"] * header["side"] ** 2


def test_the_small_matrix_shows_what_the_head_says_of_the_photographs_and_how_few_they_are(app):
    test = open_tab(app("transfer", tl_epochs="1", tl_pictures="10"), PREFIX, "learned")
    shown = header_of(data_of(test, "learned"))["photographs"]
    wanted = HeadSettings(epochs=1, pictures=10)
    said = cache.engine().submit(JudgePhotographs(wanted, 1)).result().value.probabilities
    labels = photograph_labels()
    for truth in (0, 1):
        for called in (0, 1):
            expected = np.flatnonzero((labels == truth) & ((said > 0.5) == called))
            assert sorted(shown["cells"][f"{truth}{called}"]) == expected.tolist()
    right = int(((said > 0.5) == labels).sum())
    assert shown["summary"].startswith(f"{right} of 14 are right")
    assert len(shown["points"]) == 28
    assert all(0 <= share <= 1 for share in shown["points"])
    strip = Image.open(io.BytesIO(base64.b64decode(shown["strip"].partition(",")[2])))
    assert strip.size == (learned_photographs.SIDE, 14 * learned_photographs.SIDE)


@pytest.mark.parametrize(
    ("wrong", "said"), [(2, "0.857 ± 0.094 (standard error)"), (0, "Wilson's 95% interval is 0.785 to 1.000")]
)
def test_the_sample_is_said_to_be_small(wrong, said):
    labels = photograph_labels()
    probabilities = np.where(np.arange(14) < wrong, 1 - labels, labels).astype(np.float32)
    judged = JudgedPhotographs(probabilities, np.zeros((14, 2), np.float32))
    plane = FeaturePlane(np.zeros((0, 2)), np.zeros((0, 2)), np.ones(2), (-1, 1, -1, 1))
    assert said in learned_photographs.matrix_of_photographs(plane, judged)["summary"]


def test_pictures_are_told_by_number_without_the_data_and_refused_from_another_folder(tmp_path, monkeypatch, app):
    monkeypatch.delenv(VARIABLE, raising=False)
    test = open_tab(app("transfer", **SHORT), PREFIX, "learned")
    assert any("may not be shipped" in caption.value for caption in test.caption)
    (tmp_path / "validation" / "cat").mkdir(parents=True)
    with pytest.raises(FeaturesError, match="has 0 pictures, not 500"):
        picture_of("validation", 3, tmp_path)


def test_pictures_of_a_cell_are_shown_where_the_data_set_is_and_opened_once(tmp_path, monkeypatch, app):
    opened = []

    def open_one(subset, index, folder):
        opened.append((subset, index))
        return np.full((20, 30, 3), index % 256, np.uint8)

    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(pictures_on_disk, "picture_of", open_one)
    test = app("transfer", tl_tab="learned", tl_cell="11", **SHORT)
    assert not test.exception
    said, labels = trained().validation, read_labels()["validation"]
    members = np.flatnonzero((labels == 1) & (said > 0.5))
    expected = members[np.argsort(-said[members], kind="stable")][:12].tolist()
    assert [index for _subset, index in opened[-12:]] == expected
    shown = [each.proto.body for each in test.get("html") if "thumbnails" in each.proto.body]
    assert shown[-1].count("<img") == 12
    assert any(caption.value == f"and {len(members) - 12} more" for caption in test.caption)
    count = len(opened)
    test.run()
    assert len(opened) == count


def test_settings_outside_the_limits_in_the_link_fall_back(app):
    test = app("transfer", tl_epochs="900", tl_pictures="7", tl_learning_rate="nan")
    assert not test.exception
    assert test.session_state["tl_epochs"] == 50
    assert test.session_state["tl_pictures"] == settings.DEFAULTS["pictures"]


def test_the_controls_stay_within_what_the_head_takes():
    for name, options in (
        ("pictures", settings.PICTURES),
        ("units", settings.UNITS),
        ("learning_rate", settings.RATES),
    ):
        for option in options:
            assert replace(HeadSettings(), **{name: option})
    with pytest.raises(TransferError):
        HeadSettings(pictures=9)


def test_there_are_questions_and_code_for_each_way():
    assert len(questions.QUESTIONS) >= 3
    assert len({write(HeadSettings()) for _title, write in snippet.WAYS.values()}) == 3
    assert snippet.text(HeadSettings(), None) == extraction_code(HeadSettings())


def test_the_run_joins_training_histories(app):
    test = app("transfer", **SHORT)
    next(button for button in test.button if button.label == "Add this run to Training histories").click().run()
    test.switch_page("pages/histories.py").run()
    assert not test.exception
    row = json.loads(data_of(test, "runs"))["rows"][0]
    assert row["cells"][0][0] == "head, 40 pictures"
    assert row["cells"][2][1] == pytest.approx(trained().metrics["val_accuracy"][-1])


def test_the_same_run_joins_once_and_another_gets_a_name_of_its_own(app):
    test = app("transfer", **SHORT)
    for seed in (1337, 1337, 7):
        test.session_state["tl_seed"] = seed
        test.run()
        next(button for button in test.button if button.label == "Add this run to Training histories").click().run()
    test.switch_page("pages/histories.py").run()
    titles = [row["cells"][0][0] for row in json.loads(data_of(test, "runs"))["rows"]]
    assert titles[:2] == ["head, 40 pictures (2)", "head, 40 pictures"]
    assert len(set(titles)) == len(titles)


DIVERGING = {
    "tl_pictures": "100", "tl_optimizer": "sgd", "tl_learning_rate": "1.0", "tl_units": "512", "tl_l2": "0.1",
    "tl_batch_size": "16", "tl_dropout": "0.9", "tl_epochs": "20",
}  # fmt: skip


def test_a_head_that_diverges_is_said_to_and_its_line_ends(app):
    test = app("transfer", **DIVERGING)
    [warning] = [each.value for each in test.warning if "Diverged" in each.value]
    wanted = HeadSettings(
        pictures=100, optimizer="sgd", learning_rate=1.0, units=512, l2=0.1, batch_size=16, dropout=0.9
    )
    losses = cache.engine().submit(TrainHead(wanted, 20)).result().value.metrics["val_loss"]
    first = next(epoch for epoch, loss in enumerate(losses, 1) if not np.isfinite(loss))
    assert f"from epoch {first} on" in warning
    drawn = [trace for trace in figure(test)["data"] if trace.get("name") == "Validation" and trace["yaxis"] == "y2"]
    assert len(np.frombuffer(_bytes(drawn[0]["y"]), "float32")) == first - 1


def test_the_cell_in_a_link_is_lit_and_another_word_is_not(app):
    for link, lit in (("01", "01"), ("5x", None)):
        test = app("transfer", tl_tab="learned", tl_cell=link, **SHORT)
        assert not test.exception
        assert header_of(data_of(test, "learned"))["lit"] == lit


def test_the_learning_curve_trains_every_size_and_concludes(app):
    test = open_tab(app("transfer", tl_epochs="2", tl_units="16"), PREFIX, "sizes")
    for count in settings.PICTURES[:3]:
        cache.engine().submit(TrainHead(HeadSettings(epochs=2, units=16, pictures=count), 2)).result()
    assert "pictures on" not in " ".join(each.value for each in test.run().markdown)  # the larger ones may be better
    next(button for button in test.button if button.label.startswith("Train on 10")).click().run()
    assert not test.exception
    accuracies = {}
    for count in settings.PICTURES:
        run = cache.engine().submit(TrainHead(HeadSettings(epochs=2, units=16, pictures=count), 2)).result().value
        accuracies[count] = run.metrics["val_accuracy"][-1]
    text = " ".join(each.value for each in test.markdown)
    assert f"From {enough(accuracies, 1000):,} pictures on" in text
    assert all(f"|{count:,}|{accuracy:.3f}|" in text for count, accuracy in accuracies.items())


@pytest.mark.parametrize(
    ("metric", "values", "title", "bounds"),
    [
        ("loss", [0.69, 0.15, 0.09, 0.08], "loss, cut off above 0.2", (-0.006, 0.204)),
        ("loss", [0.19, 0.15, 0.09, 0.08], "loss", (-0.006, 0.204)),
        ("accuracy", [0.5, 0.93, 0.97, 0.98], "accuracy, cut off below 0.9", (0.897, 1.01)),
        ("accuracy", [0.91, 0.93, 0.97, 0.98], "accuracy", (0.897, 1.01)),
    ],
)
def test_an_axis_that_cuts_the_first_epochs_off_says_so(metric, values, title, bounds):
    panel = show.panel_of_most(metric, [Line("", "#000000", [1, 2, 3, 4], values)], [])
    assert panel.title == title
    assert panel.bounds == pytest.approx(bounds)


def test_the_features_are_projected_in_a_task_of_its_own_before_the_first_epoch(app, monkeypatch):
    asked, engine = [], cache.engine()
    submit = engine.submit

    def noted(request, **options):
        asked.append(request)
        return submit(request, **options)

    cache.answers().clear()
    monkeypatch.setattr(engine, "submit", noted)
    app("transfer", tl_epochs="2", tl_pictures="20", tl_seed="5")
    assert [type(request) for request in asked] == [ProjectFeatures, TrainHead, TrainHead]
    assert [request.epoch for request in asked[1:]] == [1, 2]
