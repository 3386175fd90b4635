"""What the steps give out, by hand; tests/core/snippets/test_pipeline.py compares them with tf.data."""

import pytest

from cnnlab.core.pipeline import FILES, PipelineError, PipelineSettings, first_batch, schedule, steps


def elements(settings: PipelineSettings) -> dict[str, tuple[tuple[int, ...], ...]]:
    return {step.name: step.elements for step in steps(settings)}


def test_the_index_lists_the_classes_one_after_the_other():
    assert [file.path for file in FILES] == sorted(file.path for file in FILES)
    assert [file.label for file in FILES] == [0] * 5 + [1] * 5
    assert elements(PipelineSettings())["index"] == tuple((index,) for index in range(10))


def test_decoding_and_resizing_keep_the_order_and_batches_group_it():
    found = elements(PipelineSettings(buffer=4, batch=3))
    assert found["shuffle"] == found["decode"] == found["resize"] != found["index"]
    assert [len(batch) for batch in found["batch"]] == [3, 3, 3, 1]
    assert [index for batch in found["batch"] for index in batch] == [index for (index,) in found["shuffle"]]
    assert found["prefetch"] == found["batch"]


def test_without_shuffling_the_first_batch_has_one_class():
    assert first_batch(PipelineSettings(buffer=1, batch=4)) == {"cat": 4, "dog": 0}
    assert first_batch(PipelineSettings(buffer=1, batch=7)) == {"cat": 5, "dog": 2}


@pytest.mark.parametrize("empty", ["buffer", "batch"])
def test_an_empty_buffer_or_batch_is_refused(empty):
    with pytest.raises(PipelineError, match="holds no element"):
        PipelineSettings(**{empty: 0})


def spans(*settings: int) -> list[tuple[str, int, int, int]]:
    return [(span.kind, span.batch, span.start, span.end) for span in schedule(*settings)]


def test_without_prefetching_one_waits_for_the_other():
    assert spans(2, 2, 3, 0) == [("load", 0, 0, 2), ("load", 1, 5, 7), ("train", 0, 2, 5), ("train", 1, 7, 10)]


def test_prefetching_prepares_the_next_batch_while_one_is_trained_on():
    assert [span[2:] for span in spans(3, 2, 3, 1)] == [(0, 2), (2, 4), (5, 7), (2, 5), (5, 8), (8, 11)]


def test_when_preparing_is_slower_training_waits():
    assert [span[2:] for span in spans(3, 4, 1, 1)] == [(0, 4), (4, 8), (8, 12), (4, 5), (8, 9), (12, 13)]


def test_more_room_does_not_help_when_every_batch_takes_as_long():
    assert spans(5, 2, 3, 4)[-1] == spans(5, 2, 3, 1)[-1]
