"""The input pipeline: the rows of ten files, the buffer, the numbers, and what stays in the link."""

import re

import pytest

from cnnlab.core.pipeline import FILES, PipelineSettings, shuffled, steps
from cnnlab.ui.lessons.transfer import pipeline
from tests.ui.conftest import numbers_of, open_box
from tests.ui.lessons.transfer.alone import html, said, section

FILE = re.compile(r"<span>((?:cat|dog) \d)</span>")


def names(order: list[int]) -> list[str]:
    return [FILES[index].path.split("/")[1].removesuffix(".jpg").replace(".", " ") for index in order]


def rows(test) -> list[str]:
    return html(test, "pipeline-rows").split("<div class='row ")[1:]


def test_every_step_has_a_row_of_the_ten_files_in_their_order_and_groups():
    test = section("pipeline", tl_buffer="3", tl_batch="4", tl_order_seed="5")
    made = steps(PipelineSettings(3, 4, 5))
    assert len(rows(test)) == len(made)
    for row, step in zip(rows(test), made, strict=True):
        assert FILE.findall(row) == names([index for element in step.elements for index in element])
        assert row.count("<span class='group'") == len(step.elements)
        assert f"{len(step.elements)} × ({step.tensors[0].dtype} {step.tensors[0].shape}, " in row


def test_a_buffer_of_one_leaves_the_classes_apart():
    test = section("pipeline", tl_buffer="1")
    assert numbers_of(test)["In the first batch"] == "4 × cat, 0 × dog"
    assert numbers_of(test)["Dogs in it, on average over all seeds"] == "0.0 / 4"
    assert numbers_of(test)["Places that a file can come out early, at most"] == "0"
    assert FILE.findall(rows(test)[1]) == names(list(range(10)))


def test_a_whole_buffer_mixes_evenly():
    assert numbers_of(section("pipeline", tl_buffer="10"))["Dogs in it, on average over all seeds"] == "2.0 / 4"


def test_the_buffer_is_shown_draw_by_draw():
    drawn = html(section("pipeline", tl_step="shuffle", tl_buffer="3"), "pipeline-draws").split("<tr>")[2:]
    draws = shuffled(10, 3, PipelineSettings().seed)
    for line, draw in zip(drawn, draws, strict=True):
        shown = re.findall(r"<span class='name \w+( taken)?'>(.*?)</span>", line)
        assert [name for _, name in shown] == names([*draw.buffer, draw.taken])
        assert [bool(taken) for taken, _ in shown] == [place == draw.place for place in range(len(draw.buffer))] + [
            True
        ]


def test_decoded_pictures_keep_their_proportions_and_resized_ones_are_squares():
    _index, _shuffle, decode, resize, *_batches = rows(section("pipeline", tl_buffer="1"))
    sizes = re.findall(r"height:(\d+)px;width:(\d+)px", decode)
    for (height, width), file in zip(sizes, FILES, strict=True):
        assert int(height) / int(width) == pytest.approx(file.height / file.width, rel=0.06)  # whole pixels
    assert len(set(re.findall(r"height:(\d+)px;width:\1px", resize))) == 1


def test_the_timetables_last_as_long_as_they_say():
    """Three batches of 2 + 3 units: 15 in turn, 2 + 3 x 3 with the next one prepared meanwhile."""
    shown = html(section("pipeline", tl_step="prefetch"), "pipeline-times")
    assert "Without prefetching</b>: 15 units" in shown
    assert "With prefetching</b>: 11 units" in shown
    ends = [float(left) + float(width) for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", shown)]
    assert ends[5] == pytest.approx(100, abs=0.02)
    assert ends[11] == pytest.approx(100 * 11 / 15, abs=0.02)


@pytest.mark.parametrize("step", pipeline.TITLES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_step_is_explained(step, language):
    test = section("pipeline", language, tl_step=step)
    assert test.query_params.get("tl_step", "shuffle") == step
    assert rows(test)[list(pipeline.TITLES).index(step)].split(">")[0].endswith("aria-current='step'")
    assert "{" not in said(test)


def test_the_settings_stay_in_the_link():
    test = section("pipeline")
    assert not [key for key in test.query_params if key.startswith("tl_")]
    test.slider(key="tl_buffer").set_value(9).run()
    test.slider(key="tl_batch").set_value(5).run()
    test.number_input(key="tl_order_seed").set_value(12).run()
    kept = {key: value for key, value in test.query_params.items() if key.startswith("tl_")}
    assert kept == {"tl_buffer": "9", "tl_batch": "5", "tl_order_seed": "12"}


def test_the_code_is_that_of_the_settings():
    test = open_box(section("pipeline", tl_buffer="9", tl_batch="5"), "tl_box_pipeline_code")
    [shown] = [each.value for each in test.code]
    assert ".shuffle(9, seed=7)" in shown
    assert ".batch(5)" in shown
