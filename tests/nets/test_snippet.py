"""The Keras code that the Grad-CAM page shows, run as it stands, gives the page's map: for every model on the page."""

from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.core.cards import InputShape, cards
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.plain import way_to
from cnnlab.ui.lessons.grad_cam import snippet as cam_code
from tests.nets import networks

pytestmark = pytest.mark.tensorflow  # the code is TensorFlow's

ROOT = Path(__file__).parents[2]
ON_THE_PAGE = {card.id: card for card in cards() if card.explains_photographs}
# One network for each way to its layer, and each kind of end
SHAPES = {
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
    "twice_nested": "lab",
    "softmax_layer": "lab",
}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the page's code for a model in a folder with the page's picture; the code's map and what it printed."""

    def run_it(card, way, layer, activation, class_index, picture):
        Image.fromarray(picture.view).save(tmp_path / "picture.png")
        monkeypatch.chdir(tmp_path)
        names: dict = {}
        exec(cam_code.written(card, layer, way, activation, class_index, "any"), names)
        return np.array(names["heat"]), capsys.readouterr().out

    return run_it


@pytest.mark.sweep
@pytest.mark.parametrize(("at", "guess"), [(-1, 0), (-6, 1)])
@pytest.mark.parametrize("card", ON_THE_PAGE.values(), ids=list(ON_THE_PAGE))
def test_the_code_gives_the_map_of_the_page(card, at, guess, run, tmp_path):
    """The likeliest class at the last layer, and the next one at an earlier layer."""
    (tmp_path / "pretrained").symlink_to(ROOT / "pretrained")
    layer = card.stages[max(at, -len(card.stages))].output
    picture = square(sample("cat"), "crop", card.input.height)
    model = catalog.load(card.id)
    grad_cam = GradCAM(model, layer)
    pixels = picture.pixels[None].astype("float32")
    chosen = int(np.argsort(-grad_cam.explain(pixels).logits[0])[guess])
    expected = grad_cam(pixels, chosen)[0]
    before = model.layers[-1].activation
    found, printed = run(card, way_to(model, layer), layer, grad_cam.activation, chosen, picture)
    assert np.abs(found - expected).max() <= 1e-3
    assert printed == f"{expected.shape}\n"
    assert model.layers[-1].activation is before


@pytest.mark.parametrize("name", SHAPES)
def test_the_code_for_every_shape_of_network(name, run, tmp_path):
    keras.utils.set_random_seed(7)
    model = getattr(networks, name)()
    folder = tmp_path / "pretrained/efficientnet_lite0"
    folder.mkdir(parents=True)
    model.save(folder / "model.keras")
    picture = square(sample("coffee"), "crop", 12)
    grad_cam = GradCAM(model)
    way = way_to(model, grad_cam.layer)
    assert way["kind"] == SHAPES[name]
    card = ON_THE_PAGE["efficientnet_lite0"].model_copy(update={"input": InputShape(height=12, width=12, channels=3)})
    for class_index in (0, 1):
        expected = grad_cam(picture.pixels[None], class_index)[0]
        found, _ = run(card, way, grad_cam.layer, grad_cam.activation, class_index, picture)
        assert np.abs(found - expected).max() <= 1e-3
