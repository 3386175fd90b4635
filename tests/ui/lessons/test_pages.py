"""Every page under AppTest: in both languages, at its defaults and its extremes, and when something goes wrong.

One file until there are more pages than one to open.
"""

import io
import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import samples
from cnnlab.engine import errors
from cnnlab.ui.lessons import LESSONS
from cnnlab.ui.lessons.grad_cam import more as cam_more
from cnnlab.ui.lessons.grad_cam import settings as cam
from cnnlab.ui.lessons.grad_cam.networks import FIRST
from cnnlab.ui.shell import cache
from cnnlab.ui.shell.remembered import Remembered
from tests.ui.conftest import try_this

PAGES = ["home", *(lesson.stem for lesson in LESSONS)]
HANGUL = re.compile(r"[가-힣]")


def everything_said(test) -> str:
    parts = [each.value for each in (*test.title, *test.markdown, *test.caption, *test.subheader, *test.warning)]
    return "\n".join(parts + [each.label for each in (*test.button, *test.radio, *test.selectbox, *test.metric)])


def metrics(test) -> dict[str, str]:
    return {each.label: each.value for each in test.metric}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_its_language(app, page, language):
    said = everything_said(app(page, language))
    assert len(said) > 100
    assert bool(HANGUL.search(said.replace("언어", ""))) == (language == "ko")


def test_the_first_sight_is_a_finished_example(app):
    test = app("grad_cam")
    assert test.radio(key="cam_guess").options[0].startswith("Egyptian cat · **38.")
    assert metrics(test)["Cells of the map"] == "7 × 7"
    assert metrics(test)["Probability"].startswith("38.")
    assert any("ms for the map" in each.value for each in test.caption)


def test_the_second_guess(app):
    test = app("grad_cam")
    first = metrics(test)["Logit"]
    test.radio(key="cam_guess").set_value("2").run()
    assert metrics(test)["Probability"].startswith("33.")
    assert metrics(test)["Logit"] != first
    assert test.query_params["cam_guess"] == "2"


def test_any_class_can_be_explained(app):
    test = app("grad_cam")
    test.radio(key="cam_guess").set_value("other").run()
    chosen = test.selectbox(key="cam_class")
    assert len(chosen.options) == 1000
    espresso = cache.class_names(FIRST, "en")[0].index("espresso")
    chosen.set_value(espresso).run()
    assert not test.exception
    assert metrics(test)["Probability"] == "< 0.1%"
    assert any(r"\times 10^{-" in each.value for each in test.markdown)


@pytest.mark.parametrize("convolution", ["stem_conv", "block3b_depthwise_conv", "block7a_project_conv"])
@pytest.mark.parametrize("view", cam.VIEWS)
def test_layers_and_views(app, convolution, view):
    test = app("grad_cam", cam_layer=convolution, cam_view=view)
    assert test.selectbox(key="cam_layer").value == convolution
    stage = next(each for each in cache.model_cards()[FIRST].stages if each.convolution == convolution)
    assert metrics(test)["Cells of the map"] == f"{stage.height} × {stage.width}"


@pytest.mark.sweep
@pytest.mark.parametrize("sample", [each.id for each in samples()])
@pytest.mark.parametrize("how", cam_more.SQUARINGS)
def test_pictures_and_squarings(app, sample, how):
    test = app("grad_cam", "ko", cam_picture=sample, cam_square=how, cam_opacity="0", cam_colours="jet")
    assert test.selectbox(key="cam_picture").value == sample
    said_so = any(each.value.startswith("늘였어요") for each in test.info)
    assert said_so == (how == "stretch" and sample != "astronaut")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_positive_evidence_is_said(app, language):
    """At the stem, the cat's first guess has none."""
    test = app("grad_cam", language, cam_layer="stem_conv")
    assert any(
        each.value.startswith(("No cell of this layer speaks for", "이 층에는 이집트고양이")) for each in test.info
    )


def test_a_link_that_fits_nothing_falls_back(app):
    test = app("grad_cam", cam_guess="99", cam_layer="?", cam_view="", cam_opacity="much", cam_picture="../../etc")
    assert metrics(test)["Cells of the map"] == "7 × 7"
    assert test.slider(key="cam_opacity").value == 0.7


@pytest.mark.parametrize("at", range(4))
def test_try_this_sets_the_controls(app, at):
    test = app("grad_cam")
    before = (test.query_params, metrics(test))
    try_this(test, "cam_", at)
    assert not test.exception
    assert (test.query_params, metrics(test)) != before


@pytest.mark.parametrize(("answer", "kind"), [(49, "success"), (224 * 224, "warning"), (7 * 7 * 1280, "warning")])
def test_the_prediction_names_the_slip(app, answer, kind):
    test = app("grad_cam")
    test.radio(key="cam_predict_head_conv").set_value(answer).run()
    assert len(getattr(test, kind)) == 1


def test_reset_brings_the_first_sight_back(app):
    test = app("grad_cam", "ko", cam_guess="3", cam_view="raw", cam_layer="stem_conv", cam_opacity="0.2")
    test.button(key="reset").click().run()
    assert not test.exception
    assert metrics(test)["맵의 칸 수"] == "7 × 7"
    assert [each for each in test.query_params if each.startswith("cam_")] == []
    assert test.query_params["lang"] == "ko"


def test_an_own_picture(app):
    test = app("grad_cam", "ko", cam_source="file")
    file = io.BytesIO()
    Image.fromarray(np.full((60, 90, 3), 200, np.uint8)).save(file, "PNG")
    test.get("file_uploader")[0].upload("mine.png", file.getvalue(), "image/png").run()
    assert not test.exception
    assert not test.radio(key="cam_guess").options[0].startswith("이집트고양이 (Egyptian cat) · **38.")


def test_a_refused_picture_is_told_in_the_readers_language_and_the_example_stays(app):
    test = app("grad_cam", "ko", cam_source="file")
    test.get("file_uploader")[0].upload("mine.jpg", b"%PDF-1.4", "image/jpeg").run()
    assert not test.exception
    assert "이 파일의 종류는 PDF" in test.warning[0].value
    assert test.radio(key="cam_guess").options[0].startswith("이집트고양이 (Egyptian cat) · **38.")


def test_a_camera_that_the_browser_would_refuse_is_explained(app, monkeypatch):
    monkeypatch.setattr("streamlit.context.__class__.url", property(lambda self: "http://192.168.0.9:8501/grad_cam"))
    test = app("grad_cam", cam_source="camera")
    assert "plain http from 192.168.0.9" in test.info[0].value


def test_a_class_that_asks_the_same_asks_the_engine_once(app, monkeypatch):
    app("grad_cam")
    monkeypatch.setattr(cache.engine(), "submit", lambda *_, **__: pytest.fail("asked again"))
    assert metrics(app("grad_cam"))["Cells of the map"] == "7 × 7"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "error",
    [
        errors.busy(40),
        errors.died(-9),
        errors.did_not_start(180, "exit code 1"),
        errors.timed_out(120),
        errors.out_of_memory("MemoryError"),
        errors.TaskFailed("{reason}", reason="RuntimeError: unforeseen"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_trouble_at_the_engine_is_told_and_can_be_tried_again(app, monkeypatch, error, language):
    def trouble(*_, **__):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(cache.engine(), "submit", trouble)
        patched.setattr(Remembered, "get", lambda remembered, key: None)
        test = app("grad_cam", language)
        assert len(test.warning) == 1
        assert bool(HANGUL.search(test.warning[0].value)) == (language == "ko" or False) or "unforeseen" in str(error)
    next(each for each in test.button if each.label in ("Try again", "다시 시도")).click().run()
    assert not test.warning
    assert test.metric


def test_a_killed_engine_comes_back_on_the_page(app):
    """The real worker, killed while it is idle and while it works."""
    app("grad_cam")
    import psutil

    worker = psutil.Process(cache.engine().worker_pid)
    worker.kill()
    worker.wait(10)  # a dying one could still take the next task with it
    test = app("grad_cam", cam_picture="rocket", cam_layer="block5b_expand_conv")
    assert not test.warning
    assert metrics(test)["Cells of the map"] == "14 × 14"


def test_the_worker_holds_no_streamlit_and_this_process_no_keras(app):
    app("grad_cam")
    census = cache.engine().submit("census").answer().value
    assert "keras" in census["modules"]
    assert "streamlit" not in census["modules"]
    assert census["main"].endswith("worker.py")


EVERY_PAGE = """
import sys
from streamlit.testing.v1 import AppTest
from cnnlab.ui.shell import cache
from cnnlab.ui.lessons import HOME, LESSONS
for lesson in (HOME, *LESSONS):
    test = AppTest.from_file("app.py", default_timeout=120)
    if lesson is not HOME:
        test.switch_page(f"pages/{lesson.stem}.py")
    test.run()
    assert not test.exception and test.title, lesson.stem
cache.engine().stop()
print(sorted({"keras", "tensorflow", "jax", "pandas", "pyarrow"} & set(sys.modules)))
"""


def test_the_streamlit_process_imports_neither_keras_nor_pandas():
    """Either would cost every visitor: Keras a second of every run, pandas and PyArrow 78 MB."""
    done = subprocess.run([sys.executable, "-c", EVERY_PAGE], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("[]"), done.stdout[-200:] + done.stderr[-2000:]
