"""JSON parsed within limits: the number of its brackets, no name twice, one object a line where there are several."""

import json
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError, Note
from cnnlab.core.history.limits import MAX_BRACKETS, MAX_EPOCHS, check_counts, first_repeated


def parsed(text: str) -> Any:
    """Parse a JSON text, with Python's literals NaN, Infinity and -Infinity. Raises HistoryError."""
    _check_brackets(text)
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError as error:
        raise HistoryError(N_("The lists in this JSON are nested too deeply for a history.")) from error
    except HistoryError:
        raise
    except ValueError as error:  # also a number of more digits than Python converts
        raise HistoryError(
            N_("This file cannot be read as JSON: {reason}. If the run was killed, the file may be cut off."),
            reason=str(error)[:120],
        ) from error


def lines_of(text: str) -> tuple[list[dict[str, Any]], list[Note]] | None:
    """The objects of a text with one JSON object a line, and a note on a last line that is cut; None for other texts.

    >>> lines_of('{"loss": 0.7}\\n{"loss": 0.5}\\n{"lo')[0]
    [{'loss': 0.7}, {'loss': 0.5}]
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for _, line in lines):
        return None
    check_counts(min(len(lines), MAX_EPOCHS + 1), 1)
    _check_brackets(text)
    records, notes = [], []
    for number, line in lines:
        try:
            records.append(json.loads(line, object_pairs_hook=_object))
        except HistoryError:
            raise
        except (ValueError, RecursionError) as error:  # numbers of too many digits, too
            if number < lines[-1][0] or text.endswith("\n"):
                raise HistoryError(
                    N_("Line {line} is not a JSON object of its own: {reason}."), line=number, reason=str(error)[:120]
                ) from error
            notes.append(
                Note(
                    N_("The last line, {line}, is cut off and left out: it ends in {end}."),
                    line=number,
                    end=repr(line[-20:]),
                )
            )
    return records, notes


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of a JSON text. Raises HistoryError for a name that stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise HistoryError(
            N_("{name} stands twice in one object, so which one is meant cannot be known."),
            name=str(first_repeated([name for name, _ in pairs]))[:60],
        )
    return found


def _check_brackets(text: str) -> None:
    count = text.count("[") + text.count("{")
    if count > MAX_BRACKETS:
        raise HistoryError(
            N_("This JSON has {count:,} lists and objects; the limit is {limit:,}. Save fewer epochs."),
            count=count,
            limit=MAX_BRACKETS,
        )
