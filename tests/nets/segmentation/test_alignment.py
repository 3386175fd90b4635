"""The masks of `segment` lie on the picture: edges, slopes, odd sizes, and files of every kind."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import open_picture, sample
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import segment
from tests.nets.segmentation.networks import threshold

pytestmark = pytest.mark.backends


def half(height, width, first, vertical) -> np.ndarray:
    """Black, and red from row or column `first` on."""
    picture = np.zeros((height, width, 3), np.uint8)
    (picture[first:] if vertical else picture[:, first:])[..., 0] = 255
    return picture


@pytest.mark.parametrize("vertical", [True, False])
@pytest.mark.parametrize(
    ("height", "width", "share"), [(64, 64, 0.5), (300, 451, 0.3), (480, 640, 0.71), (37, 101, 0.4), (900, 100, 0.66)]
)
def test_an_edge_of_the_picture_is_an_edge_of_the_mask(height, width, share, vertical):
    """Within a pixel of the picture, or half of one of the network's cells where those are larger; no shift remains."""
    length = height if vertical else width
    first = round(share * length)
    labels = segment(threshold(), half(height, width, first, vertical)).labels
    found = (labels == 0).sum(axis=0 if vertical else 1)
    assert set(found) == {found[0]}
    assert abs(found[0] - first) <= max(1, 0.5 * length / 64)
    mirrored = segment(threshold(), half(height, width, length - first, vertical)).labels
    flipped = 1 - np.flip(mirrored, axis=0 if vertical else 1)
    shift = (flipped == 0).sum(axis=0 if vertical else 1)[0] - found[0]
    assert abs(shift) <= 1


def test_edges_are_not_shifted_on_average():
    """Over every position of an edge: half a pixel to one side would be 0.5."""
    model, width = threshold(), 200
    off = [
        (segment(model, half(8, width, first, vertical=False)).labels[0] == 0).sum() - first
        for first in range(10, width - 10)
    ]
    assert abs(np.mean(off)) < 0.1
    assert max(map(abs, off)) <= 2


def test_a_slope_is_smooth_and_not_in_steps():
    """Edges neither blocky nor shifted: the network's cells are 8 pixels wide, the mask's edge follows the diagonal."""
    rows, columns = np.mgrid[:512, :512]
    picture = np.where((columns > rows / 3 + 100)[..., None], np.uint8(255), np.uint8(0)) * np.uint8([1, 1, 1])
    edge = (segment(threshold(), picture).labels == 0).sum(axis=1)
    ideal = np.floor(np.arange(512) / 3 + 100) + 1
    assert np.abs(edge - ideal).max() <= 3
    assert len(np.unique(edge)) > 100  # blocks of 8 pixels would give 22


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


CAT = Image.fromarray(sample("cat"))
FILES = {
    "grey": encoded(CAT.convert("L"), "PNG"),
    "alpha": encoded(CAT.convert("RGBA"), "PNG"),
    "palette": encoded(CAT.quantize(64), "PNG"),
    "CMYK": encoded(CAT.convert("CMYK"), "JPEG"),
    "rotated by EXIF": encoded(
        CAT.transpose(Image.Transpose.ROTATE_90),
        "JPEG",
        exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    ),
}


@pytest.fixture(scope="module")
def unet():
    return catalog.load("pets_unet")


@pytest.mark.tensorflow  # about the files, not the backend
@pytest.mark.parametrize("kind", FILES)
def test_files_of_every_kind_give_nearly_the_mask_of_the_photograph(unet, kind):
    expected = segment(unet, sample("cat")).labels
    found = segment(unet, open_picture(FILES[kind])).labels
    assert found.shape == expected.shape == (300, 451)
    assert (found == expected).mean() > (0.9 if kind in ("grey", "palette") else 0.97)


@pytest.mark.tensorflow
@pytest.mark.parametrize("size", [(1, 2000), (7, 7), (3000, 4000), (2000, 1)])
def test_odd_sizes(unet, size):
    picture = np.asarray(CAT.resize(size[::-1], Image.Resampling.BILINEAR))
    found = segment(unet, picture)
    assert found.labels.shape == size
    assert found.probabilities.shape == (*size, 3)
    assert found.probabilities.dtype == np.float32
