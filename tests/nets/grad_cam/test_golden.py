"""Our maps beside those of torch-cam, pytorch-grad-cam and captum, which scripts/golden_heat_maps.py has recorded.

Where a library computes something else on purpose or by mistake, a test says what, and computes that from our parts.
"""

import json
from functools import cache
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.nets.grad_cam import explainer, input_gradients, noise
from cnnlab.nets.grad_cam.masked import MaskedScores
from cnnlab.nets.grad_cam.occlusion import Occlusion
from cnnlab.nets.grad_cam.score_cam import ScoreCAM
from cnnlab.nets.grad_cam.weightings import principal_map
from tests.nets.by_tape import gradients_of, plus_plus_alphas

pytestmark = pytest.mark.backends

with np.load(Path(__file__).with_name("golden.npz")) as archive:
    GOLDEN = dict(archive)
PICTURE = GOLDEN["picture"][None]
CLASSES = 0, 2  # of three
SAME = {
    "torch-cam/GradCAM": "grad-cam",
    "torch-cam/LayerCAM": "layercam",
    "torch-cam/SmoothGradCAMpp": "smooth-grad-cam++",
    "pytorch-grad-cam/GradCAM": "grad-cam",
    "pytorch-grad-cam/HiResCAM": "hirescam",
    "pytorch-grad-cam/LayerCAM": "layercam",
    "captum/LayerGradCam": "grad-cam",
    "captum/IntegratedGradients": "integrated-gradients",
    "captum/GuidedBackprop": "guided-backprop",
    "captum/NoiseTunnel": "smoothgrad",
}
AT = {"/".join(name.split("/")[:4]) for name in GOLDEN if name.count("/") == 4}  # library, method, head, layer
HELD = sorted(at for at in AT if "/".join(at.split("/")[:2]) in SAME)
AT_BOTH_LAYERS = {
    "torch-cam": ("GradCAM", "GradCAMpp", "LayerCAM"),
    "pytorch-grad-cam": ("GradCAM", "GradCAMPlusPlus", "HiResCAM", "LayerCAM", "EigenCAM", "AblationCAM"),
    "captum": ("LayerGradCam",),
}
AT_ONE_PLACE = {
    "torch-cam/ScoreCAM/flat/first",
    "torch-cam/SmoothGradCAMpp/pooled/second",
    "pytorch-grad-cam/ScoreCAM/flat/first",
    *(f"captum/{name}/flat/" for name in ("IntegratedGradients", "GuidedBackprop", "NoiseTunnel", "Occlusion")),
}
# Of the largest value. Single precision differs by 1.3e-6 at most (Ablation-CAM), on TensorFlow and on JAX, where the
# processor has AVX-512. Another one adds in another order, so there is room for 15 times that; a method that is defined
# in another way differs by far more: 3e-4 where only 1e-6 is added to a denominator.
WITHIN = 2e-5


@cache
def network(head="flat"):
    """The script's network in Keras, with the weights that it has recorded."""
    x = inputs = keras.Input((16, 16, 3))
    x = layers.Conv2D(6, 3, padding="same", activation="relu", name="first")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(8, 3, activation="relu", name="second")(x)
    x = layers.GlobalAveragePooling2D()(x) if head == "pooled" else layers.Flatten()(x)
    model = keras.Model(inputs, layers.Dense(3, activation="softmax", name=head)(x))
    for name in ("first", "second", head):
        model.get_layer(name).set_weights([GOLDEN[f"{name}/kernel"], GOLDEN[f"{name}/bias"]])
    return model


def close(found, expected, within=WITHIN):
    """Whether two maps differ by less than `within` of the largest value."""
    return found.shape == expected.shape and np.abs(found - expected).max() <= within * np.abs(expected).max()


def test_the_versions_are_recorded():
    assert json.loads(str(GOLDEN["versions"])).keys() == {"torch", "torchcam", "grad-cam", "captum"}


def test_all_maps_are_recorded_and_held():
    at_both = {
        f"{library}/{name}/flat/{layer}"
        for library, names in AT_BOTH_LAYERS.items()
        for name in names
        for layer in ("first", "second")
    }
    assert at_both | AT_ONE_PLACE == AT
    assert {name for name in GOLDEN if name.count("/") == 4} == {f"{at}/{index}" for at in AT for index in CLASSES}
    assert {"/".join(at.split("/")[:2]) for at in HELD} == set(SAME)
    assert len(HELD) == 16


def test_integrated_gradients_and_smoothgrad_are_those_of_the_script():
    assert (input_gradients.STEPS, input_gradients.SAMPLES, noise.SPREAD) == (64, 32, 0.15)


@pytest.mark.parametrize("head", ["flat", "pooled"])
def test_the_network_is_theirs(head):
    assert close(explainer(network(head)).explain(PICTURE, 0).logits[0], GOLDEN[f"logits/{head}"])


@pytest.mark.parametrize("at", HELD)
def test_a_method_that_all_define_alike(at):
    """Before normalization and enlarging; torch-cam's maps are cut at 0. captum's and ours are added over the colours.

    torch-cam's Smooth Grad-CAM++ adds up (gradient cubed x map), where the paper's equation has the cube in one cell
    times the sum of the map, and takes gradients and maps of the last noisy copy. So it is compared without noise, and
    before global average pooling, where the gradient of a channel is the same in all cells, with noise or without.
    """
    library, method, head, layer = at.split("/")
    explain = explainer(network(head), SAME[f"{library}/{method}"], layer or None)
    for index in CLASSES:
        found = explain.explain(PICTURE, index)
        assert close(found.raw[0] if library == "torch-cam" else found.signed[0], GOLDEN[f"{at}/{index}"]), index


@pytest.mark.parametrize("index", CLASSES)
def test_score_cam(index):
    """At a layer as large as the picture: torch-cam scales the masks before they are enlarged, we and the paper after.

    pytorch-grad-cam enlarges from corner to corner, we from centre to centre. Both hide with 0, where we take the mean
    colour; they leave out the score of the hidden picture or subtract the whole picture's, which softmax does not see.
    """
    found = ScoreCAM(network(), "first", MaskedScores(network(), hidden=0)).explain(PICTURE, index).signed[0]
    for library in ("torch-cam", "pytorch-grad-cam"):
        assert close(found, GOLDEN[f"{library}/ScoreCAM/flat/first/{index}"])


@pytest.mark.parametrize("layer", ["first", "second"])
@pytest.mark.parametrize("index", CLASSES)
def test_ablation_cam(layer, index):
    """Theirs is divided by the score, as in the paper."""
    found = explainer(network(), "ablation-cam", layer).explain(PICTURE, index)
    theirs = GOLDEN[f"pytorch-grad-cam/AblationCAM/flat/{layer}/{index}"]
    assert close(found.signed[0] / found.logits[0, index], theirs)


@pytest.mark.tensorflow
@pytest.mark.parametrize("layer", ["first", "second"])
def test_eigen_cam(layer):
    """Theirs takes the mean of each map away first, which the paper does not, and leaves the sign to the SVD."""
    _, maps = gradients_of(network(), layer, PICTURE, 0)
    centred = maps - maps.mean(axis=(1, 2), keepdims=True)
    found = np.array(principal_map(None, keras.ops.convert_to_tensor(centred)))[0]
    for index in CLASSES:
        theirs = GOLDEN[f"pytorch-grad-cam/EigenCAM/flat/{layer}/{index}"]
        assert close(found, theirs, 1e-4) or close(-found, theirs, 1e-4)


@pytest.mark.tensorflow
@pytest.mark.parametrize("layer", ["first", "second"])
@pytest.mark.parametrize("index", CLASSES)
def test_grad_cam_plus_plus_of_pytorch_grad_cam(layer, index):
    """It adds 1e-6 to the denominator of alpha."""
    gradients, maps = gradients_of(network(), layer, PICTURE, index)
    alphas = plus_plus_alphas(gradients, maps)
    squares = gradients**2
    theirs = np.divide(squares, squares / np.where(alphas, alphas, 1) + 1e-6, out=0 * alphas, where=alphas != 0)
    weights = (theirs * np.maximum(gradients, 0)).sum(axis=(1, 2))
    golden = GOLDEN[f"pytorch-grad-cam/GradCAMPlusPlus/flat/{layer}/{index}"]
    assert close((maps * weights[:, None, None]).sum(-1)[0], golden)
    assert close(explainer(network(), "grad-cam++", layer).explain(PICTURE, index).signed[0], golden, 1e-3)


@pytest.mark.tensorflow
@pytest.mark.parametrize("layer", ["first", "second"])
@pytest.mark.parametrize("index", CLASSES)
def test_grad_cam_plus_plus_of_torch_cam(layer, index):
    """Version 0.5.0 divides a copy of its alphas, so that they stay the squares of the gradients."""
    gradients, maps = gradients_of(network(), layer, PICTURE, index)
    weights = (gradients**2 * np.maximum(gradients, 0)).sum(axis=(1, 2))
    expected = np.maximum((maps * weights[:, None, None]).sum(-1), 0)[0]
    assert close(expected, GOLDEN[f"torch-cam/GradCAMpp/flat/{layer}/{index}"])


@pytest.mark.parametrize("index", CLASSES)
def test_occlusion(index):
    """captum gives each pixel the mean fall of the windows over it; ours is a map of the falls."""
    falls = Occlusion(network(), MaskedScores(network(), hidden=0), grid=4).explain(PICTURE, index).signed[0]
    sums, counts = np.zeros((16, 16)), np.zeros((16, 16))
    for (row, column), fall in np.ndenumerate(falls):
        rows, columns = (slice(max(0, 4 * at - 2), 4 * at + 6) for at in (row, column))
        sums[rows, columns] += fall
        counts[rows, columns] += 1
    assert close(sums / counts, GOLDEN[f"captum/Occlusion/flat//{index}"])
