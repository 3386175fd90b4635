"""Downloads of data sets, from a local server in place of their sites.

One file, because the tests share the local server and its archives.
"""

import gzip
import http.server
import io
import tarfile
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import keras
import pytest

from cnnlab.core.cards import sha256
from cnnlab.train import fetch as fetching
from cnnlab.train.__main__ import main
from cnnlab.train.datasets import DATASETS
from cnnlab.train.digits import read_fashion_mnist, read_mnist
from cnnlab.train.errors import DataError
from cnnlab.train.fetch import SITES, Site, fetch
from cnnlab.train.pets import pairs


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path):
    """The served folder and its address."""
    folder = tmp_path / "site"
    folder.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def empty(tmp_path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def at(address: str, name: str, digest: str | None = None) -> dict[str, Site]:
    """The site of a data set, moved to another address."""
    return {name: replace(SITES[name], address=address, sha256=digest, system_folder=None)}


def pack(archive: Path, folder: Path, name: str) -> None:
    with tarfile.open(archive, "w:gz") as file:
        file.add(folder, name)


def test_mnist_is_fetched_and_read(site, empty, data):
    folder, address = site
    (folder / "mnist.npz").write_bytes((data / "mnist.npz").read_bytes())
    fetch("mnist", empty, at(address, "mnist", sha256(data / "mnist.npz")))
    assert len(read_mnist(empty)["test"][1]) == 20
    assert [path.name for path in empty.iterdir()] == ["mnist.npz"]


def test_an_existing_data_set_is_not_downloaded(data):
    fetch("mnist", data, at("http://127.0.0.1:1/", "mnist"))
    assert not (data / ".downloads").exists()


def test_a_file_with_another_hash_is_rejected(site, empty):
    folder, address = site
    (folder / "mnist.npz").write_bytes(b"another file")
    with pytest.raises(DataError, match=r"mnist\.npz could not be downloaded from http.*: .+ Try again later"):
        fetch("mnist", empty, at(address, "mnist", "0" * 64))
    assert not (empty / "mnist.npz").exists()


def test_a_file_that_is_missing_on_the_site(site, empty):
    with pytest.raises(DataError, match="404"):
        fetch("mnist", empty, at(site[1], "mnist"))


def test_fashion_mnist_is_fetched_and_read(site, empty, data):
    folder, address = site
    for path in (data / "fashion-mnist").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    fetch("fashion_mnist", empty, at(address, "fashion_mnist"))
    assert len(read_fashion_mnist(empty)["test"][1]) == 10


def test_the_leftovers_of_a_killed_download_are_ignored(site, empty, data):
    folder, address = site
    left = empty / ".downloads" / "fashion_mnist" / ".train-images.abc"
    left.mkdir(parents=True)
    for path in (data / "fashion-mnist").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
        (left / path.name).write_bytes(path.read_bytes()[:-50])
    fetch("fashion_mnist", empty, at(address, "fashion_mnist"))
    assert len(read_fashion_mnist(empty)["test"][1]) == 10
    assert [path.name for path in empty.iterdir()] == ["fashion-mnist"]


def test_a_killed_download_is_not_mistaken_for_a_complete_one(site, empty, data, monkeypatch):
    """The process is killed while writing the file; the next one downloads it again."""
    folder, address = site
    for path in (data / "fashion-mnist").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    real = keras.utils.get_file

    def killed(name, *arguments, **options):
        path = Path(real(name, *arguments, **options))
        path.write_bytes(path.read_bytes()[:-50])
        raise KeyboardInterrupt

    monkeypatch.setattr(keras.utils, "get_file", killed)
    with pytest.raises(KeyboardInterrupt):
        fetch("fashion_mnist", empty, at(address, "fashion_mnist"))
    monkeypatch.setattr(keras.utils, "get_file", real)
    fetch("fashion_mnist", empty, at(address, "fashion_mnist"))
    assert len(read_fashion_mnist(empty)["test"][1]) == 10


def test_a_data_set_from_a_system_package_is_not_downloaded(empty, data, monkeypatch):
    site = replace(SITES["fashion_mnist"], address="http://127.0.0.1:1/", system_folder=data / "fashion-mnist")
    fetch("fashion_mnist", empty, {"fashion_mnist": site})
    assert list(empty.iterdir()) == []


def test_a_data_folder_that_is_a_file(tmp_path):
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(DataError, match=r"The folder \S+data cannot be created: .+ Choose another folder with --data"):
        fetch("mnist", tmp_path / "data")


def test_an_archive_with_another_layout_leaves_nothing_behind(site, empty, data):
    folder, address = site
    pack(folder / "images.tar.gz", data / "oxford_pets_3_breeds" / "images", "pictures")
    pack(folder / "annotations.tar.gz", data / "oxford_pets_3_breeds" / "annotations", "annotations")
    with pytest.raises(DataError, match=r"There is no folder images in images\.tar\.gz, annotations\.tar\.gz"):
        fetch("pets", empty, at(address, "pets"))
    assert not (empty / "oxford_pets").exists()


def test_an_archive_without_one_of_the_flowers(site, empty, own_data):
    folder, address = site
    (own_data / "flower_photos" / "roses").rename(own_data / "flower_photos" / "rose")
    pack(folder / "flower_photos.tgz", own_data / "flower_photos", "flower_photos")
    with pytest.raises(DataError, match=r"There is no folder flower_photos/roses in flower_photos\.tgz, so the site"):
        fetch("flowers", empty, at(address, "flowers"))
    assert not (empty / "flower_photos").exists()


def test_pets_are_fetched_and_paired(site, empty, data):
    folder, address = site
    pack(folder / "images.tar.gz", data / "oxford_pets_3_breeds" / "images", "images")
    pack(folder / "annotations.tar.gz", data / "oxford_pets_3_breeds" / "annotations", "annotations")
    fetch("pets", empty, at(address, "pets"))
    assert len(pairs(empty)) == 12


def test_a_truncated_archive_leaves_no_folder(site, empty, data):
    folder, address = site
    pack(folder / "images.tar.gz", data / "oxford_pets_3_breeds" / "images", "images")
    (folder / "annotations.tar.gz").write_bytes((folder / "images.tar.gz").read_bytes()[:-300])
    with pytest.raises(DataError, match=r"annotations\.tar\.gz is not an intact tar archive: .+ Run the command again"):
        fetch("pets", empty, at(address, "pets"))
    assert not (empty / "oxford_pets").exists()


def test_an_archive_damaged_in_the_middle_is_downloaded_again(site, empty, data):
    folder, address = site
    pack(folder / "images.tar.gz", data / "oxford_pets_3_breeds" / "images", "images")
    pack(folder / "annotations.tar.gz", data / "oxford_pets_3_breeds" / "annotations", "annotations")
    intact = (folder / "images.tar.gz").read_bytes()
    for offset in range(200, len(intact) - 200, len(intact) // 9):
        (folder / "images.tar.gz").write_bytes(intact[:offset] + b"\xff" * 40 + intact[offset + 40 :])
        with pytest.raises(DataError, match=r"(?s)images\.tar\.gz is not an intact tar archive: .+ Run the command"):
            fetch("pets", empty, at(address, "pets"))
    (folder / "images.tar.gz").write_bytes(intact)
    fetch("pets", empty, at(address, "pets"))
    assert len(pairs(empty)) == 12


def test_a_damaged_header_is_not_taken_for_the_end_of_the_archive(site, empty, tmp_path):
    """tarfile stops silently at a damaged header; gzip's checksum reveals it."""
    folder, address = site
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as file:
        for number in range(40):  # several gzip blocks, so that the end is not read by chance
            member = tarfile.TarInfo(f"flower_photos/daisy/{number}.jpg")
            member.size = 51_200
            file.addfile(member, io.BytesIO(b"x" * member.size))
    packed = bytearray(gzip.compress(archive.getvalue(), 0))  # uncompressed, so that a header can be found in it
    packed[packed.index(b"flower_photos/daisy/20.jpg")] ^= 1
    (folder / "flower_photos.tgz").write_bytes(packed)
    with pytest.raises(DataError, match=r"flower_photos\.tgz is not an intact tar archive: CRC check"):
        fetch("flowers", empty, at(address, "flowers"))


def test_a_full_disk_keeps_the_archive_but_no_partly_unpacked_folder(site, empty, data, monkeypatch):
    folder, address = site
    pack(folder / "images.tar.gz", data / "oxford_pets_3_breeds" / "images", "images")
    pack(folder / "annotations.tar.gz", data / "oxford_pets_3_breeds" / "annotations", "annotations")
    real = tarfile.TarFile.extractall

    def full(archive, path, **options):
        real(archive, path, **options)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(tarfile.TarFile, "extractall", full)
        with pytest.raises(DataError, match=r"images\.tar\.gz could not be unpacked in .+ No space left .+ Free some"):
            fetch("pets", empty, at(address, "pets"))
    left = [path.name for path in (empty / ".downloads").rglob("*")]
    assert sorted(left) == ["annotations.tar.gz", "images.tar.gz", "pets"]
    fetch("pets", empty, at("http://127.0.0.1:1/", "pets"))
    assert len(pairs(empty)) == 12


def test_an_archive_that_writes_outside_its_folder_is_rejected(site, empty):
    folder, address = site
    with tarfile.open(folder / "flower_photos.tgz", "w:gz") as file:
        file.addfile(tarfile.TarInfo("../outside.txt"), io.BytesIO())
    with pytest.raises(DataError, match="outside"):
        fetch("flowers", empty, at(address, "flowers"))
    assert not list(empty.rglob("outside.txt"))


def test_flowers_are_fetched_and_split(site, empty, own_data):
    """The published archive has a licence file beside the five folders."""
    folder, address = site
    (own_data / "flower_photos" / "LICENSE.txt").write_text("CC-BY")
    pack(folder / "flower_photos.tgz", own_data / "flower_photos", "flower_photos")
    fetch("flowers", empty, at(address, "flowers"))
    counts = {name: found.count for name, found in DATASETS["flowers"].load(empty, 16).items()}
    assert counts == {"train": 5, "validation": 5, "test": 5}
    assert (empty / "flower_photos" / "LICENSE.txt").read_text() == "CC-BY"
    assert [path.name for path in empty.iterdir()] == ["flower_photos"]


def test_cats_and_dogs_have_to_be_downloaded_by_hand(empty):
    with pytest.raises(
        DataError, match=r"cats_dogs cannot be downloaded .*run python -m cnnlab\.train\.subset TRAIN --data"
    ):
        fetch("cats_dogs", empty)


def test_the_command_line_fetches_first(site, empty, data, monkeypatch, capsys):
    folder, address = site
    (folder / "mnist.npz").write_bytes((data / "mnist.npz").read_bytes())
    monkeypatch.setattr(fetching, "SITES", at(address, "mnist"))
    out = empty / "out"
    arguments = ["mnist_convnet", "--data", str(empty), "--out", str(out), "--epochs", "1", "--fetch"]
    assert main(arguments) == 0
    assert "test accuracy" in capsys.readouterr().out
