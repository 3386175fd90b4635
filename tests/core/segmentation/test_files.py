"""Mask files of every kind, written by Pillow; values assigned to classes; masks as PNG."""

import io
import tracemalloc

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.segmentation import (
    NOT_COUNTED,
    MaskError,
    MaskValue,
    assign,
    indexed_png,
    read_mask_file,
    suggestion,
)

TRIMAP = np.array([[1, 1, 2, 2], [1, 3, 3, 2], [1, 1, 2, 2]], np.uint8)
COLOURS = np.array([[0, 0, 0], [200, 10, 0], [0, 0, 255], [9, 9, 9]], np.uint8)
NAMES = ("pet", "background", "border")


def encoded(image: Image.Image, kind="PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def with_palette(index: np.ndarray) -> Image.Image:
    image = Image.fromarray(index)
    image.putpalette(COLOURS.ravel().tolist())
    return image


FILES = {
    "grey": (encoded(Image.fromarray(TRIMAP)), [1, 2, 3], [(1, 1, 1), (2, 2, 2), (3, 3, 3)]),
    "16 bits": (
        encoded(Image.fromarray(TRIMAP.astype("uint16") * 256)),
        [256, 512, 768],
        [(1,) * 3, (2,) * 3, (3,) * 3],
    ),
    "palette": (encoded(with_palette(TRIMAP)), [1, 2, 3], COLOURS[1:].tolist()),
    "4 bits": (encoded(with_palette(TRIMAP), bits=4), [1, 2, 3], COLOURS[1:].tolist()),
    "colours": (
        encoded(Image.fromarray(COLOURS[TRIMAP])),
        [255, 0x090909, 200 * 65536 + 2560],
        COLOURS[[2, 3, 1]].tolist(),
    ),
    "grey and opacity": (
        encoded(Image.merge("LA", [Image.fromarray(TRIMAP)] * 2)),
        [1, 2, 3],
        [(1, 1, 1), (2, 2, 2), (3, 3, 3)],
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_values_are_listed_with_their_counts_and_colours(kind):
    data, values, colours = FILES[kind]
    found = read_mask_file(data)
    counts = [5, 2, 5] if kind == "colours" else [5, 5, 2]
    assert [(value.value, value.pixels) for value in found.values] == list(zip(values, counts, strict=True))
    assert [list(value.colour) for value in found.values] == [list(colour) for colour in colours]
    order = np.array([2, 3, 1] if kind == "colours" else [1, 2, 3])
    assert np.array_equal(order[found.index], TRIMAP)


def test_one_bit():
    found = read_mask_file(encoded(Image.fromarray(TRIMAP == 3)))
    assert [(value.value, value.pixels) for value in found.values] == [(0, 10), (1, 2)]


def test_values_become_classes():
    mask = read_mask_file(FILES["grey"][0])
    assert assign(mask, {1: 0, 2: 1, 3: None}, 3, 4).tolist() == [
        [0, 0, 1, 1],
        [0, NOT_COUNTED, NOT_COUNTED, 1],
        [0, 0, 1, 1],
    ]
    assert np.array_equal(assign(mask, {1: 2}, 6, 8), np.where(TRIMAP == 1, 2, 255).repeat(2, axis=0).repeat(2, axis=1))


@pytest.mark.parametrize("size", [(3, 4), (30, 40), (31, 40), (299, 400)])
def test_a_mask_of_the_same_shape_fits(size):
    assert assign(read_mask_file(FILES["grey"][0]), {1: 0}, *size).shape == size


def test_the_mask_of_a_photograph_that_was_reduced_fits():
    """4,000 x 3,001 pixels became 2,048 x 1,537."""
    mask = read_mask_file(encoded(Image.new("L", (3001, 4000), 1)))
    assert assign(mask, {1: 0}, 2048, 1537).shape == (2048, 1537)
    with pytest.raises(MaskError):
        assign(mask, {1: 0}, 2048, 1539)


@pytest.mark.parametrize(("side", "size"), [(1, (300, 400)), (1, (400, 300)), (2, (300, 400)), (2, (400, 300))])
def test_a_tiny_mask_of_another_shape_is_refused(side, size):
    with pytest.raises(MaskError, match=rf"{side} × {side} pixels"):
        assign(read_mask_file(encoded(Image.new("L", (side, side), 1))), {1: 0}, *size)


@pytest.mark.parametrize("size", [(4, 3), (30, 60), (300, 640)])
def test_a_mask_of_another_shape_is_refused(size):
    with pytest.raises(MaskError, match=rf"3 × 4 pixels, but its picture is {size[0]} × {size[1]}"):
        assign(read_mask_file(FILES["grey"][0]), {1: 0}, *size)


NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (20, 20, 3), dtype=np.uint8))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "cannot be read as PNG"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read as PNG"),
        (FILES["grey"][0][:50], "cannot be read as PNG"),
        (encoded(NOISE, "JPEG"), "cannot be read as PNG"),
        (encoded(NOISE), "more than 32 different values"),
        (encoded(Image.new("1", (4001, 4000))), "more than 16 megapixels"),
        (encoded(Image.new("1", (30000, 10000))), "more than 16 megapixels"),  # beyond what Pillow opens
    ],
)
def test_other_files_are_refused(data, said):
    with pytest.raises(MaskError, match=said):
        read_mask_file(data)


@pytest.mark.parametrize("mode", ["L", "I;16", "P", "RGB"])
def test_a_large_mask_needs_little_memory(mode):
    """12 megapixels in a small file, in a process that thirty visitors share; Pillow's own pixels come on top."""
    data = encoded(Image.new(mode, (4000, 3000)))
    tracemalloc.start()
    found = read_mask_file(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.index.shape == (3000, 4000)
    assert found.index.size < most < 4 * found.index.size


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3], {1: 0, 2: 1, 3: 2}),
        ([1, 2], {1: 0, 2: 1}),
        ([0, 1, 2], {0: 0, 1: 1, 2: 2}),
        ([0, 255], {0: 1, 255: 0}),
        ([0, 1], {0: 1, 1: 0}),
        ([255], {255: 0}),
        ([0, 7, 9], {0: 1, 7: 0, 9: 0}),
    ],
)
def test_what_values_probably_mean(values, expected):
    mask = read_mask_file(encoded(Image.fromarray(np.array([values], np.uint8))))
    assert suggestion(mask, NAMES) == expected


def test_masks_are_written_with_their_colours_and_names():
    labels = TRIMAP - 1
    data = indexed_png(labels, [tuple(colour) for colour in COLOURS[:3].tolist()], NAMES)
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "P"
        assert np.array_equal(np.asarray(image), labels)
        assert np.array_equal(np.asarray(image.convert("RGB")), COLOURS[labels])
    found = read_mask_file(data)
    assert found.values[2] == MaskValue(value=2, colour=(0, 0, 255), pixels=2, name="border")
    assert suggestion(found, ("border", "pet")) == {0: 1, 1: None, 2: 0}
    assert np.array_equal(assign(found, suggestion(found, NAMES), 3, 4), labels)


def test_a_file_without_names_has_none():
    assert read_mask_file(indexed_png(TRIMAP, [tuple(c) for c in COLOURS.tolist()])).values[0].name == ""
