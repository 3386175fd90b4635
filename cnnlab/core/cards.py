"""The cards of pretrained/: which models there are, read and checked without loading one."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cnnlab.core.errors import CnnLabError

PRETRAINED = Path(__file__).parents[2] / "pretrained"


class CardError(CnnLabError):
    """A card or the model file beside it is missing, broken or not the one that the card describes."""


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
    seed: int
    epochs: int
    best_epoch: int = Field(gt=0)  # the one whose weights were kept, by validation loss, counted from 1
    batch_size: int
    minutes: float
    device: str
    versions: dict[str, str]


class ModelCard(_Strict):
    """What `card.json` says of the `model.keras` beside it."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
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
    folder: Path = Field(exclude=True)

    @property
    def model_file(self) -> Path:
        return self.folder / "model.keras"

    def classes(self) -> list[ClassName]:
        """The names of the classes in the order of the model's outputs, from `classes.csv`."""
        path = self.folder / "classes.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return [ClassName(en=row["en"], ko=row["ko"]) for row in csv.DictReader(file)]
        except (OSError, KeyError, ValidationError, UnicodeDecodeError) as error:
            raise CardError(
                "A table of class names with the columns en and ko was expected in {path}; reading it gave: {reason}. "
                "Take the file from the repository again.",
                path=str(path),
                reason=str(error),
            ) from error

    def check_file(self) -> None:
        """Raise CardError unless the model file is there and has the card's sha256."""
        try:
            found = sha256(self.model_file)
        except OSError as error:
            raise CardError(
                "The model file {path} was expected and cannot be read: {reason}. Take it from the repository again.",
                path=str(self.model_file),
                reason=str(error),
            ) from error
        if found != self.sha256:
            raise CardError(
                "The file {path} should have the sha256 {expected} of its card; it has {found}, so it is not the file "
                "that the card describes. Take it from the repository again, or write it a new card.",
                path=str(self.model_file),
                expected=self.sha256,
                found=found,
            )


def cards(folder: Path = PRETRAINED) -> list[ModelCard]:
    """Every card under `folder`, in the order of their ids; raises CardError for one that does not hold."""
    return [_read(path) for path in sorted(folder.glob("*/card.json"))]


def card(card_id: str, folder: Path = PRETRAINED) -> ModelCard:
    """The card of one model; raises CardError, naming those there are, where there is none of that id."""
    found = {each.id: each for each in cards(folder)}
    if card_id not in found:
        raise CardError(
            "One of the models {known} was expected; {asked} came.", known=", ".join(found) or "-", asked=repr(card_id)
        )
    return found[card_id]


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> ModelCard:
    try:
        return ModelCard(**json.loads(path.read_text(encoding="utf-8")), folder=path.parent)
    except (OSError, TypeError, ValueError) as error:
        raise CardError(
            "{path} should be a model card; reading it gave: {reason}. Mend it, or take it from the repository again.",
            path=str(path),
            reason=str(error),
        ) from error
