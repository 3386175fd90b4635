"""The content of a `card.json`, which describes the model beside it; checked by msgspec."""

import csv
import hashlib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from cnnlab.core.errors import N_, CnnLabError


class CardError(CnnLabError):
    """A card or its model file is missing or invalid, or the file is not the one that the card describes."""


ID = r"^[a-z0-9_]+\Z"
Task = Literal["classification", "segmentation"]
Positive = Annotated[int, Meta(gt=0)]


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Checked where it is read or written, not where it is made."""


class Source(_Strict, frozen=True):
    name: str
    url: str
    licence: str
    credit: str


class InputShape(_Strict, frozen=True):
    """The model's input: float pictures (batch, height, width, channels) with values from 0 to 255."""

    height: Positive
    width: Positive
    channels: Positive


class Stage(_Strict, frozen=True):
    """A convolution layer, and the layer whose output is its result: its activation, if that is a layer of its own."""

    convolution: str
    output: str
    height: int
    width: int
    channels: int


class Measured(_Strict, frozen=True):
    """One measured figure, the data it was measured on and the command that wrote it."""

    figure: str
    value: float
    on: str
    by: str


class ClassName(_Strict, frozen=True):
    en: str
    ko: str


class Training(_Strict, frozen=True, kw_only=True):
    """How the project trained a model, as `python -m cnnlab.train` wrote it when the run ended."""

    recipe: str
    command: str
    data: dict[str, int]  # the number of pictures in each subset: {"train": 2000, "validation": 1000, "test": 1000}
    data_source: str
    start: str | None = None  # for fine-tuning: the sha256 of the model that training started from
    seed: int
    epochs: int
    best_epoch: Positive  # the epoch with the lowest validation loss, whose weights were kept; counted from 1
    batch_size: int
    minutes: float
    device: str
    versions: dict[str, str]


class ModelCard(_Strict, frozen=True, kw_only=True):
    """The description of a `model.keras` in the `card.json` beside it."""

    id: Annotated[str, Meta(pattern=ID)]
    title: ClassName
    task: Task
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    size_bytes: int
    parameters: int
    input: InputShape
    stages: list[Stage]
    source: Source
    keras_version: str
    measured: list[Measured]
    training: Training | None = None
    notes: list[ClassName] = []  # sentences about how it treats inputs unlike its training data
    on_photographs: dict[str, dict[str, float]] = {}  # by cnnlab.nets.photographs, for each bundled photograph
    folder: Path

    @property
    def model_file(self) -> Path:
        return self.folder / "model.keras"

    @property
    def last_map(self) -> Stage | None:
        """The last convolution layer whose output has more than one cell; None without one."""
        return next((stage for stage in reversed(self.stages) if stage.height * stage.width > 1), None)

    @property
    def explains_photographs(self) -> bool:
        """Whether the Grad-CAM page can show it: a classifier of square colour pictures with a feature map."""
        takes_photographs = self.input.channels == 3 and self.input.height == self.input.width
        return self.task == "classification" and takes_photographs and self.last_map is not None

    def classes(self, count: int | None = None) -> list[ClassName]:
        """Return the names of the classes in the order of the model's outputs, from `classes.csv`.

        Raises CardError if the table is missing or invalid, or does not have `count` rows.
        """
        return read_classes(self.folder / "classes.csv", count)

    def check_file(self) -> None:
        """Raise CardError unless the model file exists and has the card's sha256."""
        try:
            found = sha256(self.model_file)
        except OSError as error:
            raise CardError(
                N_("The model file {path} cannot be read: {reason}. Get it from the repository again."),
                path=str(self.model_file),
                reason=str(error),
            ) from error
        if found != self.sha256:
            raise CardError(
                N_(
                    "The sha256 of {path} is {found}, but its card says {sha256}, so it is not the file that the card "
                    "describes. Get it from the repository again, or write a new card."
                ),
                path=str(self.model_file),
                found=found,
                sha256=self.sha256,
            )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_classes(path: Path, count: int | None = None) -> list[ClassName]:
    """Read a table of class names with a column for each language, at least en and ko.

    Raises CardError if it is invalid or not `count` rows long.
    """
    fields = msgspec.structs.fields(ClassName)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                {field.name: row[field.name] for field in fields if field.required or field.name in row}
                for row in csv.DictReader(file)
            ]
        names = msgspec.convert(rows, list[ClassName])
    except (OSError, KeyError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CardError(
            N_(
                "{path} is not a table of class names with the columns en and ko: {reason}. Get it from the repository "
                "again."
            ),
            path=str(path),
            reason=str(error),
        ) from error
    if count is not None and len(names) != count:
        raise CardError(
            N_(
                "The number of class names in {path} is {named}, but the model has {count} classes. Correct the file, "
                "or delete it and write the card again to get a table to fill in: python -m cnnlab.nets.catalog "
                "describe {file}"
            ),
            path=str(path),
            named=len(names),
            count=count,
            file=str(path.with_name("model.keras")),
        )
    return names
