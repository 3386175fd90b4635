"""Good files, damaged at random: they are read, or refused by name; nothing else happens."""

import random
from pathlib import Path

import pytest

from cnnlab.core.history import History, HistoryError, read_histories, read_history, to_csv
from tests.core.history.hostile_archives import zipped

DATA = Path(__file__).parent / "data"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file() and path.suffix != ".md")
TIMES = 150
PIECES = [b"", b",", b";", b"\n", b'"', b"[", b"}", b"nan", b"-", b"1e999", b"\x00", b"\xff", b"\xed\xa0\x80", b"epoch"]


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The file with some bytes cut out, changed, doubled or put in."""
    for _ in range(dice.randint(1, 4)):
        at, size = dice.randrange(len(data) + 1), dice.choice([0, 1, 1, 2, 8, 40])
        piece = dice.choice([*PIECES, dice.randbytes(dice.randint(1, 4)), data[at : at + size] * 2])
        data = data[:at] + piece + data[at + size :]
    return data if dice.random() < 0.8 else data[: dice.randrange(len(data) + 1)]


def check(history: History) -> None:
    """What everything that shows a history relies on."""
    assert history.epochs == sorted(set(history.epochs))
    assert history.metrics
    for name, values in history.metrics.items():
        assert len(values) == len(history.epochs)
        assert all(value is None or isinstance(value, float) for value in values)
        assert any(value is not None for value in values)
        name.encode()
    assert [str(note) for note in history.notes] == [note.template.format(**note.values) for note in history.notes]
    assert read_history(to_csv(history).encode(), "again.csv").epochs == history.epochs


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_a_damaged_file(path):
    dice, data = random.Random(path.name), path.read_bytes()
    for _ in range(TIMES):
        changed = damaged(data, dice)
        upload = read_histories([(path.name, changed)])
        for history in upload.histories:
            check(history)
        assert upload.histories or upload.refused
        for refused in upload.refused:
            assert isinstance(refused.error, HistoryError)
            assert len(str(refused.error)) < 600


def test_a_damaged_zip():
    dice = random.Random(0)
    data = zipped({str(path.relative_to(DATA)): path.read_bytes() for path in FILES[:8]})
    for _ in range(TIMES):
        for history in read_histories([("all.zip", damaged(data, dice))]).histories:
            check(history)
