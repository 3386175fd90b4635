"""The Grad-CAM page with every network that it offers, and with models that are added to the folder while it runs.

One file, because the tests share the folder of models that changes while the page runs.
"""

import json
import math
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cnnlab.core.cards import PRETRAINED, cards
from cnnlab.ui.lessons.grad_cam.settings import DEFAULTS, fits
from cnnlab.ui.shell import cache
from cnnlab.ui.widgets.networks import fitting
from cnnlab.ui.widgets.numbers import MINUS
from tests.ui.conftest import numbers_of, open_box, try_this
from tests.ui.lessons.test_pages import HANGUL, text_of

NETWORKS = fitting({card.id: card for card in cards()}, fits, DEFAULTS["model"])
ONE_UNIT = [model for model in NETWORKS if model.startswith("cats_dogs_")]
ROOT = Path(__file__).parents[4]
ESPRESSO = '"Espresso" on the cat photo: mostly negative evidence'


def test_the_network_with_the_most_classes_comes_first():
    assert next(iter(NETWORKS)) == "efficientnet_lite0"
    assert "cats_dogs_scratch" in NETWORKS
    assert "mnist_convnet" not in NETWORKS  # takes grey pictures


@pytest.mark.sweep
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", NETWORKS)
def test_every_network_explains_the_example(app, code, model, language):
    test = app("grad_cam", language, cam_model=model)
    chosen = test.selectbox(key="cam_model")
    assert chosen.value == model
    assert chosen.options[list(NETWORKS).index(model)] == getattr(NETWORKS[model].title, language)
    last = NETWORKS[model].last_map
    assert list(numbers_of(test).values())[2] == f"{last.height} × {last.width}"
    assert not test.warning
    (shown,) = code(test, "cam_")
    assert f"pretrained/{model}/model.keras" in shown
    assert f'"{last.output}"' in shown
    assert bool(HANGUL.search(text_of(test).replace("언어", ""))) == (language == "ko")


@pytest.mark.sweep
@pytest.mark.parametrize("guess", ["1", "2"])
@pytest.mark.parametrize("model", ONE_UNIT)
def test_one_units_probability_is_the_sigmoid_of_its_logit(app, model, guess):
    """And no softmax of -z and z, which would be the sigmoid of 2 z."""
    test = app("grad_cam", cam_model=model, cam_guess=guess)
    assert len(test.radio(key="cam_guess").options) == 2
    logit = float(numbers_of(test)["Logit"].replace(MINUS, "-"))
    formula = next(text.value for text in test.markdown if text.value.startswith("$p"))
    exponent = float(re.search(r"e\^\{(-?[\d.]+)\}\} ", formula)[1])
    assert exponent == pytest.approx(-logit, abs=0.005)
    said = re.search(r"approx (1 - )?([\d.]+)( \\times 10\^\{(-\d+)\})?\$$", formula)
    share = float(said[2]) * 10 ** int(said[4] or 0)  # of the other class where the formula says 1 minus it
    assert share == pytest.approx(1 / (1 + math.exp(logit if said[1] else -logit)), rel=0.01)
    assert share == pytest.approx(1 / (1 + math.exp(-exponent if said[1] else exponent)), rel=0.001)


def test_the_probabilities_of_the_two_classes_of_one_unit_add_up_to_1(app):
    test = app("grad_cam", cam_model="cats_dogs_scratch")
    options = test.radio(key="cam_guess").options
    shares = [float(re.search(r"\*\*([\d.]+)%", option)[1]) for option in options]
    assert sum(shares) == pytest.approx(100, abs=0.11)
    assert shares[0] > shares[1]


@pytest.mark.parametrize(
    ("model", "said", "unsaid"),
    [
        ("efficientnet_lite0", "Softmax turns all of them", "One logit for two classes"),
        ("cats_dogs_scratch", "above 0 it favours dog, below 0 cat", "Softmax turns"),
    ],
)
def test_the_notes_explain_how_this_network_makes_probabilities_of_scores(app, model, said, unsaid):
    text = text_of(app("grad_cam", cam_model=model, cam_tab="notes"))
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("model", "offered", "not_offered"),
    [
        ("efficientnet_lite0", ESPRESSO, "A cup of coffee: neither cat nor dog"),
        ("cats_dogs_scratch", "A cup of coffee: neither cat nor dog", ESPRESSO),
    ],
)
def test_contrasts_fit_the_network(app, model, offered, not_offered):
    test = app("grad_cam", cam_model=model)
    labels = test.button_group(key="cam_try").options
    assert offered in labels
    assert not_offered not in labels
    for at in range(4):
        try_this(test, "cam_", at)
        assert not test.exception
        assert numbers_of(test)


def test_settings_that_another_network_does_not_have_fall_back(app):
    """A class of a thousand and a layer that this network does not have, from the link and from the page before."""
    test = app("grad_cam", cam_guess="other", cam_class="967", cam_layer="block3b_expand_conv")
    assert test.selectbox(key="cam_class").value == 967
    test.selectbox(key="cam_model").set_value("cats_dogs_scratch").run()
    assert not test.exception
    assert test.radio(key="cam_guess").value == "1"
    assert open_box(test, "cam_box_more").selectbox(key="cam_layer").value == "conv5"
    assert numbers_of(test)["Map size"] == "7 × 7"
    test.selectbox(key="cam_model").set_value("efficientnet_lite0").run()
    assert not test.exception
    assert "cam_model" not in test.query_params
    linked = app("grad_cam", cam_model="cats_dogs_scratch", cam_guess="other", cam_class="967", cam_layer="head_conv")
    assert open_box(linked, "cam_box_more").selectbox(key="cam_layer").value == "conv5"


@pytest.mark.parametrize(("language", "said"), [("en", "The GPU ran out of memory"), ("ko", "GPU 메모리가 모자라서")])
def test_an_answer_from_the_cpu_instead_of_the_gpu_says_so(app, monkeypatch, language, said):
    assert not app("grad_cam", language).info
    remembered = cache.answers().get

    def on_cpu(key):
        known = remembered(key)
        return known and replace(known, on_cpu=True)

    monkeypatch.setattr(cache.answers(), "get", on_cpu)
    [info] = app("grad_cam", language).info
    assert said in info.value


OWN = """
import keras
keras.utils.set_random_seed(3)
own = keras.Sequential([keras.Input((40, 40, 3)), keras.layers.Rescaling(1 / 255)])
own.add(keras.layers.Conv2D(4, 3, activation="relu", name="seen"))
own.add(keras.layers.GlobalAveragePooling2D())
own.add(keras.layers.Dense(7, activation="softmax"))
own.save("model.keras")
"""
VISIT = """
import json, subprocess, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
from tests.ui.conftest import numbers_of

def look(**link):
    test = AppTest.from_file("app.py", default_timeout=120)
    test.query_params.update({"lang": "en", **link})
    test.switch_page("pages/grad_cam.py").run()
    assert not test.exception, test.exception
    return {
        "networks": [select.options for select in test.selectbox if select.key == "cam_model"],
        "guesses": [radio.options for radio in test.radio if radio.key == "cam_guess"],
        "cells": list(numbers_of(test).values())[2:3],
        "warnings": [warning.value for warning in test.warning],
    }

def look_at_another_class():
    # of the own model, after a class of the network with a thousand
    test = AppTest.from_file("app.py", default_timeout=120)
    test.switch_page("pages/grad_cam.py").run()
    test.radio(key="cam_guess").set_value("other").run()
    test.selectbox(key="cam_model").set_value("my_model").run()
    chosen = test.selectbox(key="cam_class").value
    return [exception.message for exception in test.exception], chosen, test.radio(key="cam_guess").options[0]

folder, own = map(Path, sys.argv[1:])
told = {"before": look()}
own.rename(folder / "my_model")
told["uncarded"] = look()
describe = [sys.executable, "-m", "cnnlab.nets.catalog", "describe", str(folder / "my_model/model.keras")]
subprocess.run([*describe, "--title", "Our own"], check=True, stdout=subprocess.DEVNULL)
told["own"] = look(cam_model="my_model")
told["another_class"] = look_at_another_class()
(folder / "my_model/classes.csv").write_text("en,ko\\nyes,예\\nno,아니오\\n", encoding="utf-8")
told["too_few_names"] = look(cam_model="my_model")
(folder / "cats_dogs_scratch/card.json").write_text("{}", encoding="utf-8")
(folder / "my_model/model.keras").write_bytes(b"another file")
told["broken"] = look()
told["changed"] = look(cam_model="my_model", cam_picture="coffee")
for name in ("efficientnet_lite0", "my_model"):
    (folder / name / "card.json").unlink()
told["none"] = look()
from cnnlab.ui.shell import cache
from cnnlab.ui.widgets.networks import fitting
from cnnlab.ui.widgets.numbers import MINUS
cache.engine().stop()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    """What visitors of one server see while a teacher works in a copy of pretrained/."""
    folder = tmp_path_factory.mktemp("pretrained")
    for name in ("efficientnet_lite0", "cats_dogs_scratch"):
        shutil.copytree(PRETRAINED / name, folder / name)
    own = tmp_path_factory.mktemp("own")
    subprocess.run([sys.executable, "-c", OWN], cwd=own, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", VISIT, str(folder), str(own)],
        cwd=ROOT,
        env={**os.environ, "CNNLAB_PRETRAINED": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_teachers_own_model_appears_without_a_restart(visits):
    assert visits["before"]["networks"] == [["EfficientNet-Lite0, trained on ImageNet", "Cats and dogs: from scratch"]]
    assert visits["own"]["networks"] == [[*visits["before"]["networks"][0], "Our own"]]
    assert visits["own"]["cells"] == ["38 × 38"]
    [guesses] = visits["own"]["guesses"]
    assert len(guesses) == 6
    assert re.match(r"class \d · \*\*", guesses[0])
    assert visits["own"]["warnings"] == []


def test_any_class_starts_among_the_networks_own(visits):
    exceptions, chosen, likeliest = visits["another_class"]
    assert exceptions == []
    assert likeliest.startswith(f"class {chosen} · ")


def test_a_model_without_a_card_is_reported_with_the_command_that_writes_one(visits):
    [warning] = visits["uncarded"]["warnings"]
    assert re.search(r"There is no card beside .*my_model/model\.keras.*catalog describe", warning)
    assert visits["uncarded"]["cells"] == ["7 × 7"]


def test_a_table_with_too_few_names_is_reported(visits):
    [warning] = visits["too_few_names"]["warnings"]
    assert re.search(r"number of class names in .*classes\.csv is 2, but the model has 7 classes", warning)
    assert visits["too_few_names"]["networks"] == visits["own"]["networks"]  # the page stays


def test_a_broken_card_is_named_and_the_others_work(visits):
    [warning] = visits["broken"]["warnings"]
    assert "cats_dogs_scratch/card.json is not a valid model card" in warning
    assert visits["broken"]["networks"] == [["EfficientNet-Lite0, trained on ImageNet", "Our own"]]
    assert visits["broken"]["cells"] == ["7 × 7"]


def test_a_model_file_that_its_card_does_not_describe_is_refused(visits):
    assert "but its card says" in visits["changed"]["warnings"][-1]
    assert visits["changed"]["cells"] == []


def test_a_folder_without_a_network_for_the_page_says_so(visits):
    assert "There is no classifier of square colour photographs" in visits["none"]["warnings"][-1]
