"""TensorBoard's event files as runs: `train/` and `validation/` joined, epochs in order, the seconds of each epoch."""

import math
from collections.abc import Iterable

from cnnlab.core.errors import N_
from cnnlab.core.history.building import Columns, Values, built
from cnnlab.core.history.event_files import TRAIN, VALIDATION, EventFile, Segment, event_file, folder_of
from cnnlab.core.history.history import History, Note, Source


def read_event_file(data: bytes, name: str) -> History:
    """Read one event file; whether its values are of training or of validation follows from its folder and its tags."""
    return joined([(name, event_file(data, name))])


def run_of(path: str) -> str:
    """The folder of the run that an event file belongs to; for a file without folders, the file itself.

    >>> run_of("logs/run1/train/events.out.tfevents.1"), run_of("run2/events.out.tfevents.1")
    ('logs/run1', 'run2')
    """
    folder = folder_of(path)
    if folder.name in (TRAIN, VALIDATION):
        return str(folder.parent)
    return str(folder) if folder.name else path


def joined(files: list[tuple[str, EventFile]]) -> History:
    """One run of its event files; several of one folder, as after a resumed run, follow each other in time."""
    training = _in_time(file for _, file in files if not file.is_validation)
    validation = _in_time(file for _, file in files if file.is_validation)
    notes = [note for _, file in files for note in file.notes]
    if not training or not validation:
        notes += _alone(files)
    rows = training or validation
    for index, segment in enumerate(validation if training else []):
        nearest = min(range(len(training)), key=lambda at: abs(training[at].begins - segment.begins))
        _add(training[index if len(validation) == len(training) else nearest], segment)
    epochs = [(segment, step) for segment in rows for step in sorted(segment.values)]
    metrics = dict.fromkeys(metric for segment, step in epochs for metric in segment.values[step])
    values: dict[str, Values] = {"epoch": [float(step) for _, step in epochs]}
    values |= {metric: [segment.values[step].get(metric) for segment, step in epochs] for metric in metrics}
    values["seconds"] = [_seconds(segment, step) for segment, step in epochs]
    return built(_name(files[0][0]), Source.TENSORBOARD, Columns(values, notes=list(dict.fromkeys(notes))))


def _name(path: str) -> str:
    """The name of a run: its folder's, or that of the zip archive; "events" where there is none."""
    folder = folder_of(path)
    named = folder.parent if folder.name in (TRAIN, VALIDATION) else folder
    return named.name.removesuffix(".zip") or "events"


def _in_time(files: Iterable[EventFile]) -> list[Segment]:
    return sorted((segment for file in files for segment in file.segments), key=lambda segment: segment.begins)


def _add(training: Segment, validation: Segment) -> None:
    for step, values in validation.values.items():
        training.values.setdefault(step, {}).update(values)
        training.times.setdefault(step, validation.times[step])


def _alone(files: list[tuple[str, EventFile]]) -> list[Note]:
    """The note on files of which it is not sure that they are all there is of the run."""
    if any(folder_of(path).name in (TRAIN, VALIDATION) for path, _ in files):
        return []
    if files[0][1].is_validation:
        return [
            Note(
                N_(
                    "This event file has the values of validation only (tags evaluation_*). For those of training, "
                    "choose the folder with train/ and validation/ in it, or a zip of it."
                )
            )
        ]
    return [
        Note(
            N_(
                "An event file alone does not say whether it is of training or of validation; its values are shown as "
                "those of training. Choose the folder with train/ and validation/ in it, or a zip of it."
            )
        )
    ]


def _seconds(segment: Segment, step: int) -> float | None:
    """How long an epoch took: the time since the epoch before was written, None for the first one."""
    if step - 1 not in segment.times:
        return None
    seconds = segment.times[step] - segment.times[step - 1]
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
