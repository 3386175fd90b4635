"""A map over its picture, beside it, or as numbers: drawn in the browser, so that it fits every width."""

from dataclasses import asdict, dataclass
from hashlib import sha1
from pathlib import Path

import numpy as np
import streamlit as st

from cnnlab.figures import heat as heat_figures
from cnnlab.figures import palette
from cnnlab.ui.shell import keys
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.widgets.component import as_json, component

HERE = Path(__file__).parent
_component = component("heat", HERE / "heat_view.js", HERE / "heat_view.css")


@dataclass(frozen=True)
class Sheet:
    """What is written below the picture that a click on a button of the page, by its key, downloads."""

    button: str
    title: str
    note: str
    file_name: str


def heat_view(
    *,
    uri: str,
    heat: np.ndarray,
    signed: np.ndarray,
    view: str,
    scale: str,
    opacity: float,
    words: dict,
    sheet: Sheet,
    key: str,
) -> None:
    """Draw `heat` (rows, columns) in [0, 1] over the square picture `uri`, or `signed` as numbers.

    `view` is "over", "beside", "raw", or "guess", which hides each map until the visitor has tapped where it may be
    brightest: it asks with the word "where" and answers with "nearest", "tied" or "farther". Further `words`: "picture"
    and "map" for readers who cannot see them, "heat" and "signed" above the colour bars, "cell" for pointing, with
    {row} and {column} in it, "keys" on how the keyboard is used. The browser makes the `sheet`, in the reader's fonts.
    """

    tried = st.session_state.get(keys.TRIED, 0)

    def encoded() -> bytes:
        exponent = heat_figures.exponent(signed)
        return as_json(
            {
                "picture": uri,
                "heat": _rounded(heat),
                "signed": _rounded(signed, 5 + exponent),
                "exponent": exponent,
                "tried": tried,
                "view": view,
                "id": sha1(uri.encode() + heat.tobytes()).hexdigest(),
                "colours": palette.table(scale).ravel().tolist(),
                "signedColours": palette.signed(),
                "opacity": opacity,
                "words": words,
                "sheet": {**asdict(sheet), "fileName": sheet.file_name},
            }
        )

    made_from = (uri, Itself(heat), Itself(signed), view, scale, opacity, words, sheet, tried)
    _component(held_by_all(f"{key}:drawn", made_from, encoded), key)


def _rounded(values: np.ndarray, digits: int = 5) -> list[list[float]]:
    return [[round(float(value), digits) for value in row] for row in values]
