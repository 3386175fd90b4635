"""Read and write a `card.json`."""

import json
from pathlib import Path
from typing import Any

import msgspec

from cnnlab.core.cards.model_card import CardError, ModelCard
from cnnlab.core.errors import N_


def read_card(path: Path) -> ModelCard:
    """Read a card; its `folder` is that of the file. Raises CardError for an invalid one."""
    try:
        return parse_card(path)
    except (OSError, ValueError) as error:
        raise CardError(
            N_("{path} is not a valid model card: {reason}. Correct it, or get it from the repository again."),
            path=str(path),
            reason=str(error),
        ) from error


def parse_card(path: Path) -> ModelCard:
    """The same as `read_card`, but raises ValueError for an invalid one, and OSError for one that cannot be read."""
    return _checked(json.loads(path.read_text(encoding="utf-8")), path.parent)


def save_card(card: ModelCard) -> None:
    """Write a card into its folder; the old one stays until the new one is complete. Raises ValueError if invalid."""
    try:
        content = msgspec.to_builtins(card, enc_hook=_plain)
    except TypeError as error:
        raise ValueError(str(error)) from error
    del content["folder"]
    _checked(content, card.folder)
    written = card.folder / ".card.json.new"
    written.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    written.replace(card.folder / "card.json")


def _plain(value: object) -> object:
    """What msgspec does not write by itself: paths, and NumPy's float64, which is a float."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} in a card")


def _checked(content: Any, folder: Path) -> ModelCard:
    try:
        return msgspec.convert({"folder": folder, **content}, ModelCard)
    except (TypeError, msgspec.ValidationError) as error:
        raise ValueError(str(error)) from error
