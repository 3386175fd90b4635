"""Why a file is not opened as a picture, and what to do; the kind of a file by its first bytes."""

from importlib.util import find_spec

from cnnlab.core.errors import N_, CnnLabError

AVIF = find_spec("PIL._avif") is not None  # whether Pillow was built with it
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")  # of supported files
OTHER_KINDS = (  # signatures of unsupported files that people may upload as pictures
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"<svg", "SVG"),
    (b"<?xml", "SVG / XML"),
    (b"<!--", "SVG / XML"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
)
AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


class PictureError(CnnLabError):
    """The bytes are not a picture that can be opened; the text says why and what to do."""


def damaged() -> PictureError:
    """Return the error for a file of a supported format that cannot be decoded."""
    return PictureError(
        N_("This file is damaged or incomplete. Copy or download it again, or save it again from a picture viewer.")
    )


def not_a_picture(data: bytes) -> PictureError:
    """Return the error for bytes that no decoder recognizes."""
    kind = _kind(data)
    if data.startswith(SIGNATURES):
        return damaged()
    if kind == "AVIF" and AVIF:
        return damaged()
    if kind == "HEIC":
        return PictureError(
            N_(
                "HEIC files are not supported. On an iPhone, share this photo as JPEG, or set Settings > Camera > "
                "Formats > Most Compatible before you take the next one. On a computer, open it in a picture viewer "
                "and save it as JPEG."
            )
        )
    if kind:
        return PictureError(
            N_("{kind} files are not supported. Open this one in a picture viewer and save it as JPEG or PNG."),
            kind=kind,
        )
    return PictureError(
        N_("This file is not a picture we can open. Use one of {formats}."), formats=", ".join(supported_formats())
    )


def supported_formats() -> tuple[str, ...]:
    """Return the names of the formats that can be opened; AVIF only if Pillow was built with it."""
    return ("JPEG", "PNG", "WebP", "GIF", "BMP", *(["AVIF"] if AVIF else []))


def _kind(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return _kind_of_container(data)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()  # a byte order mark and spaces, before markup
    starts = start, start.lower()
    return next((name for signature, name in OTHER_KINDS if any(one.startswith(signature) for one in starts)), "")


def _kind_of_container(data: bytes) -> str:
    """ISO 14496-12: the major brand, its version, and the compatible brands, 4 bytes each."""
    box = data[8 : min(int.from_bytes(data[:4]), 256)]
    brands = {box[:4], *(box[at : at + 4] for at in range(8, len(box), 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    if brands & HEIC_BRANDS:
        return "HEIC"
    return {b"qt  ": "QuickTime", b"crx ": "Canon RAW"}.get(box[:4], "MP4")
