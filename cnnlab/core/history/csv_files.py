"""CSV files: those of Keras's CSVLogger, of pandas, of this project, and the exports of W&B and MLflow."""

from cnnlab.core.errors import N_
from cnnlab.core.history import exports
from cnnlab.core.history.building import Columns, built
from cnnlab.core.history.cells import numbers
from cnnlab.core.history.history import History, HistoryError, Source
from cnnlab.core.history.limits import MAX_RUNS, check_names, too_many_runs
from cnnlab.core.history.metric_names import is_epoch
from cnnlab.core.history.table import Table, table

INDEX_NAMES = ("", "Unnamed: 0", "index")
SERIES = "series_key"  # the column by which trackio tells runs apart
RUN_NAMES, RUN_IDS = ("run", "run_name"), (SERIES, "run_id")


def read_csv(text: str, name: str) -> list[History]:
    """Read the runs of a CSV file; one, except in exports of W&B and MLflow. Raises HistoryError."""
    found = table(text)
    if exports.is_mlflow(found):
        return exports.read_mlflow(found, name)
    if exports.is_wandb(found):
        return exports.read_wandb(found, name)
    runs = _by_run(found, name) or [(name, found)]
    source = Source.TRACKIO if SERIES in found.header else None
    return [_one_run(part, label, source) for label, part in runs]


def _by_run(found: Table, name: str) -> list[tuple[str, Table]]:
    """The rows of each run with its name, where a column says to which run a row belongs, as in trackio's tables."""
    at = {label.lower(): index for index, label in enumerate(found.header)}
    ids = [at[label] for label in (*RUN_IDS, *RUN_NAMES) if label in at]
    names = [at[label] for label in (*RUN_NAMES, *RUN_IDS) if label in at]
    if not ids:
        return []
    kept = [index for index in range(len(found.header)) if index not in ids]
    if not kept:
        return []
    header = [found.header[index] for index in kept]
    runs: dict[str, tuple[str, Table]] = {}
    for line, cells in found.rows:
        label = cells[names[0]] or name
        part = runs.setdefault(cells[ids[0]], (label, Table(header, [], list(found.notes))))[1]
        part.rows.append((line, [cells[index] for index in kept]))
    if len(runs) > MAX_RUNS:
        raise too_many_runs(len(runs))
    return list(runs.values())


def _one_run(found: Table, name: str, source: Source | None) -> History:
    """A table of one run: a row an epoch, a column a metric."""
    has_index = found.header[0] in INDEX_NAMES
    columns = _columns(found, [index for index in range(int(has_index), len(found.header)) if _is_used(found, index)])
    if has_index:
        columns.index = numbers("index", found.cells(0), found.lines)
    own = Source.CSV_LOGGER if is_epoch(found.header[0]) else Source.PANDAS_CSV if has_index else Source.TABLE
    return built(name, source or own, columns)


def _is_used(found: Table, index: int) -> bool:
    """Whether a column has a name. Raises HistoryError for one that has none but cells."""
    if found.header[index]:
        return True
    if any(cell.strip() for cell in found.cells(index)):
        raise HistoryError(N_("Column {number} has numbers but no name. Name it in the first line."), number=index + 1)
    return False


def _columns(found: Table, indices: list[int]) -> Columns:
    """The columns of a table as numbers; those that hold words are left out, and a note says so."""
    names = [found.header[index] for index in indices]
    check_names(names)
    read = [numbers(name, found.cells(index), found.lines) for name, index in zip(names, indices, strict=True)]
    values = {name: its for name, its in zip(names, read, strict=True) if its is not None}
    words = [name for name, its in zip(names, read, strict=True) if its is None]
    return Columns(values, words, list(found.notes))
