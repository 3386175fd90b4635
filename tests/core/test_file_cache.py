"""A file is read once, and again when it has changed."""

import os
import shutil

import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.digits.kernels import kernels_by_epoch
from cnnlab.core.file_cache import MAX_FILES, cached_by_file
from cnnlab.core.network import downsampling
from cnnlab.core.network.downsampling import compared


@pytest.fixture
def counted():
    """A cached reader, and the paths that it has really read."""
    paths = []

    @cached_by_file
    def read(path):
        paths.append(path)
        return path.read_text(encoding="utf-8") if path.exists() else None

    return read, paths


def test_an_unchanged_file_is_read_once(counted, tmp_path):
    read, paths = counted
    (tmp_path / "a").write_text("one", encoding="utf-8")
    assert [read(tmp_path / "a") for _ in range(3)] == ["one"] * 3
    assert paths == [tmp_path / "a"]


def test_a_changed_file_is_read_again_even_at_the_same_time_and_size(counted, tmp_path):
    read, _ = counted
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("one", encoding="utf-8")
    assert read(path) == "one"
    other.write_text("two", encoding="utf-8")
    times = path.stat()
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    os.replace(other, path)
    assert read(path) == "two"
    path.write_text("three", encoding="utf-8")
    assert read(path) == "three"
    path.unlink()
    assert read(path) is None


def test_a_missing_file_is_looked_for_again(counted, tmp_path):
    read, paths = counted
    assert [read(tmp_path / "a"), read(tmp_path / "a")] == [None, None]
    (tmp_path / "a").write_text("one", encoding="utf-8")
    assert read(tmp_path / "a") == "one"
    assert len(paths) == 3


def test_the_least_recently_used_file_is_dropped_first(counted, tmp_path):
    read, paths = counted
    files = [tmp_path / str(number) for number in range(MAX_FILES + 1)]
    for file in files:
        file.write_text("text", encoding="utf-8")
    for file in [*files[:MAX_FILES], files[0], files[MAX_FILES], files[0], files[1]]:
        read(file)
    assert paths == [*files, files[1]]


def test_kernels_change_with_their_file(tmp_path):
    path = tmp_path / "kernels.npz"
    assert kernels_by_epoch(path) is None
    np.savez(path, kernels=np.zeros((2, 3, 3, 1, 4)))
    assert kernels_by_epoch(path).shape == (2, 3, 3, 1, 4)
    np.savez(path, kernels=np.ones((6, 3, 3, 1, 4)))
    assert kernels_by_epoch(path).shape == (6, 3, 3, 1, 4)


def test_the_comparison_changes_with_the_model_file(tmp_path, monkeypatch):
    folder = tmp_path / downsampling.NETWORK
    folder.mkdir()
    monkeypatch.setattr(downsampling, "PRETRAINED", tmp_path)
    shutil.copy(PRETRAINED / downsampling.NETWORK / "model.keras", folder)
    digits = compared()
    assert compared() is digits
    shutil.copy(PRETRAINED / "fashion_mnist_convnet" / "model.keras", folder)
    assert compared()[0] != digits[0]
