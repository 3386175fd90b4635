"""Write the heat maps of other libraries that our methods are tested against: tests/nets/grad_cam/golden.npz.

torch-cam, pytorch-grad-cam and captum explain a small PyTorch network, whose random weights are written beside the maps
in Keras's order of axes. It runs in an environment of its own, because PyTorch is too large for this project's, and
without torchvision, which these libraries ask for and need for nothing here:

    python3.11 -m venv /tmp/golden
    /tmp/golden/bin/pip install numpy==2.4.6 torch==2.13.0 captum==0.9.0 ttach opencv-python-headless scikit-learn
    /tmp/golden/bin/pip install --no-deps torchcam==0.5.0 grad-cam==1.5.7
    /tmp/golden/bin/python scripts/golden_heat_maps.py
"""

import importlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

FILE = Path(__file__).parents[1] / "tests/nets/grad_cam/golden.npz"
PACKAGES = ("torch", "torchcam", "grad-cam", "captum")
SIDE, CHANNELS, CLASSES = 16, (6, 8), 3
EXPLAINED = 0, 2  # of the classes
STEPS, SAMPLES, SPREAD = 64, 32, 0.15  # of integrated gradients and SmoothGrad; the noise relative to the values' range
WINDOW, STRIDE, MARGIN = 8, 4, 2  # of occlusion
Found = dict[str, np.ndarray]
torch: Any = importlib.import_module("torch")


def numbers() -> tuple[Found, np.ndarray]:
    """The weights in Keras's shapes, and a picture (SIDE, SIDE, 3)."""
    random = np.random.default_rng(18)
    first, second = CHANNELS
    cells = SIDE // 2 - 2
    weights = {
        "first/kernel": random.normal(0, 0.4, (3, 3, 3, first)),
        "first/bias": random.normal(0, 0.2, first),
        "second/kernel": random.normal(0, 0.3, (3, 3, first, second)),
        "second/bias": random.normal(0, 0.2, second),
        "flat/kernel": random.normal(0, 0.3, (cells * cells * second, CLASSES)),
        "flat/bias": random.normal(0, 1, CLASSES),
        "pooled/kernel": random.normal(0, 6, (second, CLASSES)),
        "pooled/bias": random.normal(0, 1, CLASSES),
    }
    picture = random.random((SIDE, SIDE, 3), np.float32)
    return {name: array.astype(np.float32) for name, array in weights.items()}, picture


class Network(torch.nn.Module):
    """Two convolutions with max pooling between them; their maps are flattened or averaged, then come the logits."""

    def __init__(self, weights: Found, head: str) -> None:
        super().__init__()
        nn, (one, two) = torch.nn, CHANNELS
        self.first, self.first_relu = nn.Conv2d(3, one, 3, padding=1), nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.second, self.second_relu = nn.Conv2d(one, two, 3), nn.ReLU()
        self.averages = head == "pooled"
        self.head = nn.Linear(weights[f"{head}/kernel"].shape[0], CLASSES)
        own = {"first": self.first, "second": self.second, head: self.head}
        for name, module in own.items():
            kernel = weights[f"{name}/kernel"]
            ordered = kernel.T if kernel.ndim == 2 else kernel.transpose(3, 2, 0, 1)
            module.weight = nn.Parameter(torch.tensor(ordered))
            module.bias = nn.Parameter(torch.tensor(weights[f"{name}/bias"]))
        self.double()
        self.eval()

    def forward(self, pictures: Any) -> Any:
        maps = self.second_relu(self.second(self.pool(self.first_relu(self.first(pictures)))))
        if self.averages:
            return self.head(maps.mean(dim=(2, 3)))
        return self.head(maps.permute(0, 2, 3, 1).flatten(1))  # in Keras's order


def by_torch_cam(weights: Found, batch: Any) -> Found:
    """Before normalization, after the ReLU that torch-cam applies."""
    methods = importlib.import_module("torchcam.methods")
    found = {}
    asked = [("flat", layer, name) for layer in ("first", "second") for name in ("GradCAM", "GradCAMpp", "LayerCAM")]
    asked += [("flat", "first", "ScoreCAM"), ("pooled", "second", "SmoothGradCAMpp")]
    for head, layer, name in asked:
        for index in EXPLAINED:
            network = Network(weights, head)
            without_noise = {"std": 1e-9} if name == "SmoothGradCAMpp" else {}
            explain = getattr(methods, name)(network, f"{layer}_relu", **without_noise)
            scores = network(batch)
            [cam] = explain(index, scores, normalized=False)
            found[f"torch-cam/{name}/{head}/{layer}/{index}"] = cam[0].detach().numpy()
    return found


def by_pytorch_grad_cam(weights: Found, batch: Any) -> Found:
    """Before ReLU, scaling and enlarging: what `get_cam_image` returns."""
    unused = ("torchvision", "torchvision.transforms", "torchvision.transforms.functional")  # to open pictures with
    with mock.patch.dict("sys.modules", dict.fromkeys(unused, mock.MagicMock())):
        package = importlib.import_module("pytorch_grad_cam")
        targets = importlib.import_module("pytorch_grad_cam.utils.model_targets")
    found = {}
    names = ("GradCAM", "GradCAMPlusPlus", "HiResCAM", "LayerCAM", "EigenCAM", "AblationCAM")
    asked = [(layer, name) for layer in ("first", "second") for name in names]
    for layer, name in [*asked, ("first", "ScoreCAM")]:
        for index in EXPLAINED:
            network = Network(weights, "flat")
            explain = getattr(package, name)(network, [getattr(network, f"{layer}_relu")])
            kept: list[np.ndarray] = []
            inner = explain.get_cam_image

            def keep(*args: Any, kept: list[np.ndarray] = kept, inner: Any = inner, **options: Any) -> np.ndarray:
                kept.append(np.array(inner(*args, **options)))
                return kept[-1]

            explain.get_cam_image = keep
            explain(batch.clone().requires_grad_(), [targets.ClassifierOutputTarget(index)])
            found[f"pytorch-grad-cam/{name}/flat/{layer}/{index}"] = kept[0][0]
    return found


def by_captum(weights: Found, batch: Any, picture: np.ndarray) -> Found:
    """Attributions of pixels are added over the colours, absolute ones where our method takes absolute values."""
    attr = importlib.import_module("captum.attr")
    network = Network(weights, "flat")
    found, inputs = {}, batch.clone().requires_grad_()
    noise = torch.tensor(np.stack([_noise(number) for number in range(SAMPLES)]).transpose(0, 3, 1, 2)).double()
    deviation = float(SPREAD * (picture.max() - picture.min()))
    framed = torch.nn.functional.pad(batch, (MARGIN,) * 4)
    inside = slice(MARGIN, MARGIN + SIDE)
    for index in EXPLAINED:
        of = {"target": index}
        integrated = attr.IntegratedGradients(network)
        plain = integrated.attribute(inputs, 0.0 * inputs, n_steps=STEPS, method="riemann_middle", **of)
        guided = attr.GuidedBackprop(Network(weights, "flat")).attribute(inputs, **of)
        tunnel = attr.NoiseTunnel(attr.Saliency(network))
        with mock.patch("torch.normal", lambda mean, deviations: mean + deviations * noise):  # ours, not captum's
            smooth = tunnel.attribute(inputs, nt_samples=SAMPLES, stdevs=deviation, abs=False, **of)
        occlusion = attr.Occlusion(lambda pictures: network(pictures[..., inside, inside]))
        falls = occlusion.attribute(framed, (3, WINDOW, WINDOW), (3, STRIDE, STRIDE), baselines=0.0, **of)
        attributions = {
            "IntegratedGradients": plain.sum(1),
            "GuidedBackprop": guided.abs().sum(1),
            "NoiseTunnel": smooth.abs().sum(1),
            "Occlusion": falls[:, 0, inside, inside],  # a window covers all colours, so all of them have the same
        }
        for name, values in attributions.items():
            found[f"captum/{name}/flat//{index}"] = values[0].detach().numpy()
        for layer in ("first", "second"):
            module = getattr(network, f"{layer}_relu")
            cam = attr.LayerGradCam(network, module).attribute(inputs, relu_attributions=False, **of)
            found[f"captum/LayerGradCam/flat/{layer}/{index}"] = cam[0, 0].detach().numpy()
    return found


def _noise(number: int) -> np.ndarray:
    """The noise of a copy, as cnnlab/nets/grad_cam/noise.py makes it."""
    return np.random.default_rng((0, number)).standard_normal((SIDE, SIDE, 3), np.float32)


def main() -> None:
    """Write the file: the weights, the picture, the logits and all maps, in single precision."""
    torch.manual_seed(0)
    weights, picture = numbers()
    batch = torch.tensor(picture.transpose(2, 0, 1)[None]).double()
    logits = {f"logits/{head}": Network(weights, head)(batch)[0].detach().numpy() for head in ("flat", "pooled")}
    maps = by_torch_cam(weights, batch) | by_pytorch_grad_cam(weights, batch) | by_captum(weights, batch, picture)
    found = {**weights, "picture": picture, **logits, **maps}
    versions = json.dumps({name: version(name) for name in PACKAGES})
    np.savez_compressed(FILE, versions=versions, **{name: array.astype(np.float32) for name, array in found.items()})
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.0f} kB, {len(maps)} maps, {versions}")


if __name__ == "__main__":
    main()
