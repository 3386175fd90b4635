"""The picture to download: panels side by side, a colour bar that spans the whole scale, values where they fit."""

import numpy as np

from cnnlab.figures import palette
from cnnlab.figures.download_sheet import BAR, GAP, MARGIN, SIDE, download_sheet, numbered

PANEL = np.full((300, 300, 3), 90, np.uint8)


def test_panels_are_placed_side_by_side():
    one = download_sheet([PANEL], ["t", "n"], palette.table("viridis"), ("0", "0.5", "1"))
    two = download_sheet([PANEL, PANEL], ["t", "n"], palette.table("viridis"), ("0", "0.5", "1"))
    assert two.shape[1] - one.shape[1] == SIDE + GAP
    assert (two[MARGIN + 5, MARGIN + 5] == 90).all()


def test_the_colour_bar_spans_the_whole_scale():
    page = download_sheet([PANEL], ["t", "n"], palette.table("viridis"), ("0", "0.5", "1"))
    bar = page[MARGIN + SIDE + GAP + BAR // 2]
    table = palette.table("viridis").astype(int)
    assert np.abs(bar[MARGIN + 1] - table[0]).max() <= 3
    assert np.abs(bar[-MARGIN - 2] - table[255]).max() <= 3


def test_values_are_written_only_where_they_fit():
    cells = np.full((SIDE, SIDE, 3), 255, np.uint8)
    assert (numbered(np.zeros((7, 7)), cells) < 128).any()
    assert not (numbered(np.zeros((28, 28)), cells) < 128).any()
