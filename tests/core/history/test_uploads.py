"""Several files, folders and zips: runs with names of their own, and refusals by file."""

import zipfile

import pytest

from cnnlab.core.history import read_histories
from tests.core.history.hostile import VERSION, event
from tests.core.history.hostile_archives import zipped

ONE, TWO = b"epoch,loss\n0,0.5\n", b"epoch,loss\n0,0.25\n"
EVENTS = VERSION + event("epoch_loss", 0, 0.5)


def names(upload) -> list[str]:
    return [history.name for history in upload.histories]


def refusals(upload) -> dict[str, str]:
    return {refused.name: str(refused.error) for refused in upload.refused}


def test_runs_of_one_name_are_told_apart_by_their_folders_or_a_number():
    upload = read_histories([("a/history.csv", ONE), ("b/history.csv", TWO), ("log.csv", ONE)])
    assert names(upload) == ["a/history", "b/history", "log"]
    twice = read_histories([("history.csv", ONE), ("history.csv", TWO)], taken=["history (2)"])
    assert names(twice) == ["history", "history (3)"]
    assert [history.metrics["loss"] for history in twice.histories] == [[0.5], [0.25]]
    assert names(read_histories([("history.csv", ONE)], taken=["history"])) == ["history (2)"]


def test_training_and_validation_are_paired_by_their_folder():
    files = [
        ("logs/run1/train/events.1", EVENTS),
        ("logs/run2/validation/events.1", EVENTS),
        ("logs/run1/validation/events.2", EVENTS),
        ("logs/run2/train/events.2", EVENTS),
    ]
    upload = read_histories(files)
    assert names(upload) == ["run1", "run2"]
    assert all(history.metrics == {"loss": [0.5], "val_loss": [0.5]} for history in upload.histories)


def test_a_zip_is_as_good_as_a_folder():
    files = {"train/events.1": EVENTS, "validation/events.2": EVENTS, "history.csv": ONE, "notes.txt": b"hello"}
    upload = read_histories(
        [("run.zip", zipped(files)), ("logs.zip", zipped({"x/train/e": EVENTS, "y/train/e": EVENTS}))]
    )
    assert names(upload) == ["history", "run", "x", "y"]
    assert upload.histories[1].metrics == {"loss": [0.5], "val_loss": [0.5]}
    assert list(refusals(upload)) == ["run.zip/notes.txt"]


def test_files_without_folders_stay_apart():
    upload = read_histories([("events.1", EVENTS), ("events.2", EVENTS)])
    assert names(upload) == ["events.1", "events.2"]
    assert all("does not say whether" in str(history.notes[0]) for history in upload.histories)


def test_what_is_no_history_is_refused_file_by_file():
    broken = VERSION + EVENTS[len(VERSION) : -1] + b"?"
    files = {
        "good.csv": ONE,
        "model.keras": zipped({"config.json": b"{}"}),
        "plot.png": b"\x89PNG\r\n\x1a\n",
        "run/train/events": broken,
        "run/validation/events": EVENTS,
    }
    upload = read_histories([("all.zip", zipped(files))])
    assert names(upload) == ["good", "run"]
    found = refusals(upload)
    assert list(found) == ["all.zip/model.keras", "all.zip/plot.png", "all.zip/run/train/events"]
    assert "further" in found["all.zip/model.keras"]
    assert "checksum" in found["all.zip/run/train/events"]


def test_what_operating_systems_put_into_folders_is_passed_over():
    files = {".DS_Store": b"x", "__MACOSX/a.csv": b"x", "a/Thumbs.db": b"x", "a.csv": ONE}
    upload = read_histories([("a.zip", zipped(files)), ("b/.ipynb_checkpoints/c.csv", ONE)])
    assert (names(upload), upload.refused) == (["a"], [])


def test_members_that_are_packed_in_an_unusual_way_are_refused_alone():
    upload = read_histories([("a.zip", zipped({"a.csv": ONE}, zipfile.ZIP_LZMA)), ("b.csv", ONE)])
    assert names(upload) == ["b"]
    assert "unusual way" in refusals(upload)["a.zip/a.csv"]


def test_encrypted_members_are_refused():
    data = zipped({"a.csv": ONE})
    entry = data.index(b"PK\x01\x02")
    encrypted = data[: entry + 8] + b"\x01" + data[entry + 9 :]
    assert "encrypted" in refusals(read_histories([("a.zip", encrypted)]))["a.zip/a.csv"]


def test_a_member_whose_content_is_damaged_is_refused_alone():
    data = zipped({"a.csv": ONE, "b.csv": TWO}, zipfile.ZIP_STORED)
    upload = read_histories([("a.zip", data.replace(b"0,0.5", b"0,0.7"))])
    assert names(upload) == ["b"]
    assert "damaged" in refusals(upload)["a.zip/a.csv"]


@pytest.mark.parametrize(("count", "words"), [(1_001, "1,000 files"), (201, "200 runs")])
def test_more_than_the_limits_is_left_out_and_said(count, words):
    upload = read_histories([(f"{index}.csv", ONE) for index in range(count)])
    assert len(upload.histories) == 200
    assert words in " ".join(refusals(upload).values())


def test_the_runs_of_one_export_stay_together_with_others_of_their_name():
    chart = b'"Step","r - loss","s - loss"\n0,0.5,0.25\n'
    upload = read_histories([("loss.csv", chart), ("again.csv", chart)])
    assert names(upload) == ["loss: r", "loss: s", "again: r", "again: s"]
