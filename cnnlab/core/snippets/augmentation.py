"""The Keras code of an augmentation pipeline, as text to copy; tests run it and compare its pixels."""

from collections.abc import Sequence
from typing import Any

from cnnlab.core.augmentation import REQUIRED, Setting, augmentation, layer_seeds

WITHOUT_SEED = ("AutoContrast", "Equalization", "ContrastLimitedAdaptiveHistogramEqualization")  # they draw nothing
PICTURES = """\
picture = keras.utils.img_to_array(keras.utils.load_img("picture.png"))
images = np.stack([picture] * {count})  # ({count}, height, width, 3), values from 0 to 255
"""
SEVERAL = """\
names = [{names}]
images = np.stack([keras.utils.img_to_array(keras.utils.load_img(name)) for name in names])  # all of one size
"""
PIXELS = 'pixels = np.clip(np.rint(np.array(augmented)), 0, 255).astype("uint8")\n'
PYTHONS = "random.seed({seed})  # AugMix chooses its layers with Python's own random\n"
LABELS = '# Labels are mixed too where the layer gets them: layer({"images": images, "labels": one_hot_labels})\n'


def in_model(layers: Sequence[dict], seed: int, count: int = 9, several: bool = False) -> str:
    """A Sequential of the layers, to stand before a model, and what it makes of `count` copies of a picture.

    `layers` are configs as layer_config gives them. With `several` pictures, and for
    pipelines that mix them, `count` files are read instead.

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
    text += PYTHONS.format(seed=seed) if _has(layers, "AugMix") else ""
    return text + "augmented = augmentation(images, training=True)\n" + PIXELS


def _one_by_one(layers: Sequence[dict], seed: int, count: int, several: bool) -> str:
    """Without a Sequential, which Keras refuses to build of Equalization: "part of a cycle"."""
    text = _opening(layers, count, several, ["keras"]) + "layers = [\n" + _lines(layers, seed) + "]\n"
    text += PYTHONS.format(seed=seed) if _has(layers, "AugMix") else ""
    text += "# Keras 3.15 cannot build Equalization into a model: call the layers one by one, or in tf.data.\n"
    text += "augmented = images\nfor layer in layers:\n    augmented = layer(augmented, training=True)\n"
    return text + PIXELS


def in_tf_data(layers: Sequence[dict], seed: int, count: int = 9, several: bool = False) -> str:
    """The layers mapped over a tf.data.Dataset, after batching.

    >>> print(in_tf_data([], 7).splitlines()[-4])
    # After batch(): layers that are mapped over single pictures draw other numbers.
    """
    text = _opening(layers, count, several, ["keras", "tensorflow as tf"])
    text += "layers = [\n" + _lines(layers, seed) + "]\n\n\n"
    text += "def augment(pictures):\n    for layer in layers:\n        pictures = layer(pictures, training=True)\n"
    text += "    return pictures\n\n\n"
    text += "# drop_remainder tells the layers the size of a batch: without it, RandomElasticTransform of Keras 3.15\n"
    text += "# gives every picture the first one's content.\n"
    text += "batches = tf.data.Dataset.from_tensor_slices(images).batch(len(images), drop_remainder=True)\n"
    if _has(layers, "AugMix"):
        text += PYTHONS.format(seed=seed) + "# In tf.data it chooses once, for every batch to come.\n"
    text += "# After batch(): layers that are mapped over single pictures draw other numbers.\n"
    text += "batches = batches.map(augment)\n"
    return text + "for augmented in batches.take(1):\n    " + PIXELS


def _opening(layers: Sequence[dict], count: int, several: bool, imports: list[str]) -> str:
    mixing = any(augmentation(each["class_name"]).several for each in layers)
    names = ", ".join(f'"picture{place}.png"' for place in range(count))
    modules = sorted([*imports, "numpy as np"])
    lines = ["import random\n"] if _has(layers, "AugMix") else []
    text = "\n".join([*lines, *(f"import {each}" for each in modules)]) + "\n\n"
    text += SEVERAL.format(names=names) if mixing or several else PICTURES.format(count=count)
    return text + (LABELS if mixing else "") + "\n"


def _has(layers: Sequence[dict], name: str) -> bool:
    return any(each["class_name"] == name for each in layers)


def _lines(layers: Sequence[dict], seed: int) -> str:
    seeds = layer_seeds(seed, [each["class_name"] for each in layers])
    return "".join(f"    keras.layers.{_call(each, own)},\n" for each, own in zip(layers, seeds, strict=True))


def _call(layer: dict, seed: int) -> str:
    """The layer with what differs from Keras's defaults, the first required argument by its place alone."""
    known, config, arguments = augmentation(layer["class_name"]), layer["config"], list[str]()
    for each in known.settings:
        value = _short(each, config.get(each.name, each.keras))
        written = f'"{value}"' if isinstance(value, str) else repr(value)
        if not arguments and (each.keras is REQUIRED or each.name == "mode"):  # Keras's first, as one writes it
            arguments.append(written)
        elif each.keras is REQUIRED or not _same(value, each.keras):
            arguments.append(f"{each.name}={written}")
    if known.value_range:
        arguments.append("value_range=(0, 255)")
    if known.name not in WITHOUT_SEED:
        arguments.append(f"seed={seed}")
    return f"{known.name}({', '.join(arguments)})"


def _short(setting: Setting, value: Any) -> Any:
    """One number where Keras makes the same pair of it."""
    if setting.kind != "range" or not isinstance(value, list | tuple):
        return tuple(value) if isinstance(value, list) else value
    low, high = value
    if (setting.single == "both" and -low == high) or (setting.single == "up" and low == 0):
        return high
    return low, high


def _same(value: Any, default: Any) -> bool:
    """Whether Keras takes both for the same; True is not 1."""
    return value == default and isinstance(value, bool) == isinstance(default, bool)
