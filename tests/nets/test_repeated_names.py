"""Variables with the same names again: TensorFlow keeps a kernel of each name."""

import keras
import pytest

from cnnlab.nets.repeated_names import repeated_names

pytestmark = pytest.mark.tensorflow


def made():
    return keras.random.SeedGenerator(0).name


def test_names_start_again_inside_and_go_on_afterwards():
    before = made()
    with repeated_names():
        inside = [made(), made()]
    with repeated_names():
        assert [made(), made()] == inside
    assert len({before, made(), made()}) == 3


def test_names_go_on_after_an_error():
    def broken():
        with repeated_names():
            raise ValueError(made())

    before = made()
    with pytest.raises(ValueError, match="seed_generator"):
        broken()
    assert made() != before
