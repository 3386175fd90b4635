"""How large a history may be. Within these limits no file takes more than 2 s or 100 MB to read or to refuse."""

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError

MAX_TEXT_BYTES = 4_000_000  # of CSV or JSON; 2,000 epochs of 20 metrics take 1.6 MB in the longest of their spellings
MAX_EVENT_BYTES = 24_000_000  # of one event file, of which the model's graph may be most
MAX_RECORDS = 60_000  # in one event file; 2,000 epochs of 20 metrics are 40,000
MAX_FIELDS = 1_000_000  # of Protocol Buffers in these records; a value takes about 12
MAX_RESTARTS = 100  # of the epochs in one event file
MAX_EPOCHS = 20_000
MAX_METRICS = 200
MAX_VALUES = 400_000  # epochs × metrics, empty cells included
MAX_NAME = 100  # characters in the name of a metric
MAX_EPOCH_NUMBER = 10**9
MAX_BRACKETS = 3 * MAX_EPOCHS  # objects and lists in a JSON text, which bounds its depth as well
MAX_RUNS = 200  # in one file or one upload
MAX_FILES = 1_000  # in one upload, those inside zips included
MAX_UPLOAD_BYTES = 24_000_000  # in one upload, unpacked


def check_text_size(data: bytes) -> None:
    """Raise HistoryError for more bytes than MAX_TEXT_BYTES."""
    if len(data) > MAX_TEXT_BYTES:
        raise HistoryError(
            N_(
                "This file has {size} MB; the limit for a history in CSV or JSON is {limit} MB. Save one value of each "
                "metric an epoch, as keras.callbacks.CSVLogger does."
            ),
            size=round(len(data) / 1e6, 1),
            limit=MAX_TEXT_BYTES // 1_000_000,
        )


def check_counts(epochs: int, metrics: int) -> None:
    """Raise HistoryError for more epochs, metrics or values than the limits."""
    if epochs > MAX_EPOCHS or metrics > MAX_METRICS or epochs * metrics > MAX_VALUES:
        raise HistoryError(
            N_(
                "This table has {rows:,} rows and {columns:,} columns. The limits are {most_rows:,} rows, "
                "{most_columns:,} columns and {most:,} cells. Leave out rows or columns."
            ),
            rows=epochs,
            columns=metrics,
            most_rows=MAX_EPOCHS,
            most_columns=MAX_METRICS,
            most=MAX_VALUES,
        )


def too_many_runs(count: int) -> HistoryError:
    """The error for more runs than MAX_RUNS in one file."""
    return HistoryError(
        N_("This file has {count:,} runs; the limit is {limit}. Choose fewer runs."), count=count, limit=MAX_RUNS
    )


def first_repeated(names: list[str]) -> str | None:
    """Return the first name that stands a second time in a list; None if none does.

    >>> first_repeated(["loss", "mae", "loss"])
    'loss'
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def check_names(names: list[str]) -> None:
    """Raise HistoryError for a name that is empty, too long, stands twice, or cannot be shown."""
    for name in names:
        if not name.strip() or not name.isprintable():
            raise HistoryError(
                N_("A column has no name, or one with characters that cannot be shown: {name}. Rename it."),
                name=ascii(name[:40]),
            )
        if len(name) > MAX_NAME:
            raise HistoryError(
                N_("The name of a column has {length:,} characters, more than {limit}: {start}... Shorten it."),
                length=len(name),
                limit=MAX_NAME,
                start=name[:40],
            )
    twice = first_repeated(names)
    if twice is not None:
        raise HistoryError(
            N_("Two columns are named {name}, so which one is meant cannot be known. Rename one of them."), name=twice
        )
