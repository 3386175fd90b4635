"""The cards in pretrained/, read and checked without loading a model."""

import os
from pathlib import Path

from cnnlab.core.cards.card_file import read_card
from cnnlab.core.cards.model_card import CardError, ModelCard
from cnnlab.core.errors import N_

# The folder of the models; CNNLAB_PRETRAINED sets another one, for the server and for the engine that it starts.
PRETRAINED = Path(os.environ.get("CNNLAB_PRETRAINED") or Path(__file__).parents[3] / "pretrained")


def scan(folder: Path = PRETRAINED) -> tuple[list[ModelCard], list[CardError]]:
    """Return the valid cards under `folder`, sorted by id, and what is wrong with each other model there."""
    valid: dict[str, ModelCard] = {}
    errors: list[CardError] = []
    found = [card for path in sorted(folder.glob("*/card.json")) if (card := _checked(path, errors))]
    for card in sorted(found, key=lambda card: card.folder.name != card.id):  # the card named like its folder wins
        if card.id in valid:
            errors.append(_duplicate(card, valid[card.id]))
        else:
            valid[card.id] = card
    without_card = [path for path in sorted(folder.glob("*/model.keras")) if not path.with_name("card.json").exists()]
    return [valid[card_id] for card_id in sorted(valid)], [*errors, *map(_missing, without_card)]


def cards(folder: Path = PRETRAINED) -> list[ModelCard]:
    """Return every card under `folder`, sorted by id; raises the first CardError if there are any."""
    valid, errors = scan(folder)
    if errors:
        raise errors[0]
    return valid


def card(card_id: str, folder: Path = PRETRAINED) -> ModelCard:
    """Return the card of one model, whatever is wrong with others; CardError if it is invalid or does not exist."""
    valid, errors = scan(folder)
    by_id = {found.id: found for found in valid}
    if card_id in by_id:
        return by_id[card_id]
    for error in errors:
        if Path(str(error.values["path"])).parent.name == card_id:
            raise error
    raise CardError(
        N_("There is no model {id}. Choose one of {known}, or add it to {folder}."),
        id=repr(card_id),
        folder=str(folder),
        known=", ".join(by_id) or "-",
    )


def stamp(folder: Path = PRETRAINED) -> tuple[tuple[str, int, int], ...]:
    """Return each file that defines the catalogue, with its modification time and size; a cache key, takes 0.1 ms."""
    if not folder.is_dir():
        return ()
    return tuple(
        (file.path, *_time_and_size(file))
        for entry in os.scandir(folder)
        if entry.is_dir()
        for file in os.scandir(entry.path)
        if file.name in ("card.json", "classes.csv", "model.keras", "history.csv", "features.npz")
    )


def _time_and_size(file: os.DirEntry[str]) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:  # a broken link or a deleted file: reported when it is read
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _checked(path: Path, errors: list[CardError]) -> ModelCard | None:
    """Read a card and check its classes; on failure return None and append the error to `errors`."""
    try:
        found = read_card(path)
        found.classes()
    except CardError as error:
        errors.append(error)
        return None
    return found


def _duplicate(found: ModelCard, other: ModelCard) -> CardError:
    return CardError(
        N_(
            "{path} has the id {id}, which the model in {other} has too. Write the card again; it then gets its "
            "folder's name as its id: python -m cnnlab.nets.catalog describe {file}"
        ),
        path=str(found.folder / "card.json"),
        id=found.id,
        other=str(other.folder),
        file=str(found.model_file),
    )


def _missing(path: Path) -> CardError:
    return CardError(
        N_(
            "There is no card beside {path}, so the model is not shown. Write one: python -m cnnlab.nets.catalog "
            "describe {path}"
        ),
        path=str(path),
    )
