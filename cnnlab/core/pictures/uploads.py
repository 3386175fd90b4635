"""Many pictures at once: an upload of files or zips, as files with names of their own, and refusals by file."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from pathlib import PurePosixPath

from cnnlab.core.archives import Limits, is_housekeeping, is_zip, members
from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.pictures.refusals import PictureError

MAX_PICTURES = 50  # in one upload, those inside zips included
MAX_FILE_BYTES = 25_000_000
MAX_UPLOAD_BYTES = 100_000_000  # of all files together that wait, unpacked
LIMITS = Limits(4 * MAX_PICTURES, MAX_FILE_BYTES, PictureError)  # in a zip there are other files beside the pictures


@dataclass(frozen=True)
class PictureFile:
    """A file of an upload, by a name that no other has; a picture in a zip has its path there as its name."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """A short text that stands for the content."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True)
class RefusedFile:
    """A file that is not taken, by its name in the upload, and why."""

    name: str
    error: CnnLabError


@dataclass(frozen=True)
class PictureUpload:
    """The files that may be pictures, not decoded yet, and those that were refused."""

    files: list[PictureFile]
    refused: list[RefusedFile]


def picture_files(
    uploaded: Sequence[tuple[str, bytes]], taken: Collection[str] = (), waiting_bytes: int = 0
) -> PictureUpload:
    """List the files of an upload: (name, bytes), where a file may be a zip archive. Nothing is raised.

    Zips are unpacked in memory; one that is damaged, encrypted, too large, nested or has a path that leads out of it is
    refused. `taken` are names that are in use already; they count among the MAX_PICTURES.
    `waiting_bytes` are held already for files of earlier uploads; they count among the MAX_UPLOAD_BYTES.

    >>> upload = picture_files([("cat.jpg", b"1"), ("cat.jpg", b"2")])
    >>> [file.name for file in upload.files]
    ['cat.jpg', 'cat (2).jpg']
    """
    files: list[PictureFile] = []
    refused: list[RefusedFile] = []
    used = {name.casefold() for name in taken}
    for name, data in _each(uploaded, refused, MAX_UPLOAD_BYTES - waiting_bytes):
        if len(used) >= MAX_PICTURES:
            refused.append(RefusedFile(name, _too_many()))
            break
        own = _apart(name, used)
        used.add(own.casefold())
        files.append(PictureFile(own, data))
    return PictureUpload(files, refused)


def mask_names(names: Sequence[str]) -> list[str]:
    """The names of the pictures' masks: the ending is .png, and the old one is kept where it tells two apart.

    >>> mask_names(["a/cat.jpg", "dog.jpg", "dog.webp"])
    ['a/cat.png', 'dog.jpg.png', 'dog.webp.png']
    """
    short = [str(PurePosixPath(name).with_suffix("")).casefold() for name in names]
    used: set[str] = set()
    found = []
    for name, stem in zip(names, short, strict=True):
        whole = f"{name}.png" if short.count(stem) > 1 else str(PurePosixPath(name).with_suffix(".png"))
        own = _apart(whole, used)
        used.add(own.casefold())
        found.append(own)
    return found


def _each(
    uploaded: Sequence[tuple[str, bytes]], refused: list[RefusedFile], most_bytes: int
) -> Iterator[tuple[str, bytes]]:
    """Every file of an upload, those in zips too, as long as all of them together have at most `most_bytes`."""
    left = most_bytes
    for name, data in uploaded:
        try:
            for path, content in _parts(name, data, max(left, 0)):
                if is_housekeeping(path):
                    continue
                if isinstance(content, CnnLabError):
                    refused.append(RefusedFile(path, content))
                    continue
                left -= len(content)
                if left < 0:
                    raise _too_large()
                yield _plain_path(path), content
        except CnnLabError as error:
            refused.append(RefusedFile(name, error))


def _parts(name: str, data: bytes, most_bytes: int) -> Iterable[tuple[str, bytes | CnnLabError]]:
    """A file itself, or the files in a zip archive with their paths there."""
    if is_zip(data):
        return members(data, most_bytes, LIMITS)
    return [(name, _too_large_alone(len(data)) if len(data) > MAX_FILE_BYTES else data)]


def _plain_path(path: str) -> str:
    """A path that leads nowhere else, with "/" between its parts, without characters that Windows forbids in names."""
    shown = "".join(letter if letter.isprintable() and letter not in '<>:"|?*' else "_" for letter in path)
    parts = [part for part in PurePosixPath(shown.replace("\\", "/")).parts if part not in ("/", "..")]
    return str(PurePosixPath(*parts)) if parts else "_"


def _apart(name: str, used: Collection[str]) -> str:
    """The name, with a number behind it if it is in use; upper and lower case are one, as on Windows and macOS."""
    path = PurePosixPath(name)
    numbered = (str(path.with_name(f"{path.stem} ({number}){path.suffix}")) for number in count(2))
    return next(each for each in chain([name], numbered) if each.casefold() not in used)


def _too_many() -> PictureError:
    return PictureError(
        N_("This upload has more than {limit} pictures. This one and those after it are left out."), limit=MAX_PICTURES
    )


def _too_large_alone(size: int) -> PictureError:
    return PictureError(
        N_("This file has {size:,} MB unpacked; the limit is {limit} MB."),
        size=round(size / 1e6),
        limit=MAX_FILE_BYTES // 1_000_000,
    )


def _too_large() -> PictureError:
    return PictureError(
        N_(
            "The pictures that wait have more than {size} MB unpacked. The rest is left out; add it when these are "
            "done."
        ),
        size=MAX_UPLOAD_BYTES // 1_000_000,
    )
