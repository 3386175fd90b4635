"""The saved model: small, byte-identical for the same weights, and loaded by Keras like any other."""

import json
import zipfile

import keras
import numpy as np
import pytest

from cnnlab.nets.zoo.digits import mnist_convnet
from cnnlab.train.pack import NO_DATE, plain, round_weights, save_model


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(0)
    model = mnist_convnet()
    model.compile("adam", "sparse_categorical_crossentropy", jit_compile=False)
    return model


def test_rounding_changes_a_weight_by_at_most_one_part_in_65536():
    values = np.random.default_rng(0).normal(size=10_000).astype("float32")
    rounded = round_weights(values)
    assert np.abs(rounded / values - 1).max() <= 2**-16
    assert (rounded.view(np.uint32) % 256 == 0).all()


def test_rounding_keeps_round_values():
    values = np.float32([0.0, -0.0, 1.0, -2.5, 1024.0])
    assert round_weights(values).tolist() == values.tolist()


def test_a_saved_model_gives_the_same_predictions(model, tmp_path):
    small = plain(model, "digits")
    save_model(small, tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    pictures = np.random.default_rng(0).integers(0, 256, (4, 28, 28, 1)).astype("float32")
    expected, found = (network.predict(pictures, verbose=0) for network in (model, loaded))
    assert loaded.name == "digits"
    assert all((a == b).all() for a, b in zip(loaded.get_weights(), small.get_weights(), strict=True))
    assert np.abs(found - expected).max() < 1e-4


def test_a_saved_model_has_no_optimizer_and_is_smaller_than_its_weights(model, tmp_path):
    save_model(plain(model, "digits"), tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as file:
        assert b"optimizer" not in file.read("config.json") + file.read("model.weights.h5")
    assert (tmp_path / "model.keras").stat().st_size < 0.8 * 4 * model.count_params()
    assert [path.name for path in tmp_path.iterdir()] == ["model.keras"]


def test_the_same_weights_give_the_same_bytes(model, tmp_path):
    for name in ("first.keras", "again.keras"):
        save_model(plain(model, "digits"), tmp_path / name)
    assert (tmp_path / "first.keras").read_bytes() == (tmp_path / "again.keras").read_bytes()
    with zipfile.ZipFile(tmp_path / "first.keras") as file:
        assert json.loads(file.read("metadata.json"))["date_saved"] == ""
        assert {member.date_time for member in file.infolist()} == {NO_DATE}


def test_a_failed_save_keeps_the_old_file(model, tmp_path, monkeypatch):
    path = tmp_path / "model.keras"
    path.write_bytes(b"the old file")

    def disk_full(self, target):
        target.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(keras.Model, "save", disk_full)
    with pytest.raises(OSError, match="No space left"):
        save_model(model, path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"model.keras": b"the old file"}
