"""One of TensorBoard's event files: its values of epochs, and whether they are of training or of validation."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from cnnlab.core.errors import N_
from cnnlab.core.history.events import Scalar, scalars
from cnnlab.core.history.history import HistoryError, Note, listed
from cnnlab.core.history.limits import MAX_EVENT_BYTES, MAX_FIELDS, MAX_RESTARTS
from cnnlab.core.history.tfrecord import records, starts_with_record
from cnnlab.core.history.wire import Fields

EPOCH, BATCH, EVALUATION = "epoch_", "batch_", "evaluation_"  # how the tags of Keras's callback begin
TRAIN, VALIDATION = "train", "validation"  # its two folders

is_event_file = starts_with_record


@dataclass
class Segment:
    """The values of a file up to where an epoch is recorded a second time: step -> metric -> value, step -> time."""

    values: dict[int, dict[str, float]] = field(default_factory=dict)
    times: dict[int, float] = field(default_factory=dict)

    def add(self, metric: str, scalar: Scalar) -> None:
        self.values.setdefault(scalar.step, {})[metric] = scalar.value
        self.times.setdefault(scalar.step, scalar.wall_time)

    @property
    def begins(self) -> float:
        return min(self.times.values())


@dataclass
class EventFile:
    """The values of one event file, whether they are of validation, and the notes on it."""

    segments: list[Segment]
    is_validation: bool
    notes: list[Note]


def folder_of(path: str) -> PurePosixPath:
    """The folder that a path names for its file."""
    return PurePosixPath(path.replace("\\", "/")).parent


def event_file(data: bytes, path: str) -> EventFile:
    """The scalars of an event file that belong to epochs. Raises HistoryError for a damaged one and one without any."""
    if len(data) > MAX_EVENT_BYTES:
        raise HistoryError(
            N_(
                "This event file has {size} MB; the limit is {limit} MB. Record less: "
                "keras.callbacks.TensorBoard(write_graph=False, histogram_freq=0)."
            ),
            size=round(len(data) / 1e6, 1),
            limit=MAX_EVENT_BYTES // 1_000_000,
        )
    parts, is_whole = records(data)
    found = list(_scalars(parts))
    tags = dict.fromkeys(scalar.tag for scalar in found)
    prefix, notes = EPOCH, []
    if not any(tag.startswith(EPOCH) for tag in tags):
        prefix = ""
        notes.append(Note(N_("There are no tags epoch_*: the steps of the other scalars count as epochs.")))
    taken = {tag for tag in tags if tag.startswith(prefix) and not tag.startswith((BATCH, EVALUATION))}
    if not taken:
        raise HistoryError(
            N_(
                "This event file has no values of epochs; its scalars are: {tags}. Record them with "
                "keras.callbacks.TensorBoard, and choose the files in train/ and validation/."
            ),
            tags=listed(list(tags)) or "-",
        )
    folder = folder_of(path).name
    is_validation = folder == VALIDATION or (folder != TRAIN and any(tag.startswith(EVALUATION) for tag in tags))
    if not is_whole:
        notes.append(Note(N_("The last record of an event file is cut off and left out.")))
    return EventFile(_segments(found, taken, prefix, is_validation), is_validation, notes)


def _scalars(parts: list[bytes]) -> Iterable[Scalar]:
    fields = Fields(MAX_FIELDS)
    for record in parts:
        try:
            yield from scalars(record, fields)
        except (ValueError, struct.error) as error:
            raise HistoryError(
                N_("This file has the framing of an event file, but a record in it is no event: {reason}."),
                reason=str(error)[:80],
            ) from error


def _segments(found: list[Scalar], taken: set[str], prefix: str, is_validation: bool) -> list[Segment]:
    segments = [Segment()]
    for scalar in found:
        if scalar.tag not in taken:
            continue
        metric = ("val_" if is_validation else "") + scalar.tag.removeprefix(prefix)
        if metric in segments[-1].values.get(scalar.step, {}):
            segments.append(Segment())
            _check_restarts(len(segments), scalar)
        segments[-1].add(metric, scalar)
    return segments


def _check_restarts(count: int, scalar: Scalar) -> None:
    if count > MAX_RESTARTS:
        raise HistoryError(
            N_("This event file has more than {limit} values of {tag} for step {step}. Record one an epoch."),
            limit=MAX_RESTARTS,
            tag=scalar.tag[:60],
            step=scalar.step,
        )
