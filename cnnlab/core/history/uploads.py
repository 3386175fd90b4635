"""Several files at once: an upload, a folder or zips, as runs with names of their own and refusals by file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from cnnlab.core.archives import Limits, is_housekeeping, is_zip, members
from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.history.event_files import EventFile, event_file, is_event_file
from cnnlab.core.history.event_runs import joined, run_of
from cnnlab.core.history.history import History, HistoryError
from cnnlab.core.history.limits import MAX_EVENT_BYTES, MAX_FILES, MAX_RUNS, MAX_UPLOAD_BYTES
from cnnlab.core.history.reading import read_runs, stem

LIMITS = Limits(MAX_FILES, MAX_EVENT_BYTES, HistoryError)


@dataclass(frozen=True)
class Refused:
    """A file that is no history, by its path in the upload, and why."""

    name: str
    error: CnnLabError


@dataclass(frozen=True)
class Upload:
    """What an upload holds: its runs, and the files that were refused."""

    histories: list[History]
    refused: list[Refused]


def read_histories(files: Sequence[tuple[str, bytes]], taken: Collection[str] = ()) -> Upload:
    """Read every run of several files: (name, bytes), where a name may be a path and a file a zip archive.

    TensorBoard's files in `train/` and `validation/` of one folder become one run. Names are kept apart: runs of one
    name get a longer one, or a number, and none gets one of `taken`. What is no history is in `refused`; nothing is
    raised.

    >>> upload = read_histories([("a.csv", b"epoch,loss\\n0,0.5\\n"), ("b.txt", b"hello")], taken=["a"])
    >>> [run.name for run in upload.histories], [file.name for file in upload.refused]
    (['a (2)'], ['b.txt'])
    """
    found: list[tuple[str, History]] = []  # with the name that a run gets where its own is not the only one
    events: dict[str, list[tuple[str, EventFile]]] = {}
    refused: list[Refused] = []
    for path, data in _files(files, refused):
        try:
            if is_event_file(data):
                file = event_file(data, path)
                events.setdefault(run_of(path), []).append((path, file))
            else:
                found += [(_longer_name(path, run), run) for run in read_runs(data, path)]
        except HistoryError as error:
            refused.append(Refused(path, error))
    for folder, parts in events.items():
        try:
            found.append((folder, joined(parts)))
        except HistoryError as error:
            refused += [Refused(path, error) for path, _ in parts]
    refused += [Refused(label, _too_many_runs()) for label, _ in found[MAX_RUNS:]]
    return Upload(named_apart(found[:MAX_RUNS], taken), refused)


def _longer_name(path: str, run: History) -> str:
    """The path of a run's file without its ending, and the run if it is named otherwise."""
    whole = str(PurePosixPath(path.replace("\\", "/")).with_suffix(""))
    return whole if run.name == stem(path) else f"{whole}: {run.name}"


def _files(files: Sequence[tuple[str, bytes]], refused: list[Refused]) -> Iterator[tuple[str, bytes]]:
    """Every file of an upload, those in zips too, within the limits for all of them together."""
    number, left = 0, MAX_UPLOAD_BYTES
    for name, data in files:
        try:
            for path, content in _parts(name, data, left):
                if is_housekeeping(path):
                    continue
                if isinstance(content, CnnLabError):
                    refused.append(Refused(path, content))
                    continue
                number, left = number + 1, left - len(content)
                if number > MAX_FILES or left < 0:
                    raise _too_much()
                yield path, content
        except HistoryError as error:
            refused.append(Refused(name, error))


def _parts(name: str, data: bytes, most_bytes: int) -> Iterator[tuple[str, bytes | CnnLabError]]:
    """A file itself, or the files in a zip archive with their paths."""
    if not is_zip(data):
        yield name, data
        return
    for path, content in members(data, most_bytes, LIMITS):
        yield f"{name}/{path}", content


def named_apart(found: list[tuple[str, History]], taken: Collection[str]) -> list[History]:
    """Return runs, each given with a longer name, under names of their own.

    A run gets the longer name where several are alike, and a number if need be.
    """
    used, named = set(taken), []
    names = [run.name for _, run in found]
    for longer, run in found:
        name = run.name if names.count(run.name) == 1 else longer
        tries = (name if number == 1 else f"{name} ({number})" for number in count(1))
        label = next(label for label in tries if label not in used)
        used.add(label)
        named.append(run.named(label))
    return named


def _too_much() -> HistoryError:
    return HistoryError(
        N_(
            "This upload has more than {files:,} files or {size} MB unpacked. The rest is left out; choose fewer files."
        ),
        files=MAX_FILES,
        size=MAX_UPLOAD_BYTES // 1_000_000,
    )


def _too_many_runs() -> HistoryError:
    return HistoryError(N_("This upload has more than {limit} runs; this one is left out."), limit=MAX_RUNS)
