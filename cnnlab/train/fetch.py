"""Download data sets from their own sites and arrange them in the layout that the recipes read."""

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
from cnnlab.train.flowers import CLASSES as FLOWER_CLASSES
from cnnlab.train.flowers import FOLDER as FLOWERS
from cnnlab.train.pets import FOLDERS

MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
KERAS_SITE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
DOWNLOADS = ".downloads"
CHUNK = 1 << 20  # bytes


@dataclass(frozen=True)
class Site:
    """Where a data set is downloaded from.

    `arrange(downloaded files, data)` moves it to its place in `data`. If one of `paths` exists in `data`, the data set
    is already there.
    """

    address: str
    files: tuple[str, ...]
    paths: tuple[str, ...]
    arrange: Callable[[list[Path], Path], None]
    sha256: str | None = None
    system_folder: Path | None = None  # where a system package may have installed the data set


def fetch(data_set: str, data: Path, sites: dict[str, Site] | None = None) -> None:
    """Download a data set to `data` unless it is there. Raises DataError if that is impossible or fails."""
    known = SITES if sites is None else sites
    if data_set not in known:
        raise DataError(
            "The data set {name} cannot be downloaded by a program. Download Dogs vs. Cats from Kaggle, unpack its "
            "train.zip, and run python -m cnnlab.train.subset TRAIN --data {data}.",
            name=data_set,
            data=str(data),
        )
    site = known[data_set]
    if any((data / path).exists() for path in site.paths) or (site.system_folder and site.system_folder.is_dir()):
        return
    downloads = data / DOWNLOADS / data_set
    try:
        downloads.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            "The folder {path} cannot be created: {reason}. Choose another folder with --data.",
            path=str(data),
            reason=str(error),
        ) from error
    site.arrange([_download(site, name, downloads) for name in site.files], data)
    shutil.rmtree(downloads, ignore_errors=True)  # already gone if it was moved as a whole
    with contextlib.suppress(OSError):  # not empty if another download has been interrupted
        downloads.parent.rmdir()


def _download(site: Site, name: str, folder: Path) -> Path:
    complete = folder / name
    if complete.exists():
        return complete
    # In a folder of its own, because get_file would accept what a killed download left behind as complete.
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
        Path(path).replace(complete)
    except Exception as error:  # get_file raises a bare Exception if the site does not respond
        raise DataError(
            "{name} could not be downloaded from {address}: {reason}. Try again later, or put the data set into --data "
            "yourself.",
            name=name,
            address=site.address,
            reason=str(error),
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return complete


def _move_file(files: list[Path], data: Path) -> None:
    files[0].replace(data / files[0].name)


def _move_folder(files: list[Path], data: Path) -> None:
    """Turn the folder of downloads into the data set, without the leftovers of killed downloads."""
    for path in files[0].parent.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    files[0].parent.replace(data / "fashion-mnist")


def _unpack(archives: list[Path], into: Path) -> None:
    """Unpack next to `into`, then rename, so that a partly unpacked folder is never mistaken for a complete one."""
    partial = into.with_name(f".{into.name}.new")
    shutil.rmtree(partial, ignore_errors=True)
    for archive in archives:
        try:
            # Verify gzip's checksum first: tarfile takes a damaged header for the end of the archive.
            with gzip.open(archive) as stream:
                while stream.read(CHUNK):
                    pass
            with tarfile.open(archive) as file:
                file.extractall(partial, filter="data")
        except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as error:
            archive.unlink()  # so that the next attempt downloads it again
            shutil.rmtree(partial, ignore_errors=True)
            raise DataError(
                "{name} is not an intact tar archive: {reason}. Run the command again to download it again.",
                name=archive.name,
                reason=str(error),
            ) from error
        except OSError as error:
            shutil.rmtree(partial, ignore_errors=True)
            raise DataError(
                "{name} could not be unpacked in {folder}: {reason}. Free some disk space, then run the command again; "
                "the archive is kept.",
                name=archive.name,
                folder=str(into.parent),
                reason=str(error),
            ) from error
    partial.replace(into)


def _arrange_flowers(archives: list[Path], data: Path) -> None:
    unpacked = data / DOWNLOADS / FLOWERS
    shutil.rmtree(unpacked, ignore_errors=True)
    _unpack(archives, unpacked)
    for name in FLOWER_CLASSES:
        _check_contains(unpacked, f"{FLOWERS}/{name}", archives)
    (unpacked / FLOWERS).replace(data / FLOWERS)
    shutil.rmtree(unpacked)


def _arrange_pets(archives: list[Path], data: Path) -> None:
    unpacked = data / DOWNLOADS / "oxford_pets"
    shutil.rmtree(unpacked, ignore_errors=True)
    _unpack(archives, unpacked)
    for folder in ("images", "annotations/trimaps"):
        _check_contains(unpacked, folder, archives)
    unpacked.replace(data / "oxford_pets")


def _check_contains(folder: Path, expected: str, archives: list[Path]) -> None:
    """Raise DataError if the layout of the archives has changed, before anything is moved into place."""
    if not (folder / expected).is_dir():
        raise DataError(
            "There is no folder {expected} in {archives}, so the site must have changed. Put the data set into --data "
            "yourself.",
            expected=expected,
            archives=", ".join(archive.name for archive in archives),
        )


SITES = {
    "mnist": Site(KERAS_SITE, ("mnist.npz",), ("mnist.npz",), _move_file, MNIST_SHA256),
    "fashion_mnist": Site(
        KERAS_SITE,
        tuple(f"{name}-ubyte.gz" for name in IDX_FILES),
        ("fashion-mnist",),
        _move_folder,
        system_folder=DEBIAN_FOLDER,
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
