"""The picture to send: plates, a colour bar whose ends are the scale's, words; numbers where there is room."""

import numpy as np

from cnnlab.figures import palette, sheet

PLATE = np.full((300, 300, 3), 90, np.uint8)


def test_plates_stand_beside_one_another():
    one = sheet.sheet([PLATE], ["t", "n"], palette.table("viridis"), ("0", "0.5", "1"))
    two = sheet.sheet([PLATE, PLATE], ["t", "n"], palette.table("viridis"), ("0", "0.5", "1"))
    assert two.shape[1] - one.shape[1] == sheet.SIDE + sheet.GAP
    assert (two[sheet.MARGIN + 5, sheet.MARGIN + 5] == 90).all()


def test_the_bar_goes_from_the_scales_first_colour_to_its_last():
    page = sheet.sheet([PLATE], ["t", "n"], palette.table("viridis"), ("0", "0.5", "1"))
    bar = page[sheet.MARGIN + sheet.SIDE + sheet.GAP + sheet.BAR // 2]
    table = palette.table("viridis").astype(int)
    assert np.abs(bar[sheet.MARGIN + 1] - table[0]).max() <= 3
    assert np.abs(bar[-sheet.MARGIN - 2] - table[255]).max() <= 3


def test_numbers_are_written_where_there_is_room_and_only_there():
    cells = np.full((sheet.SIDE, sheet.SIDE, 3), 255, np.uint8)
    assert (sheet.numbered(np.zeros((7, 7)), cells) < 128).any()
    assert not (sheet.numbered(np.zeros((28, 28)), cells) < 128).any()
