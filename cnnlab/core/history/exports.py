"""CSV exports of Weights & Biases and of MLflow, by the columns that their web pages write.

W&B (a chart's "Export as CSV"): the x axis, then for each run "<run> - <metric>" with "...__MIN" and "...__MAX", or
without the run where a chart shows one. MLflow (a chart's "Export as CSV", CsvUtils.ts): "Run" or "Group", "Run ID",
"metric", "step", "timestamp", "value"; its older plot page wrote "run_id", "key", "value", "step", "timestamp".
"""

from collections.abc import Sequence

from cnnlab.core.errors import N_
from cnnlab.core.history.building import Columns, Values, built, whole
from cnnlab.core.history.cells import numbers
from cnnlab.core.history.history import History, HistoryError, Note, Source
from cnnlab.core.history.limits import MAX_RUNS, check_names, too_many_runs
from cnnlab.core.history.metric_names import direction, is_epoch
from cnnlab.core.history.table import Table

BANDS = ("__MIN", "__MAX")
AXES = ("Step", "_step", "epoch/epoch", "trainer/global_step")  # the first column of a chart along steps
EPOCH_PREFIX = "epoch/"  # of the metrics that W&B's Keras callback logs

Points = dict[int, dict[str, float]]  # step -> metric -> value


def is_wandb(found: Table) -> bool:
    """Whether a table has the columns of a chart of W&B."""
    axis, *rest = found.header
    named = bool(rest) and all(" - " in name for name in rest)
    is_known = axis in AXES or all(direction(name.rpartition(" - ")[2]) for name in rest)
    return any(name.endswith(BANDS) for name in rest) or (named and is_known)


def read_wandb(found: Table, name: str) -> list[History]:
    """The runs of a chart of W&B. Raises HistoryError, for example if the x axis is a time."""
    check_names(found.header)
    steps = _steps(numbers(found.header[0], found.cells(0), found.lines), found.header[0])
    runs: dict[str, Points] = {}
    for index, label in enumerate(found.header[1:], start=1):
        run, _, metric = label.rpartition(" - ")
        if metric.endswith(BANDS) or metric.startswith("_"):
            continue
        values = numbers(label, found.cells(index), found.lines)
        _add(runs, run or name, metric.removeprefix(EPOCH_PREFIX), steps, values or [])
    return _built(runs, Source.WANDB, found.notes)


def is_mlflow(found: Table) -> bool:
    """Whether a table has the columns of MLflow's metric histories: one row for each value."""
    names = set(found.header)
    return {"step", "value"} <= names and bool({"metric", "key"} & names)


def read_mlflow(found: Table, name: str) -> list[History]:
    """The runs of an export of MLflow. Raises HistoryError."""
    at = {label: index for index, label in enumerate(found.header)}
    rows = [[_unescaped(cell) for cell in cells] for _, cells in found.rows]
    steps = _steps(numbers("step", [row[at["step"]] for row in rows], found.lines), "step")
    values = numbers("value", [row[at["value"]] for row in rows], found.lines)
    metric = at.get("metric", at.get("key", 0))
    ids = [at[label] for label in ("Run ID", "run_id", "Run", "Group") if label in at]
    names = [at[label] for label in ("Run", "Group", "run_id", "Run ID") if label in at]
    labels: dict[str, str] = {}
    runs: dict[str, Points] = {}
    for row, step, value in zip(rows, steps, values or [], strict=False):
        key = next((row[index] for index in ids if row[index]), name)
        labels.setdefault(key, next((row[index] for index in names if row[index]), name))
        _add(runs, key, row[metric], [step], [value])
    return [run.named(labels[run.name]) for run in _built(runs, Source.MLFLOW, found.notes)]


def _unescaped(cell: str) -> str:
    """A cell without the apostrophe that MLflow writes before a minus, against formulas in spreadsheets."""
    return cell[1:] if cell[:2] in ("'-", "'+", "'=", "'@") else cell


def _steps(values: Values | None, axis: str) -> list[int]:
    if values is None or any(value is None or not value.is_integer() for value in values):
        raise HistoryError(
            N_("The x axis of this export is {axis}, whose values are not whole numbers. Export it along Step."),
            axis=axis,
        )
    return [whole(value, row, axis) for row, value in enumerate(values)]


def _add(runs: dict[str, Points], run: str, metric: str, steps: list[int], values: Sequence[float | None]) -> None:
    """Add values to a run. Raises HistoryError for two values of a metric at one step."""
    points = runs.setdefault(run, {})
    for step, value in zip(steps, values, strict=False):
        if value is None:
            continue
        if metric in points.setdefault(step, {}):
            raise HistoryError(
                N_("The run {run} has two values of {metric} at step {step}. Which one counts cannot be known."),
                run=run[:60],
                metric=metric[:60],
                step=step,
            )
        points[step][metric] = value


def _built(runs: dict[str, Points], source: Source, notes: list[Note]) -> list[History]:
    """A History for each run that has values. Raises HistoryError if there are too many runs, or none."""
    with_values = {run: points for run, points in runs.items() if any(points.values())}
    if not with_values:
        raise HistoryError(N_("This export has no values of any run. Export other runs or another metric."))
    if len(with_values) > MAX_RUNS:
        raise too_many_runs(len(with_values))
    return [_history(run, source, points, notes) for run, points in with_values.items()]


def _history(run: str, source: Source, points: Points, notes: list[Note]) -> History:
    steps = sorted(step for step, values in points.items() if values)
    names = list(dict.fromkeys(name for step in steps for name in points[step]))
    values: dict[str, Values] = {name: [points[step].get(name) for step in steps] for name in names}
    if not any(is_epoch(name) for name in names):
        values = {"step": [float(step) for step in steps], **values}
    return built(run, source, Columns(values, notes=list(notes)))
