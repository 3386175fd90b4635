"""JSON files: Keras's History.history, and pandas' DataFrame.to_json in its orientations."""

import reprlib
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.history.building import Columns, Values, built
from cnnlab.core.history.cells import numbers
from cnnlab.core.history.history import History, HistoryError, Source, listed
from cnnlab.core.history.json_text import lines_of, parsed
from cnnlab.core.history.limits import check_counts, check_names
from cnnlab.core.history.ragged import aligned

_Object = dict[str, Any]


def read_json(text: str, name: str) -> list[History]:
    """Read the run of a JSON text, or of a text with one JSON object a line. Raises HistoryError."""
    lines = lines_of(text)
    if lines is not None:
        records, notes = lines
        columns = _of_records(records)
        columns.notes += notes
        return [built(name, Source.JSON_LINES, columns)]
    value = parsed(text)
    if isinstance(value, dict) and isinstance(value.get("metric"), str) and isinstance(value.get("values"), list):
        return [_of_trackio(value, name)]
    source, columns = _columns(value)
    return [built(name, source, columns)]


def _of_trackio(value: _Object, name: str) -> History:
    """What `trackio get metric --json` prints: the values of one metric of one run, with their steps."""
    records = [record for record in value["values"] if isinstance(record, dict)]
    columns = _of_records([{"step": record.get("step"), value["metric"]: record.get("value")} for record in records])
    return built(str(value.get("run") or name)[:100], Source.TRACKIO, columns)


def _columns(value: Any) -> tuple[Source, Columns]:
    """The columns of a parsed JSON text, by its shape."""
    if isinstance(value, dict) and isinstance(value.get("history"), dict):  # vars(history), with `epoch` and `params`
        numbers_of_epochs = {"epoch": value["epoch"]} if isinstance(value.get("epoch"), list) else {}
        value = {**numbers_of_epochs, **value["history"]}
    if isinstance(value, list) and value and all(isinstance(record, dict) for record in value):
        return Source.PANDAS_JSON, _of_records(value)
    if isinstance(value, dict) and value:
        if set(value) == {"columns", "index", "data"}:
            return Source.PANDAS_JSON, _of_split(value["columns"], value["index"], value["data"])
        if all(isinstance(inner, dict) for inner in value.values()):
            return Source.PANDAS_JSON, _of_nested(value)
        if any(isinstance(inner, list) for inner in value.values()):
            return Source.HISTORY_JSON, _of_lists(value)
    raise HistoryError(
        N_(
            "This JSON is not a training history: it holds {found}. Save one with json.dump(history.history, file), "
            "which writes a list of values for each metric."
        ),
        found=_described(value),
    )


def _described(value: Any) -> str:
    """A parsed JSON text in a few characters: the names in an object, or the start of a list."""
    return f"{{{listed(list(value))}}}" if isinstance(value, dict) else reprlib.repr(value)


def _of_lists(value: _Object) -> Columns:
    """History.history: a list for each metric, shorter for validation that ran less often."""
    lists = {name: entry for name, entry in value.items() if isinstance(entry, list)}
    check_counts(max(map(len, lists.values())), len(lists))
    columns, words = _numeric(lists)
    words += [name for name, entry in value.items() if not isinstance(entry, list)]
    return aligned(columns, words)


def _of_records(records: list[_Object]) -> Columns:
    """pandas' orientation "records": an object for each epoch."""
    names = list(dict.fromkeys(name for record in records for name in record))
    check_counts(len(records), len(names))
    columns, words = _numeric({name: [record.get(name) for record in records] for name in names})
    return Columns(columns, words, index=columns.pop("index", None))


def _of_split(names: Any, index: Any, data: Any) -> Columns:
    """pandas' orientation "split": columns, index and data apart."""
    parts = all(isinstance(part, list) for part in (names, index, data)) and len(index) == len(data)
    if not parts or not all(isinstance(row, list) and len(row) == len(names) for row in data):
        raise _broken("split")
    check_names([str(name) for name in names])
    columns = _of_records([dict(zip(map(str, names), row, strict=True)) for row in data])
    columns.index = _index(index)
    return columns


def _of_nested(value: dict[str, _Object]) -> Columns:
    """pandas' orientations "columns", {metric: {row: value}}, and "index", {row: {metric: value}}."""
    inner = list(dict.fromkeys(key for entry in value.values() for key in entry))
    if _are_rows(list(value)) == _are_rows(inner):
        raise _broken("columns / index")
    if _are_rows(list(value)):
        rows, records = list(value), list(value.values())
    else:
        check_counts(len(inner), len(value))
        rows, records = inner, [{name: entry.get(row) for name, entry in value.items()} for row in inner]
    columns = _of_records(records)
    columns.index = _index(rows)
    return columns


def _are_rows(keys: list[str]) -> bool:
    return bool(keys) and all(key.isascii() and key.isdigit() for key in keys)


def _index(values: list[Any]) -> Values | None:
    columns, _ = _numeric({"index": values})
    return columns.get("index")


def _numeric(entries: dict[str, list[Any]]) -> tuple[dict[str, Values], list[str]]:
    """The entries that hold numbers, and the names of those that do not."""
    columns = {name: numbers(name, entry) for name, entry in entries.items()}
    words = [name for name, values in columns.items() if values is None]
    return {name: values for name, values in columns.items() if values is not None}, words


def _broken(orientation: str) -> HistoryError:
    return HistoryError(
        N_(
            "This JSON looks like pandas' orientation {orientation}, but its parts do not fit each other. Save it with "
            "DataFrame.to_json() again."
        ),
        orientation=orientation,
    )
