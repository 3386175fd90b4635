"""Maps over their pictures as the tiles of a grid, in one file."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from cnnlab.figures import heat as heat_figures
from cnnlab.figures.encode import PictureStrip, picture_strip

SIDE = 260  # pixels of a tile
MOST_CELLS = 56


def heat_tiles(
    pictures: Sequence[np.ndarray],
    signed: Sequence[np.ndarray],
    scale: str,
    opacity: float,
    one_scale: bool,
    extra: Sequence[np.ndarray] = (),
) -> PictureStrip:
    """Lay each map (rows, columns), before its ReLU, over its square picture (side, side, 3).

    With `one_scale` the largest value of all maps is 1, otherwise each map's own. `extra` tiles follow.
    """
    drawn = [heat_figures.drawn(one, MOST_CELLS) for one in signed]
    tops = [float(cells.max()) for cells, _heat in drawn]
    largest = max(tops)
    tiles = []
    for picture, (_cells, heat), top in zip(pictures, drawn, tops, strict=True):
        share = max(top, 0) / largest if one_scale and largest > 0 else 1.0
        tiles.append(heat_figures.blend(_resized(picture), heat * share, scale, opacity))
    return picture_strip([*tiles, *extra])


def difference_tile(picture: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """By how much one map is above another, in the diverging colours over a grey picture; uint8 (SIDE, SIDE, 3)."""
    return heat_figures.signed_blend(_resized(picture), heat_figures.drawn(first - second, MOST_CELLS)[0])


def picture_tile(picture: np.ndarray) -> PictureStrip:
    """The picture alone, in the size of the tiles."""
    return picture_strip([_resized(picture)])


def _resized(picture: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS))
