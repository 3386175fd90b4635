"""The Grad-CAM page under AppTest: at its defaults and its extremes, and when something goes wrong.

One file, because the tests share the engine's answers for a few pictures.
"""

import io

import numpy as np
import psutil
import pytest
from PIL import Image

from cnnlab.core.pictures import sample, samples
from cnnlab.engine import errors
from cnnlab.ui.lessons.grad_cam import contrasts, snippet
from cnnlab.ui.lessons.grad_cam.settings import DEFAULTS, SQUARINGS, VIEWS
from cnnlab.ui.shell import cache
from cnnlab.ui.shell.held import MEMORY
from cnnlab.ui.shell.remembered import Remembered
from cnnlab.ui.widgets.networks import Network
from tests.ui.conftest import numbers_of, open_box, try_this
from tests.ui.lessons.test_pages import HANGUL

FIRST = DEFAULTS["model"]


def network(model: str) -> Network:
    names, by_name = cache.class_names(model, "en")
    return Network(cache.model_cards()[model], names, by_name, names)


def test_the_page_opens_with_a_finished_example(app):
    test = app("grad_cam")
    assert test.radio(key="cam_guess").options[0].startswith("Egyptian cat · **38.")
    assert numbers_of(test)["Map size"] == "7 × 7"
    assert numbers_of(test)["Probability"].startswith("38.")
    assert any("ms for the map" in caption.value for caption in test.caption)


def test_the_second_prediction(app):
    test = app("grad_cam")
    first = numbers_of(test)["Logit"]
    test.radio(key="cam_guess").set_value("2").run()
    assert numbers_of(test)["Probability"].startswith("33.")
    assert numbers_of(test)["Logit"] != first
    assert test.query_params["cam_guess"] == "2"


def test_any_class_can_be_explained(app):
    test = app("grad_cam")
    test.radio(key="cam_guess").set_value("other").run()
    chosen = test.selectbox(key="cam_class")
    assert len(chosen.options) == 1000
    espresso = cache.class_names(FIRST, "en")[0].index("espresso")
    chosen.set_value(espresso).run()
    assert not test.exception
    assert numbers_of(test)["Probability"] == "< 0.1%"
    assert any(r"\times 10^{-" in text.value for text in test.markdown)


@pytest.mark.parametrize("convolution", ["stem_conv", "block3b_depthwise_conv", "block7a_project_conv"])
@pytest.mark.parametrize("view", VIEWS)
def test_layers_and_views(app, convolution, view):
    test = app("grad_cam", cam_layer=convolution, cam_view=view)
    assert open_box(test, "cam_box_more").selectbox(key="cam_layer").value == convolution
    stage = next(stage for stage in cache.model_cards()[FIRST].stages if stage.convolution == convolution)
    assert numbers_of(test)["Map size"] == f"{stage.height} × {stage.width}"


@pytest.mark.sweep
@pytest.mark.parametrize("name", [photograph.id for photograph in samples()])
@pytest.mark.parametrize("how", SQUARINGS)
def test_pictures_and_squarings(app, name, how):
    test = app("grad_cam", "ko", cam_picture=name, cam_square=how, cam_opacity="0", cam_colours="jet")
    assert test.selectbox(key="cam_picture").value == name
    said_so = any(info.value.startswith("늘였어요") for info in test.info)
    height, width = sample(name).shape[:2]
    assert said_so == (how == "stretch" and height != width)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_positive_evidence_is_said(app, language):
    """At the stem, the first prediction for the cat has none."""
    test = app("grad_cam", language, cam_layer="stem_conv")
    [info] = test.info
    assert info.value.startswith(
        ('No weighted sum of this layer is positive for "Egyptian cat"', "이 층에는 이집트고양이")
    )


@pytest.mark.parametrize(("language", "cited"), [("en", "Selvaraju et al. 2017"), ("ko", "Selvaraju 외 2017")])
def test_a_method_names_its_source(app, language, cited):
    assert any(f"{cited}, arXiv:1610.02391" in text.value for text in app("grad_cam", language).markdown)


def test_a_link_that_fits_nothing_falls_back(app):
    test = app("grad_cam", cam_guess="99", cam_layer="?", cam_view="", cam_opacity="much", cam_picture="../../etc")
    assert numbers_of(test)["Map size"] == "7 × 7"
    assert open_box(test, "cam_box_more").slider(key="cam_opacity").value == 0.7


FAR = {
    "guess": "3",
    "view": "beside",
    "opacity": "0.2",
    "layer": "stem_conv",
    "square": "stretch",
    "colours": "jet",
    "picture": "flower",
}


@pytest.mark.parametrize("model", [FIRST, "cats_dogs_scratch", "flowers_frozen"])
def test_no_contrast_ends_in_a_refusal(app, model):
    """From settings far from the defaults; a contrast resets what it does not name, but not the network."""
    card = cache.model_cards()[model]
    for at, (label, changes) in enumerate(contrasts.contrasts_for(network(model)).items()):
        test = app("grad_cam", cam_model=model, **{f"cam_{name}": value for name, value in FAR.items()})
        before = numbers_of(test)
        test = try_this(test, "cam_", at)
        assert not test.exception, label
        assert not test.warning, label
        assert numbers_of(test) != before, label
        expected = {f"cam_{name}": str(value) for name, value in changes.items()}
        expected |= {} if model == FIRST else {"cam_model": model}
        assert {key: test.query_params[key] for key in test.query_params if key.startswith("cam_")} == expected, label
        layer = changes.get("layer", card.last_map.convolution)
        assert open_box(test, "cam_box_more").selectbox(key="cam_layer").value == layer


@pytest.mark.parametrize(("answer", "kind"), [(49, "success"), (224 * 224, "warning"), (7 * 7 * 1280, "warning")])
def test_the_prediction_names_the_slip(app, answer, kind):
    test = app("grad_cam")
    next(radio for radio in test.radio if radio.key.startswith("cam_predict_")).set_value(answer).run()
    assert len(getattr(test, kind)) == 1


def test_reset_restores_the_example(app):
    test = app("grad_cam", "ko", cam_guess="3", cam_view="raw", cam_layer="stem_conv", cam_opacity="0.2")
    test.button(key="reset").click().run()
    assert not test.exception
    assert numbers_of(test)["맵의 칸 수"] == "7 × 7"
    assert [key for key in test.query_params if key.startswith("cam_")] == []
    assert test.query_params["lang"] == "ko"


def test_an_own_picture(app):
    test = app("grad_cam", "ko", cam_source="file")
    file = io.BytesIO()
    Image.fromarray(np.full((60, 90, 3), 200, np.uint8)).save(file, "PNG")
    test.get("file_uploader")[0].upload("mine.png", file.getvalue(), "image/png").run()
    assert not test.exception
    assert not test.radio(key="cam_guess").options[0].startswith("이집트고양이 (Egyptian cat) · **38.")


def test_a_refused_picture_is_reported_in_the_visitors_language_and_the_example_stays(app):
    test = app("grad_cam", "ko", cam_source="file")
    test.get("file_uploader")[0].upload("mine.jpg", b"%PDF-1.4", "image/jpeg").run()
    assert not test.exception
    assert "PDF 파일은 열 수 없어요" in test.warning[0].value
    assert test.radio(key="cam_guess").options[0].startswith("이집트고양이 (Egyptian cat) · **38.")


def test_a_camera_that_the_browser_would_refuse_is_explained(app, monkeypatch):
    monkeypatch.setattr("streamlit.context.__class__.url", property(lambda self: "http://192.168.0.9:8501/grad_cam"))
    test = app("grad_cam", cam_source="camera")
    assert "plain http from 192.168.0.9" in test.info[0].value


def test_a_class_that_asks_the_same_asks_the_engine_once(app, monkeypatch):
    app("grad_cam")
    monkeypatch.setattr(cache.engine(), "submit", lambda *_, **__: pytest.fail("asked again"))
    assert numbers_of(app("grad_cam"))["Map size"] == "7 × 7"


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
def test_an_engine_error_is_shown_and_the_task_can_be_tried_again(app, monkeypatch, error, language):
    def trouble(*_, **__):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(cache.engine(), "submit", trouble)
        patched.setattr(Remembered, "get", lambda remembered, key: None)
        test = app("grad_cam", language)
        assert len(test.warning) == 1
        assert bool(HANGUL.search(test.warning[0].value)) == (language == "ko") or "unforeseen" in str(error)
    next(button for button in test.button if button.label in ("Try again", "다시 시도")).click().run()
    assert not test.warning
    assert numbers_of(test)


def test_a_killed_engine_comes_back_on_the_page(app):
    """The real worker, killed while it is idle and while it works."""
    app("grad_cam")

    worker = psutil.Process(cache.engine().worker_pid)
    worker.kill()
    worker.wait(10)  # a dying one could still take the next task with it
    test = app("grad_cam", cam_picture="rocket", cam_layer="block5b_expand_conv")
    assert not test.warning
    assert numbers_of(test)["Map size"] == "14 × 14"


def test_a_link_names_the_class_wherever_the_choice_started(app):
    """ "Another class" starts with the prediction chosen last, which is not in the link."""
    test = app("grad_cam", cam_guess="2")
    test.radio(key="cam_guess").set_value("other").run()
    chosen = test.selectbox(key="cam_class").value
    assert chosen == cache.class_names(FIRST, "en")[0].index("tiger cat")
    shared = app("grad_cam", **{key: test.query_params[key] for key in ("cam_guess", "cam_class")})
    assert shared.selectbox(key="cam_class").value == chosen
    shared.radio(key="cam_guess").set_value("1").run()
    assert [key for key in shared.query_params if key.startswith("cam_")] == []


def test_the_code_is_that_of_the_map(app, code, monkeypatch):
    """`snippet.text` is pure, and its text is what the page shows."""
    seen, text = [], snippet.text
    monkeypatch.setattr(snippet, "text", lambda *given: seen.append(given) or text(*given))
    test = app("grad_cam", cam_guess="2", cam_layer="block3b_depthwise_conv")
    shown = code(test, "cam_")
    [(settings, answer)] = seen
    assert shown == [text(settings, answer).rstrip()]
    assert settings.card.id == FIRST
    assert "# tiger cat" in shown[0]
    assert 'get_layer("block3b_depthwise_relu")' in shown[0]
    compile(shown[0], "snippet", "exec")


def test_visitors_who_look_at_the_same_map_hold_one(app):
    tests = [app("grad_cam"), app("grad_cam")]
    for key in ("cam_drawn", "cam_map:drawn"):
        first, second = (test.session_state[MEMORY][key].value for test in tests)
        assert first is second, key
