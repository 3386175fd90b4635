"""The bundled photographs: small files without hidden data, few of them kept open, each with what it shows."""

from collections import Counter

import pytest
from PIL import ExifTags, Image

from cnnlab.core.pictures import bundled, sample, samples

FIRST_SIX = {"cat", "coffee", "flower", "china", "astronaut", "rocket"}
ADDED = [photograph for photograph in samples() if photograph.id not in FIRST_SIX]


@pytest.mark.parametrize("photograph", ADDED, ids=lambda photograph: photograph.id)
def test_an_added_photograph_is_a_small_file_without_place_or_time(photograph):
    path = bundled.SAMPLES / photograph.file
    assert path.stat().st_size <= 100_000
    with Image.open(path) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert 300 <= max(image.size) <= 640
        exif = image.getexif()
        assert not {ExifTags.Base.DateTime, ExifTags.Base.GPSInfo} & set(exif)
        assert ExifTags.Base.DateTimeOriginal not in exif.get_ifd(ExifTags.IFD.Exif)


def test_all_files_together_stay_small():
    assert sum((bundled.SAMPLES / photograph.file).stat().st_size for photograph in ADDED) <= 1_500_000
    assert {path.name for path in bundled.SAMPLES.iterdir()} == {
        *(photograph.file for photograph in samples()),
        "samples.json",
        "masks.json",
    }


def test_the_first_is_the_cat_and_there_are_cats_and_dogs_for_a_confusion_matrix():
    assert samples()[0].id == "cat"
    ids = [photograph.id for photograph in samples()]
    assert len(set(ids)) == len(ids) >= 26
    count = Counter(photograph.label for photograph in samples())
    assert min(count["cat"], count["dog"]) >= 5


def test_only_the_photographs_used_last_stay_open():
    for photograph in samples():
        sample(photograph.id)
    assert sample.cache_info().currsize == bundled.KEPT
