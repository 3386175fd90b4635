"""Data sets from their own sites, laid out as the recipes expect them."""

import contextlib
import gzip
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras

from cnnlab.train.digits import DEBIAN_FOLDER, IDX_FILES
from cnnlab.train.errors import DataError
from cnnlab.train.pets import FOLDERS
from cnnlab.train.subset import FLOWERS, flower_subsets

MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
KERAS_SITE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
DOWNLOADS = ".downloads"
READ_AT_ONCE = 1 << 20  # bytes


@dataclass(frozen=True)
class Site:
    """`arrange(downloaded files, data)` puts the data set into `lies_at`, under --data, where it is not yet."""

    address: str
    files: tuple[str, ...]
    lies_at: tuple[str, ...]
    arrange: Callable[[list[Path], Path], None]
    sha256: str | None = None
    elsewhere: Path | None = None  # where the system may have put the data set already


def fetch(data_set: str, data: Path, sites: dict[str, Site] | None = None) -> None:
    """Get a data set into `data` unless it lies there; DataError where it has no open site or cannot be had."""
    known = SITES if sites is None else sites
    if data_set not in known:
        raise DataError(
            "The data set {name} has no site that a program may take it from. Get Kaggle's Dogs vs. Cats by hand, "
            "unpack its train.zip, and run python -m cnnlab.train.subset TRAIN --data {data}.",
            name=data_set,
            data=str(data),
        )
    site = known[data_set]
    if any((data / each).exists() for each in site.lies_at) or (site.elsewhere and site.elsewhere.is_dir()):
        return
    downloads = data / DOWNLOADS / data_set
    try:
        downloads.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            "A folder for the data sets was expected as --data; {path} gave: {reason}. Name another.",
            path=str(data),
            reason=str(error),
        ) from error
    site.arrange([_download(site, name, downloads) for name in site.files], data)
    shutil.rmtree(downloads, ignore_errors=True)  # it may have become the data set
    with contextlib.suppress(OSError):  # what another data set has begun to get is still there
        downloads.parent.rmdir()


def _download(site: Site, name: str, folder: Path) -> Path:
    whole = folder / name
    if whole.exists():
        return whole
    # A folder of its own, for get_file would take what a killed download left for the whole.
    partial = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    try:
        path = keras.utils.get_file(
            name,
            site.address + name,
            file_hash=site.sha256,
            hash_algorithm="sha256",
            cache_dir=partial,
            cache_subdir=".",
        )
        Path(path).replace(whole)
    except Exception as error:  # get_file raises a bare Exception for a site that does not answer
        raise DataError(
            "{name} was to come from {address}; getting it gave: {reason}. Try again later, or put the data set under "
            "--data by hand.",
            name=name,
            address=site.address,
            reason=str(error),
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return whole


def _move_file(files: list[Path], data: Path) -> None:
    files[0].replace(data / files[0].name)


def _move_folder(files: list[Path], data: Path) -> None:
    """The folder of the downloads, renamed when all of them are there; without what a killed download left."""
    for each in files[0].parent.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
    files[0].parent.replace(data / "fashion-mnist")


def _unpack(archives: list[Path], into: Path) -> None:
    """Unpack beside `into` and rename, so that a folder cut off in the middle is never taken for a whole one."""
    partial = into.with_name(f".{into.name}.new")
    shutil.rmtree(partial, ignore_errors=True)
    for archive in archives:
        try:
            # Through gzip's checksum first: tarfile takes a header that it cannot read for the end of the archive.
            with gzip.open(archive) as whole:
                while whole.read(READ_AT_ONCE):
                    pass
            with tarfile.open(archive) as file:
                file.extractall(partial, filter="data")
        except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as error:
            archive.unlink()  # or the next try would find the same broken file
            shutil.rmtree(partial, ignore_errors=True)
            raise DataError(
                "{name} should be a tar archive; unpacking it gave: {reason}. Try again.",
                name=archive.name,
                reason=str(error),
            ) from error
        except OSError as error:
            shutil.rmtree(partial, ignore_errors=True)
            raise DataError(
                "{name} was to be unpacked in {folder}; that gave: {reason}. Make room there, then try again: the "
                "archive is kept.",
                name=archive.name,
                folder=str(into.parent),
                reason=str(error),
            ) from error
    partial.replace(into)


def _arrange_flowers(archives: list[Path], data: Path) -> None:
    whole = data / DOWNLOADS / "flower_photos"
    shutil.rmtree(whole, ignore_errors=True)
    _unpack(archives, whole)
    _inside(whole, "flower_photos", archives)
    flower_subsets(whole / "flower_photos", data)
    shutil.rmtree(whole)


def _arrange_pets(archives: list[Path], data: Path) -> None:
    whole = data / DOWNLOADS / "oxford_pets"
    shutil.rmtree(whole, ignore_errors=True)
    _unpack(archives, whole)
    for each in ("images", "annotations/trimaps"):
        _inside(whole, each, archives)
    whole.replace(data / "oxford_pets")


def _inside(folder: Path, expected: str, archives: list[Path]) -> None:
    """DataError where an archive is not laid out as it was; nothing of it has been put into place then."""
    if not (folder / expected).is_dir():
        raise DataError(
            "The folder {expected} was expected in {archives}; there is none. The site has changed: put the data set "
            "under --data by hand.",
            expected=expected,
            archives=", ".join(each.name for each in archives),
        )


SITES = {
    "mnist": Site(KERAS_SITE, ("mnist.npz",), ("mnist.npz",), _move_file, MNIST_SHA256),
    "fashion_mnist": Site(
        KERAS_SITE,
        tuple(f"{name}-ubyte.gz" for name in IDX_FILES),
        ("fashion-mnist",),
        _move_folder,
        elsewhere=DEBIAN_FOLDER,
    ),
    "pets": Site(
        "https://www.robots.ox.ac.uk/~vgg/data/pets/data/",
        ("images.tar.gz", "annotations.tar.gz"),
        FOLDERS,
        _arrange_pets,
    ),
    "flowers": Site(
        "https://storage.googleapis.com/download.tensorflow.org/example_images/",
        ("flower_photos.tgz",),
        (FLOWERS,),
        _arrange_flowers,
    ),
}
