"""The Keras code that the Grad-CAM page shows, run as it stands, gives the page's map."""

from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM

ROOT = Path(__file__).parents[2]
CODE = (ROOT / "cnnlab/text/grad_cam_snippet.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("picture", "layer", "class_index"), [("cat", "head_relu", 282), ("coffee", "block6a_depthwise_relu", 967)]
)
def test_the_snippet_gives_the_map_of_the_page(tmp_path, monkeypatch, picture, layer, class_index, capsys):
    page = square(sample(picture), "crop", 224)
    Image.fromarray(page.view).save(tmp_path / "picture.png")
    (tmp_path / "pretrained").symlink_to(ROOT / "pretrained")
    monkeypatch.chdir(tmp_path)
    names = {"model": "efficientnet_lite0", "class_name": "any"}
    found: dict = {}
    exec(CODE.format(layer=layer, class_index=class_index, size=224, **names), found)
    expected = GradCAM(catalog.load("efficientnet_lite0"), layer)(page.pixels[None], class_index)[0]
    assert np.abs(np.array(found["heat"]) - expected).max() <= 1e-4
    assert capsys.readouterr().out == f"{expected.shape}\n"
    assert catalog.load("efficientnet_lite0").layers[-1].activation is keras.activations.softmax
