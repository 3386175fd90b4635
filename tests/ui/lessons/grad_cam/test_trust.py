"""The tabs "Can it be trusted?" and "Clever Hans": what they ask for and when, and that they show what was measured.

One file, because the tests share what the engine has measured.
"""

import numpy as np
import pytest

from cnnlab.core.cards import card
from cnnlab.core.heat_map_scores import (
    centred_blob,
    drop,
    localization,
    on_picture,
    order_of,
    points,
    random_map,
)
from cnnlab.core.heat_map_scores.animal import drawn_animal
from cnnlab.core.heat_map_scores.over_photographs import measured
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import Explain, RandomizeWeights, SeenThrough, WithoutPixels
from cnnlab.ui.lessons.grad_cam.trust_jobs import CHUNK
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of
from tests.ui.lessons.test_pages import HANGUL, text_of

HANS, START = "clever_hans", "cam_trust_start"
LINK = {"cam_tab": "trust", "cam_model": HANS, "cam_picture": "cat"}


@pytest.fixture
def asked(monkeypatch):
    """The requests that the engine has got."""
    requests, submit = [], cache.engine().submit
    monkeypatch.setattr(cache.engine(), "submit", lambda request: requests.append(request) or submit(request))
    cache.answers().clear()
    yield requests
    cache.answers().clear()


def engine(request):
    return cache.engine().submit(request).result().value


def table_of(test) -> dict[str, list[str]]:
    """The cells of the table of measures by the label in front, without what makes the best one bold."""
    [text] = [each.value for each in test.markdown if each.value.startswith("|Measure|")]
    rows = [line.strip("|").split("|") for line in text.splitlines()[2:]]
    return {label.split(" (")[0]: [cell.strip("*") for cell in cells] for label, *cells in rows}


def test_nothing_is_measured_until_the_visitor_asks(app, asked):
    test = app("grad_cam", **LINK)
    assert [type(request).__name__ for request in asked] == ["Explain"]
    assert test.button(key=START).label == "Measure this map"
    assert not test.get("progress")


def test_the_measures_come_in_small_parts_that_give_way_to_others(app, asked):
    test = app("grad_cam", **LINK)
    del asked[:]
    test.button(key=START).click().run()
    assert not test.exception
    kinds = list(dict.fromkeys(type(request).__name__ for request in asked))
    assert kinds == ["SeenThrough", "WithoutPixels", "RandomizeWeights"]  # this photograph's animal is outlined by hand
    assert all(request.gives_way for request in asked)
    parts = [request.counts for request in asked if isinstance(request, WithoutPixels)]
    assert max(map(len, parts)) == CHUNK
    counts = points(128 * 128, 128)
    assert [count for part in parts[:3] for count in part] == counts
    assert sum(map(len, parts)) == 2 * len(counts) + 4 * len(points(128 * 128, 8 * 128))
    assert START not in [button.key for button in test.button]


def guesses(test) -> dict[str, object]:
    """The radio buttons of the questions, by what they are about."""
    return {radio.key.split("_")[2]: radio for radio in test.radio if radio.key.startswith("cam_foreseen_")}


def test_a_visitor_guesses_first_and_is_told_what_was_found(app, asked):
    test = app("grad_cam", **LINK)
    assert set(guesses(test)) == {"mass", "weights"}
    guesses(test)["mass"].set_value("Random map").run()
    guesses(test)["weights"].set_value("It changes a lot").run()
    assert not test.warning
    assert not test.success  # nothing is measured yet
    test.button(key=START).click().run()
    assert not guesses(test)
    mass = [float(cell) for cell in table_of(test)["Relevance mass inside the animal"]]
    assert max(mass) > mass[1]
    assert f"On the animal lies {mass[1]:.0%} of that map's sum" in test.warning[0].value
    assert "Right: It changes" in test.success[0].value
    assert "the map has the same value everywhere" in test.success[0].value  # so nothing is said of a correlation
    del asked[:]
    later = app("grad_cam", **LINK)  # another visitor: the measures are remembered, and not shown before the guess
    assert set(guesses(later)) == {"mass", "weights"}
    assert "Deletion: area" not in text_of(later)
    later.button(key=START).click().run()
    assert asked == []
    assert table_of(later) == table_of(test)
    assert not later.warning


def test_neither_a_link_nor_a_reset_shows_the_measures_before_the_guess(app, asked):
    test = app("grad_cam", **LINK)
    test.button(key=START).click().run()
    assert not guesses(test)
    link = {name: test.query_params[name] for name in test.query_params if name != "lang"}
    assert set(guesses(app("grad_cam", **link))) == {"mass", "weights"}
    test.button(key="reset").click().run()
    for name, value in LINK.items():  # the same map, which the session still holds
        test.session_state[name] = value
    test.run()
    assert set(guesses(test)) == {"mass", "weights"}
    assert "Deletion: area" not in text_of(test)
    test.button(key=START).click().run()
    assert table_of(test)


def test_a_method_of_many_passes_is_asked_about_the_animal_only(app):
    assert set(guesses(app("grad_cam", **LINK, cam_method="occlusion"))) == {"mass"}


@pytest.mark.parametrize(("method", "shape"), [("grad-cam", (16, 16)), ("guided-backprop", (128, 128))])
def test_the_random_map_has_the_size_of_the_methods(app, asked, method, shape):
    """A coarser or finer one would be another measure: noise of pixels takes an answer away sooner than squares do."""
    test = app("grad_cam", **LINK, cam_method=method)
    test.button(key=START).click().run()
    [seen] = [request for request in asked if isinstance(request, SeenThrough)]
    assert [heat.shape for heat in seen.heats] == [shape, shape, (128, 128)]


def test_the_table_shows_what_the_network_answers(app):
    """Another network than in the other tests: its probability is far from 1, and falls behind the maps."""
    network, size = "cats_dogs_scratch", 180
    test = app("grad_cam", **{**LINK, "cam_model": network, "cam_picture": "shepherd"})
    test.button(key=START).click().run()
    table = table_of(test)
    pixels = square(sample("shepherd"), "crop", size).pixels
    found = engine(Explain(network, pixels, "conv5"))
    counts = tuple(points(size * size, size))
    for label, kind in (
        ("Deletion: area under the curve", "deletion"),
        ("Insertion: area under the curve", "insertion"),
    ):
        curve = engine(WithoutPixels(network, pixels, found.heat, found.class_index, kind, counts))
        shared = np.isin(counts, points(size * size, 8 * size))  # the points of the curves of all three maps
        expected = np.trapezoid(curve[shared], np.array(counts)[shared]) / size**2
        assert float(table[label][0]) == pytest.approx(expected, abs=6e-4)
    maps = (found.heat, random_map(7, 7), centred_blob(size))
    before, *behind = engine(SeenThrough(network, pixels, maps, found.class_index))
    fallen = [drop(before, after) for after in behind]
    assert len({round(value, 3) for value in fallen}) == 3
    shown = [float(cell) for cell in table["Drop in probability when the map masks the picture"]]
    assert shown == pytest.approx(fallen, abs=6e-4)
    values = on_picture(found.heat, size)
    place = localization(values, drawn_animal("shepherd", "crop", size), order_of(values))
    assert float(table["Relevance mass inside the animal"][0]) == pytest.approx(place.mass, abs=6e-4)
    assert float(table["Relevance rank inside the animal"][0]) == pytest.approx(place.rank, abs=6e-4)
    assert table["Pointing game: the brightest pixel is"][0] == ("inside" if place.hit else "outside")
    assert "It was outlined by hand." in text_of(test)
    assert len(test.get("plotly_chart")) == 2


def test_a_picture_without_an_outline_is_segmented(app, asked):
    test = app("grad_cam", **{**LINK, "cam_picture": "tabby"})
    test.button(key=START).click().run()
    assert "SegmentPicture" in [type(request).__name__ for request in asked]
    assert "Its mask was found by a segmentation network." in text_of(test)


@pytest.mark.parametrize(("picture", "large"), [("cat", True), ("shepherd", False)])
def test_an_animal_that_fills_the_picture_is_said_to_tell_little(app, picture, large):
    """Chelsea covers 89% of the square, the shepherd 39%."""
    share = drawn_animal(picture, "crop", 128).mean()
    assert (share > 0.6) == large
    test = app("grad_cam", **{**LINK, "cam_picture": picture})
    test.button(key=START).click().run()
    assert ("choose a picture with a smaller animal" in text_of(test)) == large


def test_a_picture_without_an_animal_has_no_mask(app):
    test = app("grad_cam", **{**LINK, "cam_picture": "drawing"})
    test.button(key=START).click().run()
    assert "No animal was found in this picture" in text_of(test)
    assert table_of(test)["Relevance mass inside the animal"] == ["\u2013"] * 3
    assert "of 3 measures." in text_of(test)


def test_a_map_of_zeros_is_not_measured(app, monkeypatch):
    from cnnlab.ui.lessons.grad_cam.answer import Answer

    monkeypatch.setattr(Answer, "has_evidence", property(lambda answer: False))
    test = app("grad_cam", **LINK)
    assert "there is nothing to measure" in test.info[-1].value
    assert START not in [button.key for button in test.button]


def test_the_table_over_photographs_shows_what_was_measured(app):
    test = app("grad_cam", **LINK)
    [table] = [each.value for each in test.markdown if each.value.startswith("|Method|Deletion ↓|Insertion ↑|")]
    rows = {cells[0]: cells[1:] for cells in (line.strip("|").split("|") for line in table.splitlines()[2:])}
    found = measured()
    assert len(rows) == len(found.values)
    assert rows["Grad-CAM"][0] == f"{found.mean('grad-cam', 'deletion'):.2f}"
    assert rows["Guided backpropagation"][0] == f"**{found.mean('guided-backprop', 'deletion'):.2f}**"
    assert "Over 14 photographs" in text_of(test)


def test_the_tab_in_korean(app):
    test = app("grad_cam", "ko", **LINK)
    test.button(key=START).click().run()
    table = next(each.value for each in test.markdown if each.value.startswith("|지표|"))
    assert all(HANGUL.search(line.split("|")[1]) for line in table.splitlines()[2:])


@pytest.mark.parametrize("picture", ["retriever", "tabby", "coffee"])
def test_the_answer_follows_the_mark(app, picture):
    test = app("grad_cam", cam_tab="hans", cam_picture=picture)
    shown = numbers_of(test)
    assert shown["Answer"] == "dog"
    assert float(shown["Grad-CAM on the mark"].rstrip("%")) > 35  # of the map, on 1.6% of the picture
    assert float(shown["Occlusion on the mark"].rstrip("%")) > 35
    test.toggle(key="cam_hans_mark").set_value(False).run()
    shown = numbers_of(test)
    assert shown["Answer"] == "cat"
    assert "Grad-CAM on the mark" not in shown


def test_the_accuracies_are_those_of_the_card(app):
    text = text_of(app("grad_cam", cam_tab="hans"))
    values = [measured.value for measured in card(HANS).measured]
    assert np.round(values, 3).tolist() == [0.999, 0.5, 0.001]
    for line in ("the mark on every dog|99.9%|", "without the mark|50.0%|", "on every cat instead|0.1%|"):
        assert line in text


def test_a_button_sets_the_picture_and_the_mark(app):
    test = app("grad_cam", cam_tab="hans")
    test.button(key="cam_hans_1").click().run()
    assert test.selectbox(key="cam_picture").value == "retriever"
    assert not test.toggle(key="cam_hans_mark").value
    assert numbers_of(test)["Answer"] == "cat"
    test.button(key="cam_hans_2").click().run()
    assert test.selectbox(key="cam_picture").value == "tabby"
    assert numbers_of(test)["Answer"] == "dog"
    assert test.query_params["cam_picture"] == "tabby"


@pytest.mark.parametrize(("method", "repeated"), [("guided-backprop", True), ("occlusion", False)])
def test_a_map_of_another_method_is_measured(app, asked, method, repeated):
    test = app("grad_cam", **LINK, cam_method=method)
    test.button(key=START).click().run()
    assert not test.exception
    weights = [request for request in asked if isinstance(request, RandomizeWeights)]
    assert {(request.method, request.layer) for request in weights} == ({(method, None)} if repeated else set())
    said = any("not repeated with random weights" in each.value for each in test.caption)
    assert said != repeated
    assert START not in [button.key for button in test.button]


def test_two_fused_layers_are_randomized_as_they_are_shown(app, asked):
    test = app("grad_cam", **LINK, cam_second="conv3")
    test.button(key=START).click().run()
    assert {request.layer for request in asked if isinstance(request, RandomizeWeights)} == {"conv4+conv3"}
    assert len(test.get("plotly_chart")) == 2
