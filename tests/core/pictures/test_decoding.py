"""Pictures from bytes: more than sixty odd and hostile files, all made here, and the result that each must have.

Long, because it is a table of files, one case per line.
"""

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import LARGEST_SIDE, PictureError, open_picture, sample, samples, square

from .files import chunk, encoded, png

RED, BLUE = (200, 30, 40), (20, 60, 220)


def two_halves(mode="RGB", size=(40, 20)) -> Image.Image:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image.quantize(4) if mode == "P" else image.convert(mode)


def with_orientation(orientation: int, kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(two_halves(), kind, exif=exif, quality=95)


def is_near(pixel, expected, within=12) -> bool:
    return bool(np.abs(np.asarray(pixel, int) - expected).max() <= within)


# --- files that must open, with the colours of their top left and bottom right pixels

GREY_RED, GREY_BLUE = (82,) * 3, (66,) * 3  # ITU-R 601: 0.299 R + 0.587 G + 0.114 B
SIDEWAYS = {1: (RED, BLUE), 2: (BLUE, RED), 3: (BLUE, RED), 4: (RED, BLUE)}
TURNED = {5: (RED, BLUE), 6: (RED, BLUE), 7: (BLUE, RED), 8: (BLUE, RED)}

OPENS = {
    "jpeg": (encoded(two_halves(), "JPEG", quality=95), RED, BLUE),
    "jpeg progressive": (encoded(two_halves(), "JPEG", quality=95, progressive=True), RED, BLUE),
    "jpeg grey": (encoded(two_halves("L"), "JPEG", quality=95), GREY_RED, GREY_BLUE),
    "jpeg cmyk": (encoded(two_halves("CMYK"), "JPEG", quality=98), RED, BLUE),
    "jpeg 4:4:4": (encoded(two_halves(), "JPEG", quality=95, subsampling=0), RED, BLUE),
    "jpeg with extra bytes after its end": (encoded(two_halves(), "JPEG", quality=95) + b"garbage" * 99, RED, BLUE),
    "jpeg with a broken exif block": (
        encoded(two_halves(), "JPEG", quality=95, exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff"),
        RED,
        BLUE,
    ),
    "mpo, as phones write": (encoded(two_halves(), "MPO", save_all=True, append_images=[two_halves()]), RED, BLUE),
    "png": (encoded(two_halves(), "PNG"), RED, BLUE),
    "png palette": (encoded(two_halves("P"), "PNG"), RED, BLUE),
    "png grey": (encoded(two_halves("L"), "PNG"), GREY_RED, GREY_BLUE),
    "png one bit": (encoded(two_halves("L").point(lambda v: 255 * (v > 70)).convert("1"), "PNG"), (255,) * 3, (0,) * 3),
    "png 16 bit grey": (png(2, 1, 16, 0, struct.pack(">BHH", 0, 65535, 32896)), (255,) * 3, (128,) * 3),
    "png 16 bit rgb": (png(2, 1, 16, 2, struct.pack(">B6H", 0, 51400, 7710, 10280, 5140, 15420, 56540)), RED, BLUE),
    "png 2 bit grey": (png(2, 1, 2, 0, b"\x00\xc0"), (255,) * 3, (0,) * 3),
    "png interlaced": (encoded(two_halves(), "PNG", interlace=1), RED, BLUE),
    "png transparent over white": (
        encoded(
            Image.composite(
                two_halves("RGBA"), Image.new("RGBA", (40, 20)), two_halves("L").point(lambda v: 255 * (v > 70))
            ),
            "PNG",
        ),
        RED,
        (255,) * 3,
    ),
    "png half transparent": (encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 128)), "PNG"), (127,) * 3, (127,) * 3),
    "png grey and alpha": (encoded(Image.new("LA", (4, 4), (0, 0)), "PNG"), (255,) * 3, (255,) * 3),
    "png palette with a transparent colour": (
        encoded(two_halves("P"), "PNG", transparency=two_halves("P").getpixel((39, 0))),
        RED,
        (255,) * 3,
    ),
    "png rgb with a transparent colour": (encoded(two_halves(), "PNG", transparency=BLUE), RED, (255,) * 3),
    "png animated: the first frame": (
        encoded(two_halves(), "PNG", save_all=True, append_images=[Image.new("RGB", (40, 20))]),
        RED,
        BLUE,
    ),
    "webp": (encoded(two_halves(), "WEBP", quality=95), RED, BLUE),
    "webp lossless": (encoded(two_halves(), "WEBP", lossless=True), RED, BLUE),
    "webp transparent": (encoded(Image.new("RGBA", (4, 4)), "WEBP", lossless=True), (255,) * 3, (255,) * 3),
    "webp animated: the first frame": (
        encoded(two_halves(), "WEBP", lossless=True, save_all=True, append_images=[Image.new("RGB", (40, 20))]),
        RED,
        BLUE,
    ),
    "gif": (encoded(two_halves("P"), "GIF"), RED, BLUE),
    "gif animated: the first frame": (
        encoded(two_halves("P"), "GIF", save_all=True, append_images=[Image.new("P", (40, 20))]),
        RED,
        BLUE,
    ),
    "gif transparent": (encoded(Image.new("P", (4, 4), 0), "GIF", transparency=0), (255,) * 3, (255,) * 3),
    "avif": (encoded(two_halves(), "AVIF", quality=95), RED, BLUE),
    "avif transparent": (encoded(Image.new("RGBA", (4, 4)), "AVIF"), (255,) * 3, (255,) * 3),
    "avif animated: the first frame": (
        encoded(two_halves(), "AVIF", save_all=True, append_images=[Image.new("RGB", (40, 20))]),
        RED,
        BLUE,
    ),
    "avif turned": (with_orientation(6, "AVIF"), RED, BLUE),
    "bmp": (encoded(two_halves(), "BMP"), RED, BLUE),
    "bmp palette": (encoded(two_halves("P"), "BMP"), RED, BLUE),
    "one pixel": (encoded(Image.new("RGB", (1, 1), RED), "PNG"), RED, RED),
    "one row": (encoded(two_halves(size=(300, 1)), "PNG"), RED, BLUE),
    "one column": (encoded(Image.new("RGB", (1, 300), RED), "PNG"), RED, RED),
    **{f"jpeg orientation {turn}": (with_orientation(turn), *SIDEWAYS[turn]) for turn in SIDEWAYS},
    **{f"jpeg turned {turn}": (with_orientation(turn), *TURNED[turn]) for turn in TURNED},
    "png turned": (with_orientation(6, "PNG"), RED, BLUE),
    "webp turned": (with_orientation(8, "WEBP"), BLUE, RED),
    "orientation out of range": (with_orientation(99), RED, BLUE),
}

JPEG, PNG, GIF, WEBP, BMP, AVIF = (
    encoded(two_halves(size=(200, 100)), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF")
)
ON_A_PHONE = "On an iPhone, share this photo as JPEG, or set Settings > Camera > Formats > Most Compatible"
NOISE = np.random.default_rng(0).integers(0, 256, 4000, dtype=np.uint8).tobytes()
DAMAGED, KIND, LARGE, EMPTY = "damaged or incomplete", "is not a picture we can open", "megapixels", "is empty"
MEMORY = "of memory to open"

REFUSED = {
    "nothing": (b"", EMPTY),
    "one byte": (b"\xff", KIND),
    "noise": (NOISE, KIND),
    "zeros": (bytes(5000), KIND),
    "text": (b"a picture" * 50, KIND),
    "html": (b"<!DOCTYPE html><html></html>", "HTML files are not supported"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    "svg with a byte order mark": (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "SVG / XML files"),
    "svg with a comment": (b"<!-- made by hand --><svg/>", "SVG / XML files"),
    "html in small letters": (b"<!doctype html><html></html>", "HTML files are not supported"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "zip": (b"PK\x03\x04" + bytes(40), "ZIP"),
    "tiff": (encoded(two_halves(), "TIFF"), "TIFF"),
    "photoshop": (b"8BPS" + bytes(40), "Photoshop"),
    "tiff, big": (b"II+\x00\x08" + bytes(40), "TIFF"),
    "tiff, big-endian": (b"MM\x00*" + bytes(40), "TIFF"),
    "jpeg xl": (b"\xff\x0a" + bytes(40), "JPEG XL"),
    "jpeg xl in a container": (b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(40), "JPEG XL"),
    "jpeg 2000": (encoded(two_halves(), "JPEG2000"), "JPEG 2000"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(40), f"HEIC files are not supported. {ON_A_PHONE}"),
    "heic of an image file": (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic" + bytes(40), ON_A_PHONE),
    "avif": (b"\x00\x00\x00\x18ftypavif" + bytes(40), DAMAGED),
    "avif of an image file": (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif" + bytes(40), DAMAGED),
    "avif cut": (AVIF[: len(AVIF) // 2], DAMAGED),
    "avif header alone": (AVIF[:40], DAMAGED),
    "mp4": (b"\x00\x00\x00\x18ftypisom" + bytes(40), "MP4"),
    "canon raw": (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom" + bytes(40), "Canon RAW files"),
    "quicktime": (b"\x00\x00\x00\x14ftypqt  " + bytes(40), "QuickTime"),
    "icon": (encoded(two_halves(size=(32, 32)), "ICO"), KIND),
    "ppm": (encoded(two_halves(), "PPM"), KIND),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", KIND),
    "jpeg cut in half": (JPEG[: len(JPEG) // 2], DAMAGED),
    "jpeg without its last bytes": (JPEG[:-40], DAMAGED),
    "jpeg header alone": (JPEG[:20], DAMAGED),
    "jpeg start alone": (b"\xff\xd8\xff", DAMAGED),
    "png cut in half": (PNG[: len(PNG) // 2], DAMAGED),
    "png header alone": (PNG[:40], DAMAGED),
    "png signature alone": (PNG[:8], DAMAGED),
    "png with a wrong checksum": (PNG[:50] + bytes([PNG[50] ^ 255]) + PNG[51:], DAMAGED),
    "png without data": (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0)), DAMAGED),
    "png of zero width": (png(0, 9, 8, 2, b""), DAMAGED),
    "png of an unknown depth": (png(9, 9, 3, 2, bytes(300)), DAMAGED),
    "png with too few rows": (png(9, 9, 8, 2, bytes(30)), DAMAGED),
    "gif cut": (GIF[:40], DAMAGED),
    "gif header alone": (b"GIF89a", DAMAGED),
    "webp cut": (WEBP[: len(WEBP) // 2], DAMAGED),
    "webp header alone": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", DAMAGED),
    "bmp cut": (BMP[: len(BMP) // 2], DAMAGED),
    "bmp header alone": (BMP[:20], DAMAGED),
    "bmp with an unknown header": (b"BM" + struct.pack("<IHHII", 90, 0, 0, 54, 999) + bytes(80), DAMAGED),
    "png bomb, 900 megapixels in few bytes": (png(30000, 30000, 1, 0, bytes(1000)), LARGE),
    "png bomb, 4 gigapixels": (png(65535, 65535, 8, 2, b""), LARGE),
    "png bomb, 2**31 wide": (png(2**31 - 1, 1, 8, 0, b""), LARGE),
    "png just over 50 megapixels": (png(10000, 5001, 1, 0, b""), LARGE),
    "gif bomb": (b"GIF89a" + struct.pack("<HH", 65535, 65535) + GIF[10:], LARGE),
    "bmp bomb": (BMP[:18] + struct.pack("<ii", 60000, 60000) + BMP[26:], LARGE),
    "jpeg bomb": (JPEG.replace(struct.pack(">HH", 100, 200), struct.pack(">HH", 60000, 60000), 1), LARGE),
    "png of 40 megapixels in colour": (png(8000, 5000, 8, 2, b""), MEMORY),
    "bmp of 30 megapixels": (BMP[:18] + struct.pack("<ii", 6000, 5000) + BMP[26:], MEMORY),
}


def test_there_are_enough_files_and_kinds_of_error():
    assert len(OPENS) + len(REFUSED) >= 60
    assert len({text for _, text in REFUSED.values()} | {name.split()[0] for name in OPENS}) >= 15


@pytest.mark.parametrize("name", OPENS)
def test_opens(name):
    data, top_left, bottom_right = OPENS[name]
    picture = open_picture(data)
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 3
    assert is_near(picture[0, 0], top_left)
    assert is_near(picture[-1, -1], bottom_right)


@pytest.mark.parametrize("orientation", [*SIDEWAYS, *TURNED])
def test_orientation_swaps_the_axes(orientation):
    height, width = open_picture(with_orientation(orientation)).shape[:2]
    assert (height, width) == ((20, 40) if orientation in SIDEWAYS else (40, 20))


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason(name):
    data, expected = REFUSED[name]
    with pytest.raises(PictureError) as caught:
        open_picture(data)
    assert expected in str(caught.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF"])
def test_any_wrong_byte_gives_a_picture_or_a_picture_error(kind):
    data = {"JPEG": JPEG, "PNG": PNG, "GIF": GIF, "WEBP": WEBP, "BMP": BMP, "AVIF": AVIF}[kind]
    generator = np.random.default_rng(1)
    for at in generator.integers(0, len(data), 150):
        damaged = bytearray(data)
        damaged[at] ^= int(generator.integers(1, 256))
        try:
            assert open_picture(bytes(damaged)).shape[2] == 3
        except PictureError:
            continue


@pytest.mark.parametrize(
    ("size", "expected"), [((5000, 3000), (1667, 1000)), ((2048, 10), (2048, 10)), ((9000, 3), (1800, 1))]
)
def test_large_pictures_are_reduced(size, expected):
    picture = open_picture(encoded(two_halves(size=size), "PNG"))
    assert picture.shape[1::-1] == expected
    assert max(picture.shape) <= LARGEST_SIDE
    assert is_near(picture[0, 0], RED)
    assert is_near(picture[-1, -1], BLUE)


COST = """
import sys
from pathlib import Path
from cnnlab.core.pictures import PictureError, open_picture, sample

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

sample("cat")
data = Path(sys.argv[1]).read_bytes()
Path("/proc/self/clear_refs").write_text("5")  # resets the peak to the memory in use now
before = peak()
try:
    print(open_picture(data).shape, end=" ")
except PictureError:
    print("refused", end=" ")
print((peak() - before) // 1024)
"""
COSTLY = {
    "jpeg of 50 megapixels": (("RGB", (8160, 6120)), "JPEG", {}, (1530, 2040, 3)),
    "jpeg progressive of 50 megapixels": (("RGB", (8160, 6120)), "JPEG", {"progressive": True}, None),
    "jpeg progressive of 12 megapixels": (("RGB", (4000, 3000)), "JPEG", {"progressive": True}, (1500, 2000, 3)),
    "jpeg progressive 4:4:4 of 24 megapixels": (
        ("RGB", (6000, 4000)),
        "JPEG",
        {"progressive": True, "subsampling": 0},
        None,
    ),
    "jpeg panorama": (("RGB", (20000, 2400)), "JPEG", {}, (150, 1250, 3)),
    "png of 22 megapixels": (("RGB", (5500, 4000)), "PNG", {"compress_level": 1}, (1334, 1834, 3)),
    "png of 22 megapixels with alpha": (("RGBA", (5500, 4000)), "PNG", {"compress_level": 1}, (1334, 1834, 3)),
    "png palette of 49 megapixels": (("P", (7000, 7000)), "PNG", {"compress_level": 1}, (1750, 1750, 3)),
    "gif of 49 megapixels": (("P", (7000, 7000)), "GIF", {}, (1750, 1750, 3)),
    "webp of 7 megapixels": (("RGB", (3000, 2400)), "WEBP", {"method": 0}, (1200, 1500, 3)),
    "webp of 12 megapixels": (("RGB", (4000, 3000)), "WEBP", {"method": 0}, None),
    "png of 43 megapixels and 16 bits": (("I;16", (7000, 6200)), "PNG", {"compress_level": 1}, (1550, 1750, 3)),
    "avif of 9 megapixels": (("RGB", (3600, 2500)), "AVIF", {"speed": 10, "subsampling": "4:4:4"}, (1250, 1800, 3)),
    "avif of 7 megapixels with alpha": (("RGBA", (3000, 2400)), "AVIF", {"speed": 10}, (1200, 1500, 3)),
    "avif of 12 megapixels": (("RGB", (4000, 3000)), "AVIF", {"speed": 10}, None),
    "bmp of 8 megapixels": (("RGB", (2800, 2800)), "BMP", {}, (1400, 1400, 3)),
}
LARGEST_UPLOAD = 25  # megabytes, in .streamlit/config.toml


@pytest.mark.sweep
@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="peak memory is read from /proc, which only Linux has"
)
@pytest.mark.parametrize("name", COSTLY)
def test_no_upload_takes_more_than_150_megabytes(name, tmp_path):
    """The peak while it is opened, plus the largest file that can be uploaded."""
    (mode, size), kind, options, expected = COSTLY[name]
    file = tmp_path / "picture"
    Image.new(mode, size, 90).save(file, kind, **options)
    done = subprocess.run([sys.executable, "-c", COST, str(file)], capture_output=True, text=True, check=True)
    outcome, grown = done.stdout.rsplit(maxsplit=1)
    assert outcome == (str(expected) if expected else "refused")
    assert int(grown) + LARGEST_UPLOAD <= 150


def test_the_samples_open_and_have_credits():
    for photograph in samples():
        assert sample(photograph.id).ndim == 3
        assert len(photograph.credit) > 10


def test_an_unknown_sample_is_refused_with_a_list_of_the_known_ones():
    with pytest.raises(PictureError, match=r"no picture 'dog'\. Choose one of cat, kitten"):
        sample("dog")


def test_crop_keeps_the_centre_pad_adds_grey_and_stretch_reports_the_factor():
    picture = np.zeros((10, 30, 3), np.uint8)
    picture[:, 10:20] = RED
    assert is_near(square(picture, "crop", 8).pixels.reshape(-1, 3).min(axis=0), RED, 2)
    padded = square(picture, "pad", 30)
    assert padded.pixels.shape == (30, 30, 3)
    assert is_near(padded.pixels[0, 0], (127,) * 3, 2)
    assert square(picture, "crop", 8).stretch == square(picture, "pad", 8).stretch == 1
    assert square(picture, "stretch", 8).stretch == 3


def test_the_full_resolution_view_is_no_copy_unless_borders_were_added():
    picture = np.arange(10 * 31 * 3, dtype=np.uint8).reshape(10, 31, 3)
    views = {how: square(picture, how, 8).view for how in ("crop", "stretch", "pad")}
    assert np.array_equal(views["crop"], picture[:, 10:20])
    assert np.array_equal(views["stretch"], picture)
    assert np.array_equal(views["pad"][10:20], picture)
    assert [how for how, view in views.items() if np.shares_memory(view, picture)] == ["crop", "stretch"]


def test_resizing_is_antialiased():
    stripes = np.zeros((448, 448, 3), np.uint8)
    stripes[:, ::2] = 255
    inside = square(stripes, "crop", 64).pixels[2:-2, 2:-2]  # at a border, half of the filter's neighbours are missing
    assert np.abs(inside.astype(int) - 128).max() <= 3
