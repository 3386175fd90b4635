"""The methods on the Grad-CAM page: chosen, computed in parts, fused, compared, downloaded, and in code.

On a small network, because methods of many passes take their time.
"""

import io

import numpy as np
import pytest

from cnnlab.core.cards import card
from cnnlab.core.heat_maps import BY_ID, METHODS
from cnnlab.core.requests import Explain, Unfinished
from cnnlab.ui.lessons.grad_cam import download
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of, open_box

SMALL = {"cam_model": "cats_dogs_scratch"}


def said(test):
    return next(text.value for text in test.markdown if "When it misleads" in text.value)


@pytest.mark.parametrize("method", ["grad-cam++", "eigen-cam", "guided-backprop", "occlusion"])
def test_a_method_from_a_link(app, method):
    test = app("grad_cam", cam_method=method, **SMALL)
    assert not test.exception
    assert not test.warning
    assert test.selectbox(key="cam_method").value == method
    assert BY_ID[method].source in said(test)
    size = {"guided-backprop": "180 × 180", "occlusion": "14 × 14"}.get(method, "7 × 7")
    assert numbers_of(test)["Map size"] == size


def test_a_method_is_in_the_link_and_reset_forgets_it(app):
    test = app("grad_cam", **SMALL)
    test.selectbox(key="cam_method").set_value("layercam").run()
    assert test.query_params["cam_method"] == "layercam"
    test.button(key="reset").click().run()
    assert "cam_method" not in test.query_params
    assert test.selectbox(key="cam_method").value == "grad-cam"


def test_every_method_is_offered_with_its_words(app):
    offered = app("grad_cam", "ko", **SMALL).selectbox(key="cam_method").options
    assert len(offered) == len(METHODS)
    assert all(option.startswith("방법: ") for option in offered)


def test_a_method_of_many_passes_is_asked_for_in_parts(app, monkeypatch):
    seen, submit = [], cache.engine().submit

    def submitted(request):
        ticket = submit(request)
        seen.append((type(request).__name__, ticket))
        return ticket

    monkeypatch.setattr(cache.engine(), "submit", submitted)
    cache.answers().clear()
    test = app("grad_cam", cam_method="rise", cam_guess="2", **SMALL)
    assert not test.exception
    names = [name for name, _ticket in seen]
    assert names[0] == "Classify"
    assert set(names[1:]) == {"ExplainInParts"}
    answers = [ticket.result().value for _name, ticket in seen[1:]]
    assert all(isinstance(answer, Unfinished) for answer in answers[:-1])
    done = [answer.done for answer in answers[:-1]]
    assert done == sorted(set(done))  # each part goes on where the last one ended
    seen.clear()
    app("grad_cam", cam_method="rise", cam_guess="2", **SMALL)
    assert seen == []  # the whole map is remembered


def test_two_layers_are_fused(app):
    test = app("grad_cam", cam_method="layercam", cam_second="conv3", **SMALL)
    assert numbers_of(test)["Map size"] == "41 × 41"
    box = open_box(test, "cam_box_more")
    assert box.selectbox(key="cam_second").value == "conv3"
    assert "conv5" not in box.selectbox(key="cam_second").options
    test.selectbox(key="cam_method").set_value("occlusion").run()
    assert test.selectbox(key="cam_second").disabled
    assert test.selectbox(key="cam_layer").disabled


@pytest.mark.parametrize(("kind", "count"), [("methods", 7), ("classes", 2), ("layers", 5)])
def test_comparisons(app, monkeypatch, kind, count):
    drawn = []
    module = "cnnlab.ui.lessons.grad_cam.compare.picture_grid"
    monkeypatch.setattr(module, lambda strip, _original, captions, *_, **__: drawn.append((strip.count, captions)))
    test = app("grad_cam", cam_tab="compare", cam_compare_kind=kind, **SMALL)
    assert not test.exception
    tiles, captions = drawn[-1]
    assert tiles == len(captions) == count + (kind == "classes")
    counts = [shown for shown, _captions in drawn]
    assert counts == sorted(counts)  # the maps come one after the other
    assert not test.get("progress")


def test_the_networks_of_cats_and_dogs_are_each_asked_for_their_own_class(app, monkeypatch):
    """What would be asked for: seven networks would have to be loaded for it."""
    asked = []
    monkeypatch.setattr("cnnlab.ui.lessons.grad_cam.compare.remembered", lambda tile, own: asked.append(tile.request))
    monkeypatch.setattr("cnnlab.ui.lessons.grad_cam.compare.ask_tile", lambda tile, own: None)
    test = app("grad_cam", cam_tab="compare", cam_compare_kind="networks", **SMALL)
    assert not test.exception
    networks = {request.model for request in asked}
    assert {"cats_dogs_scratch", "cats_dogs_fine_tuned", "cats_dogs_mini_xception"} <= networks
    assert all({name.en for name in card(network).classes()} == {"cat", "dog"} for network in networks)
    assert {request.class_index for request in asked} == {None}


def test_layers_are_compared_by_a_method_that_has_layers(app, monkeypatch):
    asked = []
    monkeypatch.setattr("cnnlab.ui.lessons.grad_cam.compare.remembered", lambda tile, own: asked.append(tile.request))
    monkeypatch.setattr("cnnlab.ui.lessons.grad_cam.compare.ask_tile", lambda tile, own: None)
    test = app("grad_cam", cam_tab="compare", cam_compare_kind="layers", cam_method="occlusion", **SMALL)
    assert {request.method for request in asked} == {"grad-cam"}
    said = "Occlusion works on the pixels, so the layers are compared with Grad-CAM."
    assert said in [caption.value for caption in test.caption]


@pytest.mark.parametrize("method", ["hirescam", "rise", "finer-cam"])
def test_the_code_names_the_method(app, code, method):
    test = app("grad_cam", cam_method=method, **SMALL)
    (shown,) = code(test, "cam_")
    compile(shown, "snippet", "exec")
    expected = {"hirescam": "HiResCAM", "rise": 'explainer(model, "rise")', "finer-cam": '"finer-cam", "conv5"'}
    assert expected[method] in shown


def test_the_raw_map_is_the_engines(app, monkeypatch):
    answers: list[Answer] = []
    file = download.raw_file
    monkeypatch.setattr(download, "download", lambda settings, answer: None)
    monkeypatch.setattr("cnnlab.ui.lessons.grad_cam.show.download", lambda settings, answer: answers.append(answer))
    app("grad_cam", cam_method="layercam", **SMALL)
    signed = np.load(io.BytesIO(file(answers[-1])))
    assert signed.dtype == np.float32
    square = cache.squared(False, digest=cache.sample_digest("cat"), _picture=_cat(), how="crop", size=180)
    request = Explain("cats_dogs_scratch", square.pixels, "conv5", answers[-1].class_index, "layercam")
    assert np.array_equal(signed, cache.engine().submit(request).result().value.signed)


def _cat():
    from cnnlab.core.pictures import sample

    return sample("cat")
