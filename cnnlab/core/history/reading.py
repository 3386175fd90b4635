"""Read the runs in one file; its first bytes decide which reader is used."""

from pathlib import PurePosixPath

from cnnlab.core.errors import N_
from cnnlab.core.history.csv_files import read_csv
from cnnlab.core.history.event_files import is_event_file
from cnnlab.core.history.event_runs import read_event_file
from cnnlab.core.history.history import History, HistoryError, listed
from cnnlab.core.history.json_files import read_json
from cnnlab.core.history.kinds import check_kind
from cnnlab.core.history.limits import check_text_size
from cnnlab.core.history.text import decoded


def read_history(data: bytes, name: str) -> History:
    """Read one training history from the bytes of a file.

    Reads Keras's CSVLogger (any separator, UTF-8 or UTF-16, decimal commas), History.history as JSON, pandas' JSON and
    CSV, JSON Lines, TensorBoard's event files, and the CSV exports of Weights & Biases and MLflow. The history is named
    like the file, `name`, without its ending. Raises HistoryError, which says what was found, for anything else,
    for files beyond the limits in limits.py, and for a file with several runs, which `read_histories` reads.

    >>> run = read_history(b"epoch,loss,val_loss\\n0,0.7,NA\\n1,0.5,0.6\\n", "training.csv")
    >>> run.name, run.metrics
    ('training', {'loss': [0.7, 0.5], 'val_loss': [None, 0.6]})
    """
    runs = read_runs(bytes(data), name)
    if len(runs) > 1:
        raise HistoryError(
            N_("This file holds {count} runs: {names}. Read them all with read_histories."),
            count=len(runs),
            names=listed([run.name for run in runs]),
        )
    return runs[0]


def read_runs(data: bytes, name: str) -> list[History]:
    """Read every run of one file, at least one. Raises HistoryError."""
    check_kind(data)
    if is_event_file(data):
        return [read_event_file(data, name)]
    check_text_size(data)
    text = decoded(data)
    read = read_json if text.lstrip()[:1] in ("{", "[") else read_csv
    return read(text, stem(name))


def stem(name: str) -> str:
    """The name of a file without its folders and its ending.

    >>> stem("logs/run1/history.csv"), stem(".csv")
    ('history', '.csv')
    """
    return PurePosixPath(name.replace("\\", "/")).stem[:100] or "history"
