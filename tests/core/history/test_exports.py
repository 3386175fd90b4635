"""Exports of W&B, MLflow and trackio, with the columns that their pages write, and files that the last two recorded."""

import math
from pathlib import Path

import pytest

from cnnlab.core.history import HistoryError, Source, read_histories, read_history

DATA = Path(__file__).parent / "data"

WANDB = """"Step","calm-fire - val_loss","calm-fire - val_loss__MIN","calm-fire - val_loss__MAX","a - b - val_loss"
"0","0.8","0.8","0.8",""
"1","","","","0.75"
"2","0.6","0.6","0.6","NaN"
"""

MLFLOW = """"Run","Run ID","metric","step","timestamp","value"
"calm-fire","aa11","loss","0","1700000000000","0.7"
"calm-fire","aa11","loss","1","1700000001000","'-0.5"
"other","bb22","loss","0","1700000000000","NaN"
"calm-fire","aa11","val_loss","1","1700000001000","0.6"
"calm-fire","cc33","loss","0","1700000000000","Infinity"
"""


def test_a_chart_of_wandb_has_a_run_for_each_name():
    upload = read_histories([("wandb_export.csv", WANDB.encode())])
    first, second = upload.histories
    assert (first.name, first.source, first.epochs) == ("calm-fire", Source.WANDB, [0, 2])
    assert first.metrics == {"val_loss": [0.8, 0.6]}
    assert (second.name, second.epochs) == ("a - b", [1, 2])
    assert second.metrics["val_loss"][0] == 0.75
    assert math.isnan(second.metrics["val_loss"][1])
    assert "the numbers in step count as epochs" in str(first.notes[0])


def test_a_chart_of_one_run_has_no_run_in_its_columns():
    text = "Step,loss,loss__MIN,loss__MAX\n0,0.7,0.7,0.7\n1,0.5,0.5,0.5\n"
    history = read_history(text.encode(), "wandb_export.csv")
    assert (history.name, history.metrics) == ("wandb_export", {"loss": [0.7, 0.5]})


def test_the_metrics_of_wandbs_keras_callback():
    text = '"Step","r - epoch/loss","r - epoch/epoch","r - _step","r - _step__MIN"\n10,0.7,0,10,10\n20,0.5,1,20,20\n'
    history = read_history(text.encode(), "a.csv")
    assert (history.epochs, history.metrics, history.notes) == ([0, 1], {"loss": [0.7, 0.5]}, ())


def test_a_run_without_the_metric_of_a_chart_is_no_run():
    text = '"Step","a - _step","a - loss","b - _step","b - loss"\n0,0,,0,0.5\n1,1,,1,0.25\n'
    upload = read_histories([("a.csv", text.encode())])
    assert [(history.name, history.metrics) for history in upload.histories] == [("b", {"loss": [0.5, 0.25]})]


def test_metric_histories_of_mlflow():
    upload = read_histories([("chart.csv", MLFLOW.encode())])
    named = {history.name: history for history in upload.histories}
    assert list(named) == ["chart: calm-fire", "other", "chart: calm-fire (2)"]
    assert named["chart: calm-fire"].source == Source.MLFLOW
    assert named["chart: calm-fire"].metrics == {"loss": [0.7, -0.5], "val_loss": [None, 0.6]}
    assert math.isnan(named["other"].metrics["loss"][0])
    assert named["chart: calm-fire (2)"].metrics == {"loss": [math.inf]}


def test_the_older_page_of_mlflow():
    text = "run_id,key,value,step,timestamp\n1,loss,0.7,0,0\n1,loss,0.5,1,1\n1,accuracy,0.75,1,1\n"
    history = read_history(text.encode(), "metrics.csv")
    assert (history.name, history.epochs) == ("1", [0, 1])
    assert history.metrics == {"loss": [0.7, 0.5], "accuracy": [None, 0.75]}


def test_two_values_of_one_step_are_an_error():
    with pytest.raises(HistoryError, match="The run aa11 has two values of loss at step 0"):
        read_history(MLFLOW.replace('"1","1700000001000","\'-0.5"', '"0","1","0.5"').encode(), "a.csv")


def test_two_runs_that_mlflow_recorded():
    first, second = read_histories([("mlflow.csv", (DATA / "mlflow.csv").read_bytes())]).histories
    assert (first.name, first.source, first.epochs) == ("first", Source.MLFLOW, [0, 1, 2])
    assert first.metrics == {"loss": [0.75, 0.5, 0.25], "val_loss": [0.875, 0.625, 0.5]}
    assert second.metrics["loss"] == [0.5, 0.25]
    assert math.isnan(second.metrics["val_loss"][1])


def test_a_metric_that_trackio_printed():
    history = read_history((DATA / "trackio.json").read_bytes(), "trackio.json")
    assert (history.name, history.source, history.epochs) == ("first", Source.TRACKIO, [0, 1, 2])
    assert history.metrics == {"val_loss": [0.875, 0.625, 0.5]}


@pytest.mark.parametrize("names", [("first", "second"), ("a", "a much longer name"), ("baseline", "baseline")])
def test_a_table_of_trackio_has_a_run_in_each_row(names):
    """Its page writes no line break at the end; a run may have the name of another."""
    rows = [(step, 0.5 - step / 10 + run, run, names[run]) for run in (1, 0) for step in (0, 1)]
    text = "step,loss,series_key,run\n" + "\n".join(f"{step},{loss},id{run},{name}" for step, loss, run, name in rows)
    upload = read_histories([("loss.csv", text.encode())])
    assert [history.source for history in upload.histories] == [Source.TRACKIO] * 2
    assert [history.metrics["loss"] for history in upload.histories] == [[1.5, 1.4], [0.5, 0.4]]
    assert [len(history.notes) for history in upload.histories] == [1, 1]
    if names[0] != names[1]:
        assert [history.name for history in upload.histories] == [names[1], names[0]]
