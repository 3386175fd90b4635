"""Predict on the Training histories page: four questions, and no answer on the screen while one predicts."""

import json

import pytest

from cnnlab.ui.lessons.histories import asked, questions, settings
from cnnlab.ui.lessons.histories.runs import OWN, Mine, Run
from tests.ui.lessons.histories.test_page import all_runs_outside, figure, table

PREFIX = settings.CONTROLS.prefix
SCRATCH = "cats_dogs_scratch"


def dots(test) -> list[str]:
    return [trace["hovertemplate"] for trace in figure(test)["data"] if trace["mode"] == "markers"]


def best_of(test, run: str) -> str:
    return next(row["cells"][1][0] for row in table(test)["rows"] if row["id"] == run)


def asked_figure(test) -> dict:
    return figure(test, 1)


def field(test):
    return next(widget for widget in test.number_input if "predict_answer" in widget.key)


def test_the_epoch_is_asked_beside_its_curve(app):
    assert len(questions.QUESTIONS) == 4
    test = app("histories", hist_runs="cats_dogs_scratch,cats_dogs_augmented")
    drawn = asked_figure(test)["data"]
    assert [trace["line"]["dash"] for trace in drawn] == ["5px,4px", "solid"]
    field(test).set_value(11).run()
    assert test.success[0].value.startswith("Right: 11.")
    field(test).set_value(30).run()
    assert "the last epoch" in test.warning[0].value


def test_the_best_epoch_is_hidden_until_it_is_found(app):
    test = app("histories", hist_metric="loss")
    assert best_of(test, SCRATCH) == "0.585 (?)"
    assert best_of(test, "cats_dogs_augmented") == "0.353 (62)"
    assert [text for text in dots(test) if "from scratch" in text] == []
    assert any("from scratch is hidden" in caption.value for caption in test.caption)
    field(test).set_value(30).run()
    assert best_of(test, SCRATCH) == "0.585 (?)"
    field(test).set_value(11).run()
    assert best_of(test, SCRATCH) == "0.585 (11)"
    assert len([text for text in dots(test) if "from scratch" in text]) == 1
    assert not any("hidden" in caption.value for caption in test.caption)


def test_the_best_epoch_is_shown_once_its_answer_has_been_shown(app):
    test = app("histories", hist_metric="loss")
    next(button for button in test.button if button.label == "Show the answer").click().run()
    assert best_of(test, SCRATCH) == "0.585 (11)"
    assert any(each.value.startswith("The answer is 11. There the validation loss is lowest") for each in test.info)


def test_the_answer_for_a_removed_file_is_not_told_for_another_one_of_its_name(app):
    test = app("histories", hist_metric="loss")
    history = all_runs_outside()["mnist_convnet"].history
    for losses in ([3.0, 2.0, 1.0, 4.0], [3.0, 1.0, 2.0, 4.0]):
        metrics = {"loss": [3.0, 2.0, 1.0, 0.5], "val_loss": losses}
        own = type(history)("history", history.source, [0, 1, 2, 3], metrics)
        test.session_state[OWN] = Mine({"own:0": Run("own:0", own)}, [])
        test.session_state[f"{PREFIX}runs"] = "own:0"
        test.run()
        assert not any("answer is" in each.value for each in test.info)
        next(button for button in test.button if button.label == "Show the answer").click().run()
        assert any("answer is" in each.value for each in test.info)


def test_paper_has_the_losses_that_it_asks_about(app):
    drawn = [json.loads(chart.proto.spec) for chart in app("histories", print="1").get("plotly_chart")]
    names = [{trace.get("name") for trace in one["data"]} for one in drawn]
    assert any(sum("validation" in (name or "") for name in one) == 4 for one in names[1:])


def test_a_link_that_hides_numbers_has_no_dots(app):
    test = app("histories", hide="numbers", hist_tab="notes")
    assert dots(test) == []
    assert any("Solid: validation." in each.value and "Dot:" not in each.value for each in test.caption)


def test_paper_does_not_tell_the_epoch_that_it_asks_for(app):
    test = app("histories", print="1", hist_metric="loss")
    assert best_of(test, SCRATCH) == "0.585 (?)"
    assert [text for text in dots(test) if "from scratch" in text] == []


@pytest.mark.parametrize(
    "link",
    [
        {"hist_metric": "accuracy"},  # whose best epoch is not asked for
        {"hist_metric": "loss", "hist_tab": "notes"},
        {"hist_metric": "loss", "hist_rule": "GL"},  # which opens another tab
        {"hist_metric": "loss", "hist_predict_about": "1"},
    ],
)
def test_nothing_is_hidden_where_it_is_not_asked_for(app, link):
    test = app("histories", **link)
    assert "?" not in best_of(test, SCRATCH)
    assert len([text for text in dots(test) if "from scratch" in text]) == 1


def test_the_second_metric_hides_it_too(app):
    test = app("histories", hist_second="loss")
    assert best_of(test, SCRATCH) == "0.763 (29)"
    assert len([text for text in dots(test) if "from scratch" in text]) == 1


def test_which_run_was_augmented_is_asked_without_names(app):
    test = app("histories", hist_predict_about="2")
    drawn = asked_figure(test)["data"]
    assert {trace["name"] for trace in drawn} == {
        f"Run {letter}, {part}" for letter in "AB" for part in ("training", "validation")
    }
    assert asked_figure(test)["layout"]["xaxis"]["range"][1] < 21  # both are cut to 20 epochs
    radio = test.radio[0]
    radio.set_value("Run A").run()
    assert "It saw the same pictures in every epoch" in test.warning[0].value
    test.radio[0].set_value("Both").run()
    assert "Then both gaps would stay small." in test.warning[0].value
    assert not any("frozen base, augmentation" in text.value for text in test.markdown)
    test.radio[0].set_value("Run B").run()
    assert test.success[0].value.startswith("Right: Run B.")
    assert any("Run B: Cats and dogs: frozen base, augmentation" in text.value for text in test.markdown)


def test_the_losses_of_all_runs_stand_beside_the_question_about_overfitting(app):
    test = app("histories", hist_predict_about="1")
    assert len(asked_figure(test)["data"]) == 8
    test.radio[0].set_value("Cats and dogs: from scratch").run()
    assert test.success


def test_the_number_of_questions_is_known():
    assert len(questions.QUESTIONS) == asked.COUNT
