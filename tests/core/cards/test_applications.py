"""Weights of keras.applications: downloaded from a server on this machine, and refused where they are others."""

import hashlib
import importlib
from dataclasses import replace

import keras
import pytest

from cnnlab.core.cards.applications import APPLICATIONS, DownloadError, application, download, offered, on_disk
from tests.weights_server import serving

CONTENT = bytes(range(256)) * 3000
MODULES = {"MobileNetV2": "mobilenet_v2", "DenseNet121": "densenet", "ResNet50": "resnet"}


@pytest.fixture
def entry(tmp_path):
    """An entry whose file a server on this machine has."""
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights/some.h5").write_bytes(CONTENT)
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut/some.h5").write_bytes(CONTENT[:100])
    digest = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    with serving(tmp_path) as base:
        yield replace(APPLICATIONS[0], base=base, file="weights/some.h5", md5=digest, most=len(CONTENT))


def test_a_file_is_downloaded_with_its_progress(entry, tmp_path):
    told = []
    found = download(entry, tmp_path, lambda done, total: told.append((done, total)))
    assert found.read_bytes() == CONTENT
    assert found.name == "some.h5"
    assert [total for _done, total in told] == [len(CONTENT)] * len(told)
    assert [done for done, _total in told] == [262_144, 524_288, 768_000]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"md5": "0" * 32}, r"\(768,000 bytes\) is not the weights of MobileNetV2"),
        ({"most": 300_000}, r"\(524,288 bytes\) is not the weights of MobileNetV2"),
        ({"file": "weights/none.h5"}, r"cannot be downloaded \(File not found\)"),
        ({"base": "http://127.0.0.1:9/"}, r"cannot be downloaded \(.*refused.*\). Check the connection to 127.0.0.1:9"),
        ({"file": "cut/some.h5", "md5": ""}, "MobileNetV2"),
    ],
)
def test_what_cannot_be_had_is_refused(entry, tmp_path, change, message):
    with pytest.raises(DownloadError, match=message):
        download(replace(entry, **change), tmp_path)


def test_what_keras_has_downloaded_is_taken_from_the_disk(entry, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert on_disk(entry) is None
    (tmp_path / "models").mkdir()
    (tmp_path / "models/some.h5").write_bytes(CONTENT)
    assert on_disk(entry) == tmp_path / "models/some.h5"
    assert on_disk(replace(entry, md5="0" * 32)) is None
    assert on_disk(replace(entry, md5="")) is None  # nothing says that it is whole


@pytest.mark.tensorflow
@pytest.mark.parametrize("one", APPLICATIONS, ids=lambda one: one.builder)
def test_addresses_and_sums_are_those_of_keras(one, monkeypatch):
    """What Keras itself would ask its download function for."""
    asked = {}

    def get_file(name, origin, cache_subdir=None, file_hash=None):
        asked.update(name=name, origin=origin, md5=file_hash or "")
        raise InterruptedError

    module = importlib.import_module(f"keras.src.applications.{MODULES.get(one.builder, one.builder.lower())}")
    monkeypatch.setattr(module.file_utils, "get_file", get_file)
    with pytest.raises(InterruptedError):
        getattr(keras.applications, one.builder)(weights="imagenet")
    assert (asked["origin"], asked["md5"]) == (one.url, one.md5)
    assert asked["name"] == one.file.rpartition("/")[2]  # as on_disk looks for it


def test_a_server_offers_them_if_its_owner_says_so(monkeypatch):
    monkeypatch.delenv("CNNLAB_DOWNLOADS", raising=False)
    assert offered() == ()
    monkeypatch.setenv("CNNLAB_DOWNLOADS", "1")
    assert offered() == APPLICATIONS


def test_an_unknown_builder_is_refused():
    assert application("VGG16").id == "keras_vgg16"
    with pytest.raises(DownloadError, match=r"no weights for 'VGG99'. Choose one of MobileNetV2"):
        application("VGG99")
