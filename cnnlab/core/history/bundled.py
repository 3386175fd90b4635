"""The histories of the models in pretrained/, each with its card."""

from dataclasses import dataclass
from pathlib import Path

from cnnlab.core.cards import PRETRAINED, ModelCard, scan
from cnnlab.core.errors import N_
from cnnlab.core.history.history import History, HistoryError
from cnnlab.core.history.reading import read_history

FILE = "history.csv"


@dataclass(frozen=True)
class BundledRun:
    """A model's card and the history of its training, which is named like the card's id."""

    card: ModelCard
    history: History


def bundled_histories(folder: Path = PRETRAINED) -> tuple[list[BundledRun], list[HistoryError]]:
    """Return every history.csv beside a valid card, in the order of the cards' ids, and what is wrong with the others.

    The files are read at each call, which takes about 10 ms. Models without a history are left out.
    """
    runs: list[BundledRun] = []
    errors: list[HistoryError] = []
    for card in scan(folder)[0]:
        path = card.folder / FILE
        if not path.exists():
            continue
        try:
            runs.append(BundledRun(card, read_history(path.read_bytes(), FILE).named(card.id)))
        except (HistoryError, OSError) as error:
            errors.append(
                HistoryError(
                    N_("{path} cannot be read as a history: {reason} Get it from the repository again."),
                    path=str(path),
                    reason=str(error),
                )
            )
    return runs, errors
