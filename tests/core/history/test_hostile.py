"""Files that are no histories are refused by name, within 2 s of processor time and 100 MB, whatever they hold."""

import time
import tracemalloc

import pytest

from cnnlab.core.history import HistoryError, read_histories, read_history
from tests.core.history import hostile
from tests.core.history.hostile_archives import archives

FILES, ARCHIVES = hostile.files(), list(archives())
MOST_SECONDS, MOST_BYTES = 2.0, 100_000_000


def test_there_are_more_than_sixty_of_them():
    assert len({name for name, _, _ in FILES}) == len(FILES) > 60


@pytest.mark.parametrize(("data", "words"), [case[1:] for case in FILES], ids=[name for name, _, _ in FILES])
def test_it_is_refused_in_words_that_say_what_was_found(data, words):
    file = hostile.made(data)
    start = time.process_time()
    with pytest.raises(HistoryError) as caught:
        read_history(file, "history.csv")
    assert time.process_time() - start < MOST_SECONDS
    assert words in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.sweep
@pytest.mark.parametrize("data", [case[1] for case in FILES], ids=[name for name, _, _ in FILES])
def test_it_takes_little_memory(data):
    file = hostile.made(data)
    tracemalloc.start()
    try:
        with pytest.raises(HistoryError):
            read_history(file, "history.csv")
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("name", "data", "words"), ARCHIVES, ids=[name for name, _, _ in ARCHIVES])
def test_an_archive_is_refused_as_a_whole(name, data, words):
    file = hostile.made(data)
    start = time.process_time()
    upload = read_histories([(name, file)])
    assert time.process_time() - start < MOST_SECONDS
    assert upload.histories == []
    assert [refused.name for refused in upload.refused] == [name]
    assert words in str(upload.refused[0].error)
