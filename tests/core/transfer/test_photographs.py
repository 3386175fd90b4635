"""The bundled photographs that a head is tried on."""

import numpy as np

from cnnlab.core.pictures import sample
from cnnlab.core.transfer.photographs import photograph_labels, photographs

CATS = ["cat", "kitten", "tabby", "rolling_cat", "grey_cat", "persian", "siamese", "spotted_cat"]
DOGS = ["shepherd", "retriever", "samoyed", "two_dogs", "far_dogs", "spaniels"]


def test_cats_come_first_and_neither_the_drawing_nor_the_picture_of_both_is_among_them():
    assert [photograph.id for photograph in photographs()] == CATS + DOGS
    np.testing.assert_array_equal(photograph_labels(), [0] * 8 + [1] * 6)


def test_each_can_be_opened_and_has_a_credit():
    for photograph in photographs():
        assert sample(photograph.id).ndim == 3
        assert photograph.credit
