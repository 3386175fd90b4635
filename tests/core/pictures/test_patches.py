"""Pieces of the bundled photographs."""

import numpy as np

from cnnlab.core.pictures import sample, samples
from cnnlab.core.pictures.patches import patches


def test_each_piece_is_somewhere_in_the_grey_of_a_photograph():
    greys = [sample(photograph.id).mean(axis=-1).astype(np.uint8) for photograph in samples()]
    for piece in patches(2, 2, 6).reshape(-1, 6, 6):
        assert any(
            (np.lib.stride_tricks.sliding_window_view(grey, (6, 6)) == piece).all(axis=(-2, -1)).any() for grey in greys
        )


def test_a_seed_always_gives_the_same_pieces_and_another_others():
    first = patches(3, 4, 8, seed=1)
    np.testing.assert_array_equal(patches(3, 4, 8, seed=1), first)
    assert (patches(3, 4, 8, seed=2) != first).any()
