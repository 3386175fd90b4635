"""The readers of MNIST's npz and Fashion-MNIST's idx files."""

import numpy as np
import pytest

from cnnlab.train.digits import IDX_FILES, read_fashion_mnist, read_idx, read_mnist
from cnnlab.train.errors import DataError
from tests.train.conftest import idx_bytes


def test_the_last_twelfth_of_mnist_is_for_validation(data):
    arrays = read_mnist(data)
    with np.load(data / "mnist.npz") as file:
        x_train, y_train, x_test = file["x_train"], file["y_train"], file["x_test"]
    assert {name: x.shape for name, (x, _) in arrays.items()} == {
        "train": (110, 28, 28, 1),
        "validation": (10, 28, 28, 1),
        "test": (20, 28, 28, 1),
    }
    assert (arrays["validation"][0][..., 0] == x_train[110:]).all()
    assert (arrays["train"][1] == y_train[:110]).all()
    assert (arrays["test"][0][..., 0] == x_test).all()


def test_five_thousand_of_sixty_thousand_are_held_out(tmp_path):
    np.savez(
        tmp_path / "mnist.npz",
        x_train=np.zeros((60_000, 28, 28), np.uint8),
        y_train=np.zeros(60_000, np.uint8),
        x_test=np.zeros((1, 28, 28), np.uint8),
        y_test=np.zeros(1, np.uint8),
    )
    assert len(read_mnist(tmp_path)["validation"][1]) == 5000


def test_an_idx_file_is_read_according_to_its_header(tmp_path):
    values = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    (tmp_path / "some.gz").write_bytes(idx_bytes(values))
    assert (read_idx(tmp_path / "some.gz") == values).all()


def test_fashion_mnist_is_read_from_its_folder(data):
    arrays = read_fashion_mnist(data)
    assert [len(arrays[name][1]) for name in ("train", "validation", "test")] == [22, 2, 10]
    assert arrays["test"][1].tolist() == list(range(10))


@pytest.mark.parametrize(
    "content", [None, b"not a zip", b"PK\x03\x04 truncated"], ids=["missing", "not a zip", "truncated"]
)
def test_a_broken_mnist_file(tmp_path, content):
    if content is not None:
        (tmp_path / "mnist.npz").write_bytes(content)
    with pytest.raises(
        DataError, match=r"mnist\.npz cannot be read as the arrays x_train.*: .+ Replace it with an intact"
    ):
        read_mnist(tmp_path)


def test_an_mnist_file_damaged_in_the_middle(tmp_path):
    pictures = np.random.default_rng(0).integers(0, 256, (24, 28, 28), dtype=np.uint8)
    np.savez_compressed(
        tmp_path / "mnist.npz", x_train=pictures, y_train=np.zeros(24), x_test=pictures, y_test=np.zeros(24)
    )
    intact = (tmp_path / "mnist.npz").read_bytes()
    for offset in range(100, len(intact) - 400, 997):
        (tmp_path / "mnist.npz").write_bytes(intact[:offset] + b"\xff" * 20 + intact[offset + 20 :])
        with pytest.raises(DataError, match=r"mnist\.npz (cannot be read|has)"):
            read_mnist(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"y_test": np.array([77, 1])},
            "uint8 pictures and labels from 1 to 77 instead of bytes and labels from 0 to 9",
        ),
        ({"x_train": np.zeros((24, 28, 28), "float32")}, "float32 pictures .* instead of bytes"),
        (
            {"x_train": np.zeros((11, 28, 28), np.uint8), "y_train": np.zeros(11, int)},
            "only 11 training pictures; at least 12",
        ),
    ],
    ids=["label", "dtype", "few"],
)
def test_unusable_digits(tmp_path, change, message):
    arrays = {
        "x_train": np.zeros((24, 28, 28), np.uint8),
        "y_train": np.zeros(24, int),
        "x_test": np.zeros((2, 28, 28), np.uint8),
        "y_test": np.zeros(2, int),
    }
    np.savez(tmp_path / "mnist.npz", **{**arrays, **change})
    with pytest.raises(DataError, match=message):
        read_mnist(tmp_path)


def test_mnist_with_a_missing_array(tmp_path):
    np.savez(tmp_path / "mnist.npz", x_train=np.zeros((2, 28, 28)))
    with pytest.raises(DataError, match="y_train"):
        read_mnist(tmp_path)


def test_mnist_with_another_shape(tmp_path):
    np.savez(
        tmp_path / "mnist.npz",
        x_train=np.zeros((24, 32, 32)),
        y_train=np.zeros(24),
        x_test=np.zeros((2, 28, 28)),
        y_test=np.zeros(2),
    )
    with pytest.raises(
        DataError, match=r"shape \(24, 32, 32\) and labels of shape \(24,\) instead of \(count, 28, 28\) and \(count,\)"
    ):
        read_mnist(tmp_path)


@pytest.mark.parametrize(
    "content", [b"not gzip", idx_bytes(np.zeros((24, 28, 28), np.uint8))[:-40]], ids=["not gzip", "truncated"]
)
def test_a_broken_idx_file(own_data, content):
    path = own_data / "fashion-mnist" / f"{IDX_FILES[0]}-ubyte.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"train-images-idx3-ubyte.gz cannot be read as a gzipped idx file: "):
        read_fashion_mnist(own_data)
