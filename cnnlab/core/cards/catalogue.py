"""The cards of pretrained/: which models there are, read and checked without loading one."""

import os
from pathlib import Path

from cnnlab.core.cards.model_card import CardError, ModelCard, read_card
from cnnlab.core.errors import N_

# Where the models lie; CNNLAB_PRETRAINED names another folder, to the server and to the engine that it starts.
PRETRAINED = Path(os.environ.get("CNNLAB_PRETRAINED") or Path(__file__).parents[3] / "pretrained")


def survey(folder: Path = PRETRAINED) -> tuple[list[ModelCard], list[CardError]]:
    """The cards under `folder` that hold, in the order of their ids, and what is wrong with each other model there."""
    good: dict[str, ModelCard] = {}
    wrong: list[CardError] = []
    found = [each for path in sorted(folder.glob("*/card.json")) if (each := _held(path, wrong))]
    for each in sorted(found, key=lambda each: each.folder.name != each.id):  # of two with one id, the folder decides
        if each.id in good:
            wrong.append(_twice(each, good[each.id]))
        else:
            good[each.id] = each
    uncarded = [path for path in sorted(folder.glob("*/model.keras")) if not path.with_name("card.json").exists()]
    return [good[each] for each in sorted(good)], [*wrong, *map(_uncarded, uncarded)]


def cards(folder: Path = PRETRAINED) -> list[ModelCard]:
    """Every card under `folder`, in the order of their ids; raises CardError for the first that does not hold."""
    good, wrong = survey(folder)
    if wrong:
        raise wrong[0]
    return good


def card(card_id: str, folder: Path = PRETRAINED) -> ModelCard:
    """The card of one model, whatever is wrong with others; raises CardError, naming those there are, for no card."""
    good, wrong = survey(folder)
    found = {each.id: each for each in good}
    if card_id in found:
        return found[card_id]
    for error in wrong:
        if Path(str(error.values["path"])).parent.name == card_id:
            raise error
    raise CardError(
        N_("One of the models {known} was expected; {asked} came."), known=", ".join(found) or "-", asked=repr(card_id)
    )


def stamp(folder: Path = PRETRAINED) -> tuple:
    """When each file of `folder` that says what there is was changed, for whoever keeps what it read: 0.1 ms."""
    if not folder.is_dir():
        return ()
    return tuple(
        (file.path, _changed(file))
        for each in os.scandir(folder)
        if each.is_dir()
        for file in os.scandir(each.path)
        if file.name in ("card.json", "classes.csv", "model.keras")
    )


def _changed(file: os.DirEntry) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:  # a link to nothing, or a file that has just gone: whoever reads it says so
        return 0


def _held(path: Path, wrong: list[CardError]) -> ModelCard | None:
    """The card in a file, its classes looked at too; None where it does not hold, and why among `wrong`."""
    try:
        found = read_card(path)
        found.classes()
    except CardError as error:
        wrong.append(error)
        return None
    return found


def _twice(found: ModelCard, other: ModelCard) -> CardError:
    return CardError(
        N_(
            "An id of its own was expected in {path}; it has {id}, as the model in {other} has. Write its card "
            "again, which then takes its folder's name: python -m cnnlab.nets.catalog describe {file}"
        ),
        path=str(found.folder / "card.json"),
        id=found.id,
        other=str(other.folder),
        file=str(found.model_file),
    )


def _uncarded(path: Path) -> CardError:
    return CardError(
        N_(
            "A card was expected beside {path}; there is none, so the model is not shown. Write it: "
            "python -m cnnlab.nets.catalog describe {path}"
        ),
        path=str(path),
    )
