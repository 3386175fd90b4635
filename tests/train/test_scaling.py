"""The measurement of wrong scaling: what each way gives the base, and its file, on small data."""

import json

import keras
import numpy as np
import pytest

from cnnlab.core.transfer.scaling import scaling_cost
from cnnlab.train import scaling
from cnnlab.train.bases import load_base

VALUES = np.arange(256, dtype="float32").reshape(1, 16, 16, 1).repeat(3, axis=3)


@pytest.fixture(scope="module")
def first_layer():
    """The base up to its own scaling, for pictures of 16 x 16."""
    model = load_base(size=16).model
    return keras.Model(model.inputs, model.get_layer("scaling").output)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("own", (VALUES - 127) / 128),
        ("twice", (VALUES / 255 - 127) / 128),
        ("instead", VALUES / 255),
    ],
)
def test_what_the_base_s_first_convolution_gets(first_layer, name, expected):
    found = first_layer.predict(scaling.PREPARED[name](VALUES), verbose=0)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    ends = [scaling.scaled_by_base(float(scaling.PREPARED[name](value))) for value in (0, 255)]
    assert ends == pytest.approx([found.min(), found.max()], abs=1e-6)


@pytest.fixture(scope="module")
def written(data, tmp_path_factory):
    """The file that the command writes for a few pictures."""
    path = tmp_path_factory.mktemp("scaling") / "scaling.json"
    assert scaling.main(["--data", str(data), "--out", str(path), "--epochs", "2"]) == 0
    return path


def test_the_file_has_a_row_for_each_scaling(written):
    found = json.loads(written.read_text())
    assert found["pictures"] == {"train": 8, "validation": 8, "test": 8}
    assert found["epochs"] == 2
    assert [row.scaling for row in scaling_cost(written).rows] == list(scaling.PREPARED)
    own = scaling_cost(written).rows[0]
    assert (own.lost, own.gained) == (0, 0)


def test_lost_and_gained_pictures_account_for_the_difference(written):
    own, *others = scaling_cost(written).rows
    for row in others:
        assert own.test - row.test == pytest.approx((row.lost - row.gained) / 8, abs=1e-4)


def test_missing_data_is_reported(tmp_path, capsys):
    assert scaling.main(["--data", str(tmp_path), "--out", str(tmp_path / "x.json")]) == 2
    assert capsys.readouterr().err.startswith("cnnlab.train.scaling: ")
    assert not (tmp_path / "x.json").exists()
