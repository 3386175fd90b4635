"""Many pictures at once: names, limits, and zips that are not what they seem to be."""

import io
import time
import zipfile

import pytest

from cnnlab.core.pictures import uploads
from cnnlab.core.pictures.uploads import mask_names, picture_files
from tests.core.history.hostile import made
from tests.core.history.hostile_archives import archives, zipped

ARCHIVES = [case for case in archives() if case[0] != "bomb.zip"]  # whose 100 MB are within the limit for pictures


def names(upload) -> list[str]:
    return [file.name for file in upload.files]


def refusals(upload) -> dict[str, str]:
    return {refused.name: str(refused.error) for refused in upload.refused}


def test_pictures_in_zips_have_their_paths_as_names_and_doubles_a_number():
    upload = picture_files([("cat.jpg", b"1"), ("a.zip", zipped({"x/cat.jpg": b"2", "CAT.JPG": b"3"}))])
    assert [(file.name, file.data) for file in upload.files] == [
        ("cat.jpg", b"1"), ("x/cat.jpg", b"2"), ("CAT (2).JPG", b"3"),
    ]  # fmt: skip
    assert names(picture_files([("cat.jpg", b"4")], taken=["Cat.jpg", "cat (2).jpg"])) == ["cat (3).jpg"]


@pytest.mark.parametrize(("name", "data", "words"), ARCHIVES, ids=[name for name, _, _ in ARCHIVES])
def test_a_hostile_archive_is_refused_and_the_next_file_is_taken(name, data, words):
    start = time.process_time()
    upload = picture_files([(name, made(data)), ("cat.jpg", b"1")])
    assert time.process_time() - start < 2
    assert names(upload) == ["cat.jpg"]
    assert list(refusals(upload)) == [name]
    assert words in refusals(upload)[name]


def test_a_bomb_a_nested_zip_and_a_member_without_a_name():
    bomb = zipped({f"{number}": bytes(30_000_000) for number in range(4)})
    assert len(bomb) < 200_000
    nameless = io.BytesIO()
    with zipfile.ZipFile(nameless, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    nested = zipped({"inner.zip": zipped({"cat.jpg": b"1"}), "dog.jpg": b"2", "large.bmp": bytes(25_000_001)})
    upload = picture_files([("bomb.zip", bomb), ("nested.zip", nested), ("nameless.zip", nameless.getvalue())])
    assert names(upload) == ["dog.jpg"]
    found = refusals(upload)
    assert list(found) == ["bomb.zip", "inner.zip", "large.bmp", "nameless.zip"]
    assert "120 MB" in found["bomb.zip"]
    assert "Unpack it first" in found["inner.zip"]
    assert "the limit is 25 MB" in found["large.bmp"]


def test_a_file_of_its_own_has_the_same_limit_as_one_in_a_zip():
    upload = picture_files([("large.bmp", bytes(25_000_001)), ("as large.bmp", bytes(25_000_000))])
    assert names(upload) == ["as large.bmp"]
    assert "the limit is 25 MB" in refusals(upload)["large.bmp"]


def test_no_more_than_fifty_are_taken_and_the_first_left_out_is_named():
    upload = picture_files([(f"{number}.jpg", b"") for number in range(60)])
    assert names(upload) == [f"{number}.jpg" for number in range(50)]
    assert list(refusals(upload)) == ["50.jpg"]
    assert picture_files([("new.jpg", b"")], taken=names(upload)).files == []


def test_all_together_stay_within_their_limit(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 10)
    upload = picture_files([("a", bytes(6)), ("b", bytes(6)), ("c.zip", zipped({"d": bytes(6)}))])
    assert names(upload) == ["a"]
    assert list(refusals(upload)) == ["b", "c.zip"]


def test_files_that_wait_from_an_earlier_upload_count_too(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 10)
    upload = picture_files([("a", bytes(4)), ("b.zip", zipped({"c": bytes(3)})), ("d", bytes(3))], waiting_bytes=5)
    assert names(upload) == ["a"]
    assert list(refusals(upload)) == ["b.zip", "d"]


def test_what_operating_systems_put_into_zips_is_passed_over():
    data = zipped({"__MACOSX/._cat.jpg": b"x", "Thumbs.db": b"x", "cat.jpg": b"1"})
    assert (names(picture_files([("a.zip", data)])), picture_files([("a.zip", data)]).refused) == (["cat.jpg"], [])


@pytest.mark.parametrize("name", [".", "./.", ".\\."])
def test_a_name_of_dots_alone_spoils_nothing(name):
    upload = picture_files([("a.zip", zipped({name: b"1", "cat.jpg": b"2"})), (name, b"3")])
    assert [(file.name, file.data) for file in upload.files] == [("_", b"1"), ("cat.jpg", b"2"), ("_ (2)", b"3")]
    assert upload.refused == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../cat.jpg", "cat.jpg"), ("/etc/cat.jpg", "etc/cat.jpg"), ("a\\b:c?.jpg", "a/b_c_.jpg"), ("..", "_")],
)
def test_a_file_of_its_own_gets_a_name_that_leads_nowhere(name, kept):
    assert names(picture_files([(name, b"1")])) == [kept]


def test_no_two_masks_have_one_name_even_where_case_does_not_count():
    given = ["cat.jpg", "CAT.webp", "cat.jpg.jpg", "cat.jpg.png", "dog.a.gif", "한국.jpg"]
    made_names = mask_names(given)
    assert made_names[4:] == ["dog.a.png", "한국.png"]
    assert all(name.endswith(".png") for name in made_names)
    assert len({name.casefold() for name in made_names}) == len(given)
