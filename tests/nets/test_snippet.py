"""The Keras code shown on the Grad-CAM page computes the page's map, for every model on the page."""

from pathlib import Path

import keras
import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from cnnlab.core.cards import InputShape, cards
from cnnlab.core.heat_maps import BY_ID
from cnnlab.core.pictures import sample, square
from cnnlab.core.snippets.grad_cam import PLAIN, grad_cam_code
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM, explainer
from cnnlab.nets.layer_paths import layer_path, path_of
from tests.nets import networks

pytestmark = pytest.mark.tensorflow  # the shown code uses TensorFlow

ROOT = Path(__file__).parents[2]
ON_THE_PAGE = {card.id: card for card in cards() if card.explains_photographs}
# Networks with every kind of path to their layer and of final activation, and the expected kind of path.
PATHS = {
    "functional": "direct",
    "sequential": "chain",
    "branching": "direct",
    "dotted": "direct",
    "activation_layer": "direct",
    "logits": "direct",
    "one_unit": "direct",
    "one_unit_logit": "direct",
    "sigmoids": "direct",
    "nested": "inside",
    "nested_sequential": "inside",
    "twice_nested": "cnnlab",
    "softmax_layer": "cnnlab",
    "same_name": "direct",
    "list_output": "direct",
    "cast_behind": "cnnlab",
}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the page's code in a folder with the model and the picture; return the map and what was printed."""

    def run_it(card, path, activation, class_index, picture, method="grad-cam"):
        Image.fromarray(picture.view).save(tmp_path / "picture.png")
        monkeypatch.chdir(tmp_path)
        names: dict = {}
        exec(grad_cam_code(card, path, activation, class_index, "any", method), names)
        return np.array(names["heat"]), capsys.readouterr().out

    return run_it


@pytest.mark.sweep
@pytest.mark.parametrize(("at", "guess"), [(-1, 0), (-6, 1)])
@pytest.mark.parametrize("card", ON_THE_PAGE.values(), ids=list(ON_THE_PAGE))
def test_code_computes_the_pages_map(card, at, guess, run, tmp_path):
    """For the most likely class at the last layer, and the second at an earlier layer."""
    (tmp_path / "pretrained").symlink_to(ROOT / "pretrained")
    layer = card.stages[max(at, -len(card.stages))].output
    picture = square(sample("cat"), "crop", card.input.height)
    model = catalog.load(card.id)
    grad_cam = GradCAM(model, layer)
    pixels = picture.pixels[None].astype("float32")
    chosen = int(np.argsort(-grad_cam.explain(pixels).logits[0])[guess])
    expected = grad_cam(pixels, chosen)[0]
    before = model.layers[-1].activation
    found, printed = run(card, layer_path(model, layer), grad_cam.activation, chosen, picture)
    assert np.abs(found - expected).max() <= 1e-3
    assert printed == f"{expected.shape}\n"
    assert model.layers[-1].activation is before


@pytest.mark.parametrize("name", PATHS)
def test_code_for_every_structure_of_network(name, run, tmp_path):
    keras.utils.set_random_seed(7)
    check_code(getattr(networks, name)(), None, PATHS[name], run, tmp_path)


def test_code_for_a_layer_known_by_its_path(run, tmp_path):
    keras.utils.set_random_seed(7)
    check_code(networks.same_name(), "base/second", "inside", run, tmp_path)


@pytest.mark.parametrize("method", PLAIN)
@pytest.mark.parametrize("name", ["functional", "sequential", "one_unit", "nested"])
def test_code_for_every_method_in_plain_keras(name, method, run, tmp_path):
    keras.utils.set_random_seed(7)
    check_code(getattr(networks, name)(), None, PATHS[name], run, tmp_path, method)


@pytest.mark.parametrize("method", sorted(set(BY_ID) - set(PLAIN)))
def test_code_for_every_other_method(method, run, tmp_path):
    keras.utils.set_random_seed(7)
    layer = "first+second" if method == "finer-cam" else None
    check_code(networks.functional(), layer, None, run, tmp_path, method)


def check_code(model, layer, kind, run, tmp_path, method="grad-cam"):
    folder = tmp_path / "pretrained/efficientnet_lite0"
    folder.mkdir(parents=True)
    model.save(folder / "model.keras")
    picture = square(sample("coffee"), "crop", 12)
    grad_cam = explainer(model, method, layer)
    path = path_of(model, grad_cam.layer)
    assert kind is None or path["kind"] == kind
    card = replace(ON_THE_PAGE["efficientnet_lite0"], input=InputShape(height=12, width=12, channels=3))
    for class_index in (0, 1):
        expected = grad_cam(picture.pixels[None], class_index)[0]
        found, _ = run(card, path, grad_cam.activation, class_index, picture, method)
        assert np.abs(found - expected).max() <= 1e-3
