"""Keras code for augmentation pipelines, as text to copy; tests run it and compare the pixels."""

from collections.abc import Sequence
from typing import Any

from cnnlab.core.augmentation import REQUIRED, Setting, augmentation, layer_seeds

WITHOUT_SEED = (
    "AutoContrast",
    "Equalization",
    "ContrastLimitedAdaptiveHistogramEqualization",
)  # they are deterministic
PICTURES = """\
picture = keras.utils.img_to_array(keras.utils.load_img("picture.png"))
images = np.stack([picture] * {count})  # ({count}, height, width, 3), values from 0 to 255
"""
SEVERAL = """\
names = [{names}]
images = np.stack([keras.utils.img_to_array(keras.utils.load_img(name)) for name in names])  # all the same size
"""
PIXELS = 'pixels = np.clip(np.rint(np.array(augmented)), 0, 255).astype("uint8")\n'
PYTHON_SEED = "random.seed({seed})  # AugMix chooses its layers with Python's random module\n"
LABELS = '# The layer mixes labels too if you pass them: layer({"images": images, "labels": one_hot_labels})\n'


def in_model(layers: Sequence[dict[str, Any]], seed: int, count: int = 9, several: bool = False) -> str:
    """Return code for a Sequential of the layers, to put before a model, applied to `count` copies of a picture.

    `layers` are configs from `layer_config`. With `several`, and for pipelines that mix pictures, `count` files are
    read instead.

    >>> from cnnlab.core.augmentation import layer_config
    >>> print(in_model([layer_config("RandomRotation")], 7))
    import keras
    import numpy as np
    <BLANKLINE>
    picture = keras.utils.img_to_array(keras.utils.load_img("picture.png"))
    images = np.stack([picture] * 9)  # (9, height, width, 3), values from 0 to 255
    <BLANKLINE>
    augmentation = keras.Sequential([
        keras.layers.RandomRotation(0.1, seed=701),
    ])
    # In a model: x = augmentation(inputs). fit() augments; predict() and evaluate() do not.
    augmented = augmentation(images, training=True)
    pixels = np.clip(np.rint(np.array(augmented)), 0, 255).astype("uint8")
    <BLANKLINE>
    """
    if _has(layers, "Equalization"):
        return _one_by_one(layers, seed, count, several)
    text = _opening(layers, count, several, ["keras"])
    text += "augmentation = keras.Sequential([\n" + _lines(layers, seed) + "])\n"
    text += "# In a model: x = augmentation(inputs). fit() augments; predict() and evaluate() do not.\n"
    text += PYTHON_SEED.format(seed=seed) if _has(layers, "AugMix") else ""
    return text + "augmented = augmentation(images, training=True)\n" + PIXELS


def _one_by_one(layers: Sequence[dict[str, Any]], seed: int, count: int, several: bool) -> str:
    """Code without a Sequential, which Keras refuses to build with Equalization ("part of a cycle")."""
    text = _opening(layers, count, several, ["keras"]) + "layers = [\n" + _lines(layers, seed) + "]\n"
    text += PYTHON_SEED.format(seed=seed) if _has(layers, "AugMix") else ""
    text += "# Keras 3.15 cannot build a model with Equalization: call the layers one by one, or in tf.data.\n"
    text += "augmented = images\nfor layer in layers:\n    augmented = layer(augmented, training=True)\n"
    return text + PIXELS


def in_tf_data(layers: Sequence[dict[str, Any]], seed: int, count: int = 9, several: bool = False) -> str:
    """Return code that maps the layers over a tf.data.Dataset, after batching.

    >>> print(in_tf_data([], 7).splitlines()[-4])
    # After batch(): mapped over single pictures, the layers would get other random values.
    """
    text = _opening(layers, count, several, ["keras", "tensorflow as tf"])
    text += "layers = [\n" + _lines(layers, seed) + "]\n\n\n"
    text += "def augment(pictures):\n    for layer in layers:\n        pictures = layer(pictures, training=True)\n"
    text += "    return pictures\n\n\n"
    text += "# drop_remainder tells the layers the batch size: without it, RandomElasticTransform in Keras 3.15 fills\n"
    text += "# every picture with the content of the first.\n"
    text += "batches = tf.data.Dataset.from_tensor_slices(images).batch(len(images), drop_remainder=True)\n"
    if _has(layers, "AugMix"):
        text += PYTHON_SEED.format(seed=seed) + "# In tf.data it chooses once, for all batches.\n"
    text += "# After batch(): mapped over single pictures, the layers would get other random values.\n"
    text += "batches = batches.map(augment)\n"
    return text + "for augmented in batches.take(1):\n    " + PIXELS


def _opening(layers: Sequence[dict[str, Any]], count: int, several: bool, imports: list[str]) -> str:
    mixing = any(augmentation(layer["class_name"]).several for layer in layers)
    names = ", ".join(f'"picture{number}.png"' for number in range(count))
    modules = sorted([*imports, "numpy as np"])
    lines = ["import random\n"] if _has(layers, "AugMix") else []
    text = "\n".join([*lines, *(f"import {module}" for module in modules)]) + "\n\n"
    text += SEVERAL.format(names=names) if mixing or several else PICTURES.format(count=count)
    return text + (LABELS if mixing else "") + "\n"


def _has(layers: Sequence[dict[str, Any]], name: str) -> bool:
    return any(layer["class_name"] == name for layer in layers)


def _lines(layers: Sequence[dict[str, Any]], seed: int) -> str:
    seeds = layer_seeds(seed, [layer["class_name"] for layer in layers])
    return "".join(f"    keras.layers.{_call(layer, own)},\n" for layer, own in zip(layers, seeds, strict=True))


def _call(layer: dict[str, Any], seed: int) -> str:
    """The layer call with its non-default arguments only; the first required argument is positional."""
    known, config, arguments = augmentation(layer["class_name"]), layer["config"], list[str]()
    for setting in known.settings:
        value = _short(setting, config.get(setting.name, setting.keras))
        literal = f'"{value}"' if isinstance(value, str) else repr(value)
        if not arguments and (setting.keras is REQUIRED or setting.name == "mode"):  # Keras's first argument
            arguments.append(literal)
        elif setting.keras is REQUIRED or not _same(value, setting.keras):
            arguments.append(f"{setting.name}={literal}")
    if known.value_range:
        arguments.append("value_range=(0, 255)")
    if known.name not in WITHOUT_SEED:
        arguments.append(f"seed={seed}")
    return f"{known.name}({', '.join(arguments)})"


def _short(setting: Setting, value: Any) -> Any:
    """Return a single number where Keras would expand it to the same pair."""
    if setting.kind != "range" or not isinstance(value, list | tuple):
        return tuple(value) if isinstance(value, list) else value
    low, high = value
    if (setting.single == "both" and -low == high) or (setting.single == "up" and low == 0):
        return high
    return low, high


def _same(value: Any, default: Any) -> bool:
    """Whether the two are equal and both or neither are bool: True is not 1."""
    return value == default and isinstance(value, bool) == isinstance(default, bool)
