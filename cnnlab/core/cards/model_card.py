"""What `card.json` says of the model beside it, checked by pydantic."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cnnlab.core.errors import N_, CnnLabError


class CardError(CnnLabError):
    """A card or the model file beside it is missing, broken or not the one that the card describes."""


ID = r"^[a-z0-9_]+$"
Task = Literal["classification", "segmentation"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    name: str
    url: str
    licence: str
    credit: str


class InputShape(_Strict):
    """What the model takes: float pictures (batch, height, width, channels) with values from 0 to 255."""

    height: int = Field(gt=0)
    width: int = Field(gt=0)
    channels: int = Field(gt=0)


class Stage(_Strict):
    """A convolution layer and the layer after which its answer is ready (its activation, if it has one of its own)."""

    convolution: str
    output: str
    height: int
    width: int
    channels: int


class Measured(_Strict):
    """One figure, what it was measured on and the command that wrote it."""

    figure: str
    value: float
    on: str
    by: str


class ClassName(_Strict):
    en: str
    ko: str


class Training(_Strict):
    """How the project trained a model: what `python -m cnnlab.train` wrote when the run ended."""

    recipe: str
    command: str
    data: dict[str, int]  # pictures in each subset: {"train": 2000, "validation": 1000, "test": 1000}
    data_source: str
    start: str | None = None  # of fine-tuning: the sha256 of the model that it went on from
    seed: int
    epochs: int
    best_epoch: int = Field(gt=0)  # the one whose weights were kept, by validation loss, counted from 1
    batch_size: int
    minutes: float
    device: str
    versions: dict[str, str]


class ModelCard(_Strict):
    """What `card.json` says of the `model.keras` beside it."""

    id: str = Field(pattern=ID)
    title: ClassName
    task: Task
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int
    parameters: int
    input: InputShape
    stages: list[Stage]
    source: Source
    keras_version: str
    measured: list[Measured]
    training: Training | None = None
    notes: list[ClassName] = []  # sentences on what it does with what it was not trained on
    folder: Path = Field(exclude=True)

    @property
    def model_file(self) -> Path:
        return self.folder / "model.keras"

    @property
    def last_map(self) -> Stage | None:
        """The last convolution layer whose answer is more than one cell, where there is one."""
        return next((each for each in reversed(self.stages) if each.height * each.width > 1), None)

    @property
    def explains_photographs(self) -> bool:
        """Whether the Grad-CAM page can show it: it classifies square colour pictures, and has a map to look at."""
        of_photographs = self.input.channels == 3 and self.input.height == self.input.width
        return self.task == "classification" and of_photographs and self.last_map is not None

    def classes(self, count: int | None = None) -> list[ClassName]:
        """The names of the classes in the order of the model's outputs, from `classes.csv`.

        Raises CardError where there is no such table, or one of another length than `count`.
        """
        return read_classes(self.folder / "classes.csv", count)

    def check_file(self) -> None:
        """Raise CardError unless the model file is there and has the card's sha256."""
        try:
            found = sha256(self.model_file)
        except OSError as error:
            raise CardError(
                N_(
                    "The model file {path} was expected and cannot be read: {reason}. Take it from the repository "
                    "again."
                ),
                path=str(self.model_file),
                reason=str(error),
            ) from error
        if found != self.sha256:
            raise CardError(
                N_(
                    "The file {path} should have the sha256 {expected} of its card; it has {found}, so it is not the "
                    "file that the card describes. Take it from the repository again, or write it a new card."
                ),
                path=str(self.model_file),
                expected=self.sha256,
                found=found,
            )


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_classes(path: Path, count: int | None = None) -> list[ClassName]:
    """The rows of a table of class names with the columns en and ko; CardError where it is none, or not so long."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            names = [ClassName(en=row["en"], ko=row["ko"]) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValidationError, UnicodeDecodeError) as error:
        raise CardError(
            N_(
                "A table of class names with the columns en and ko was expected in {path}; reading it gave: {reason}. "
                "Take the file from the repository again."
            ),
            path=str(path),
            reason=str(error),
        ) from error
    if count is not None and len(names) != count:
        raise CardError(
            N_(
                "A name for each of the {count} classes was expected in {path}; it has {named}. Mend it, or delete it "
                "and write the card again for a table to fill in: python -m cnnlab.nets.catalog describe {file}"
            ),
            count=count,
            path=str(path),
            named=len(names),
            file=str(path.with_name("model.keras")),
        )
    return names


def read_card(path: Path) -> ModelCard:
    """The card in a file, with the folder it lies in; CardError for what is none."""
    try:
        return ModelCard(**json.loads(path.read_text(encoding="utf-8")), folder=path.parent)
    except (OSError, TypeError, ValueError) as error:
        raise CardError(
            N_(
                "{path} should be a model card; reading it gave: {reason}. Mend it, or take it from the repository "
                "again."
            ),
            path=str(path),
            reason=str(error),
        ) from error
