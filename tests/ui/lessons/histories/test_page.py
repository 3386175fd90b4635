"""The Training histories page: its table and figure from the committed runs, own files, its rules, its code.

One file, because the tests share how its table and its figure are read.
"""

import contextlib
import io
import json
import os
from itertools import combinations

import numpy as np
import pytest

from cnnlab.core.cards import card
from cnnlab.core.history import differences
from cnnlab.ui.lessons.histories import contrasts, downloads, settings, snippet, stopping
from cnnlab.ui.lessons.histories.comparison import named
from cnnlab.ui.lessons.histories.runs import OWN, Mine, Run, short_titles
from tests.ui.components import data_of
from tests.ui.conftest import numbers_of, open_tab, try_this

PREFIX = settings.CONTROLS.prefix


def figure(test, at: int = 0) -> dict:
    return json.loads(test.get("plotly_chart")[at].proto.spec)


def table(test) -> dict:
    return json.loads(data_of(test, "runs"), parse_constant=pytest.fail)  # a browser's JSON knows no NaN


def test_the_first_sight_is_the_story_from_scratch_to_fine_tuning(app):
    test = app("histories")
    rows = table(test)["rows"]
    assert [row["id"] for row in rows] == list(settings.STORY)
    for row in rows:
        figures = {measured.figure: measured.value for measured in card(row["id"]).measured}
        assert row["cells"][3][1] == figures["test accuracy"]
    drawn = figure(test)["data"]
    assert len([trace for trace in drawn if trace["mode"] == "lines"]) == 8
    dashes = {trace["line"]["dash"] for trace in drawn if trace["mode"] == "lines"}
    assert dashes == {"solid", "5px,4px"}


def test_the_best_epoch_is_that_of_the_file(app):
    """Read by hand from history.csv: the highest validation accuracy of the run from scratch, of 1,000 pictures."""
    with open(card("cats_dogs_scratch").folder / "history.csv", encoding="utf-8") as file:
        head, *lines = (line.strip().split(",") for line in file)
    values = [float(line[head.index("val_accuracy")]) for line in lines]
    row = table(app("histories", hist_runs="cats_dogs_scratch"))["rows"][0]
    assert row["cells"][1] == [f"{max(values):.3f} ({values.index(max(values)) + 1})", max(values), "\u00b1 0.013"]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("at", range(len(contrasts.CONTRASTS)))
def test_try_this_sets_the_controls(app, at, language):
    test = try_this(app("histories", language, hist_runs="mnist_convnet", hist_x="steps", hist_log="True"), PREFIX, at)
    assert not test.exception
    assert not test.warning
    wanted = {**settings.DEFAULTS, **list(contrasts.CONTRASTS.values())[at]}
    assert [row["id"] for row in table(test)["rows"]] == wanted["runs"].split(",")


@pytest.mark.parametrize("section", ["predict", "notes", "code", "stopping", "comparison", "downloads"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_section_opens(app, section, language):
    assert not open_tab(app("histories", language), PREFIX, section).exception


def test_the_code_records_a_history_and_prints_its_best_epoch(tmp_path, monkeypatch):
    """The code runs as it stands, and the page reads the file that it wrote."""
    from cnnlab.core.history import best, read_history

    monkeypatch.chdir(tmp_path)
    for metric in ("accuracy", "loss"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(snippet.history_code(metric), {})
        history = read_history((tmp_path / "history.csv").read_bytes(), "history.csv")
        found = best(history, f"val_{metric}")
        assert found is not None
        assert printed.getvalue() == f"best epoch: {found.epoch + 1}, val_{metric}: {found.value:.4f}\n"
        os.remove("history.csv")


OWN_FILE = b"epoch;loss;val_loss\n0;2,0;2,5\n1;1,0;2,0\n2;0,5;3,0\n"


def test_an_own_history_is_shown_beside_the_others(app):
    test = app("histories", hist_box_own="x")
    test.session_state[f"{PREFIX}box_own"] = True
    test.run()
    test.file_uploader(key=f"{PREFIX}files_files").set_value([("mine.csv", OWN_FILE, "text/csv")]).run()
    assert not test.exception
    assert "mine" in [row["cells"][0][0] for row in table(test)["rows"]]
    assert "own" not in test.query_params.get("hist_runs", [""])[0]


def test_a_file_that_is_no_history_is_refused_and_the_others_stay(app):
    test = app("histories")
    test.session_state[f"{PREFIX}box_own"] = True
    test.run()
    files = [("notes.txt", b"Dear diary", "text/plain"), ("mine.csv", OWN_FILE, "text/csv")]
    test.file_uploader(key=f"{PREFIX}files_files").set_value(files).run()
    assert not test.exception
    assert [warning.value.startswith("notes.txt: ") for warning in test.warning] == [True]
    assert "mine" in [row["cells"][0][0] for row in table(test)["rows"]]


def test_no_run_chosen_is_said(app):
    test = app("histories")
    test.multiselect(key=f"{PREFIX}runs_shown").set_value([]).run()
    assert not test.exception
    assert [warning.value for warning in test.warning] == ["No run is chosen. Choose at least one."]


@pytest.mark.parametrize("rule", stopping.RULES)
def test_every_rule_says_when_it_stops(app, rule):
    test = app("histories", hist_tab="stopping", hist_watched="cats_dogs_scratch", hist_rule=rule)
    assert not test.exception
    stops, keeps = numbers_of(test)["Stops after epoch"], numbers_of(test)["Keeps epoch"]
    assert 1 <= int(keeps) <= int(stops) <= 30


def test_early_stopping_is_that_of_keras(app):
    """Keras's own callback over the committed curve."""
    import keras

    run = all_runs_outside()["cats_dogs_scratch"]
    callback = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=False)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.stop_training = False
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(run.history.metrics["val_loss"]):
        callback.on_epoch_end(epoch, {"val_loss": value})
        if model.stop_training:
            break
    test = app("histories", hist_tab="stopping", hist_watched="cats_dogs_scratch")
    assert numbers_of(test)["Stops after epoch"] == str(callback.stopped_epoch + 1)
    assert numbers_of(test)["Keeps epoch"] == str(callback.best_epoch + 1)


def all_runs_outside() -> dict[str, Run]:
    from cnnlab.core.history import bundled_histories

    return {found.card.id: Run(found.card.id, found.history, found.card) for found in bundled_histories()[0]}


def test_two_results_that_chance_could_give_are_not_called_different(app):
    names = "cats_dogs_extraction,cats_dogs_fine_tuned"
    test = app("histories", hist_runs=names, hist_tab="comparison")
    said = "\n".join(text.value for text in test.markdown)
    assert "0.989 ± 0.003 and 0.990 ± 0.003" in said
    assert "too few pictures" in said
    test = app("histories", hist_runs="cats_dogs_scratch,cats_dogs_augmented", hist_tab="comparison")
    said = "\n".join(text.value for text in test.markdown)
    assert "Chance alone would rarely give such a difference (p < 0.001)." in said
    assert "|Epochs|30|100|" in said
    assert "|Augmentation layers|–|RandomFlip, RandomRotation, RandomZoom|" in said
    assert "|Dropout|–|0.5|" in said


def test_the_subsets_of_two_trainings_are_compared(app):
    test = app("histories", hist_runs="mnist_convnet,pets_unet", hist_tab="comparison")
    assert not test.exception
    said = "\n".join(text.value for text in test.markdown)
    assert "|Source of the data|[yann.lecun.com](http://yann.lecun.com/exdb/mnist/)|" in said
    for row in ("|Training pictures|55,000|377|", "|Validation pictures|5,000|54|", "|Test pictures|10,000|108|"):
        assert row in said


def test_every_difference_of_two_bundled_runs_has_a_name():
    trained = [run.card for run in all_runs_outside().values()]
    found = {entry.setting for one, other in combinations(trained, 2) for entry in differences(one, other)}
    assert {"data.train", "epochs", "start"} <= found
    assert all(named(setting) for setting in found | {"versions.keras"})


def test_titles_are_short_where_they_begin_alike():
    runs = all_runs_outside()
    story = short_titles([runs[name] for name in settings.STORY])
    assert story["cats_dogs_scratch"] == "from scratch"
    assert ": " in short_titles([runs["cats_dogs_scratch"], runs["pets_unet"]])["cats_dogs_scratch"]


def test_a_logarithmic_axis_says_what_it_leaves_out(app):
    test = app("histories")
    history = all_runs_outside()["mnist_convnet"].history
    zeros = type(history)("zeros", history.source, [0, 1, 2], {"loss": [1.0, 0.0, -0.5]})
    test.session_state[OWN] = Mine({"own:zeros": Run("own:zeros", zeros)}, [])
    test.session_state[f"{PREFIX}runs"] = "own:zeros"
    test.session_state[f"{PREFIX}metric"] = "loss"
    test.session_state[f"{PREFIX}log"] = True
    test.run()
    assert not test.exception
    assert any("left out: 2." in caption.value for caption in test.caption)


def test_smoothing_keeps_the_raw_line(app):
    test = app("histories", hist_runs="cats_dogs_mini_xception", hist_metric="loss", hist_half_life="3.0")
    lines = [trace for trace in figure(test)["data"] if trace["mode"] == "lines"]
    assert len(lines) == 4
    assert sorted(trace["opacity"] for trace in lines)[:2] == pytest.approx([0.28, 0.28])


def test_a_click_on_a_row_lights_its_curves(app):
    test = app("histories", hist_lit="cats_dogs_scratch")
    opacities = {trace["name"]: trace.get("opacity", 1) for trace in figure(test)["data"] if trace["mode"] == "lines"}
    assert {name for name, opacity in opacities.items() if opacity == 1} == {
        "from scratch, training", "from scratch, validation",
    }  # fmt: skip


def test_nothing_is_drawn_for_a_metric_that_no_run_has(app):
    test = app("histories", hist_metric="nonsense")
    assert not test.exception
    assert np.isfinite(figure(test)["layout"]["yaxis"]["range"]).all()


def test_a_chart_is_named_after_its_runs_and_metrics():
    runs = all_runs_outside()
    own = Run("own0", runs["mnist_convnet"].history.named("내 기록/../1: a*b"))
    assert downloads.file_name([own], ["loss"]) == "내_기록_1_a_b-loss"
    many = [runs[name] for name in settings.STORY]
    expected = "cats_dogs_scratch-cats_dogs_augmented-cats_dogs_extraction-and_1_more-accuracy-loss"
    assert downloads.file_name(many, ["accuracy", "loss"]) == expected


def test_every_history_can_be_downloaded_and_read_again(app):
    from cnnlab.core.history import read_history, to_csv

    test = app("histories", hist_tab="downloads")
    buttons = test.get("download_button")
    assert [button.proto.label for button in buttons] == [
        "Download " + name.replace("_", "\\_") + ".csv" for name in settings.STORY
    ]
    run = all_runs_outside()["cats_dogs_scratch"].history
    assert read_history(to_csv(run).encode(), "history.csv").metrics == run.metrics
