"""The code of the Transfer learning page runs on a small folder of pictures and does what its settings say."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.snippets.transfer import augmented_code, extraction_code, fine_tuning_code
from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.features import chosen, read_features
from cnnlab.core.transfer.freezing import head_parameters
from cnnlab.nets.zoo.transfer import unfreeze_from
from cnnlab.train.bases import load_base
from cnnlab.train.examples import class_files
from cnnlab.train.features import extractor

EACH = {"train": 9, "validation": 4}  # pictures of each class
SHORT = {"epochs": 2, "batch_size": 8}
HEAD = "model = keras.Sequential("  # where the code begins that needs only features


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with the bundled network and generated pictures: cats bright above, dogs bright below."""
    (tmp_path / "efficientnet_lite0.keras").symlink_to(PRETRAINED / "efficientnet_lite0" / "model.keras")
    generator = np.random.default_rng(0)
    for subset, each in EACH.items():
        for label, name in enumerate(("cat", "dog")):
            (tmp_path / "cats_vs_dogs_small" / subset / name).mkdir(parents=True)
            for index in range(each):
                pixels = generator.integers(0, 90, (60, 80, 3), np.uint8)
                pixels[30 * label : 30 * (label + 1)] += 150
                Image.fromarray(pixels).save(
                    tmp_path / "cats_vs_dogs_small" / subset / name / f"{name}.{index}.jpg", quality=95
                )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(code, capsys, names=None):
    names = {} if names is None else names
    exec(code, names)
    accuracy = names["history"].history["val_accuracy"][-1]
    assert capsys.readouterr().out.endswith(f"validation accuracy: {accuracy:.3f}\n")
    return names


def trainable(layers):
    return sum(int(np.prod(weight.shape)) for layer in layers for weight in layer.trainable_weights)


@pytest.mark.tensorflow
@pytest.mark.parametrize("pictures", [2000, 11])
def test_extraction_trains_the_head_on_the_features_of_the_pictures_chosen_on_the_page(pictures, folder, capsys):
    settings = HeadSettings(pictures=pictures, **SHORT)
    names = run(extraction_code(settings), capsys)
    files = class_files(folder / "cats_vs_dogs_small" / "train")
    labels = np.array([[label] for _, label in files])
    kept = chosen(labels, 11, settings.seed) if pictures == 11 else np.arange(18)
    np.testing.assert_array_equal(names["train_labels"], labels[kept])
    pixels = tf.stack([tf.image.resize(tf.io.decode_jpeg(path.read_bytes()), (224, 224)) for path, _ in files])
    expected = extractor(load_base()).predict(pixels, verbose=0)[kept]
    np.testing.assert_allclose(names["train_features"], expected, atol=1e-4)
    assert names["validation_features"].shape == (8, 1280)
    assert names["model"].count_params() == head_parameters(1280, 256)
    assert len(names["history"].epoch) == 2


@pytest.mark.parametrize(
    ("change", "kind", "last_rate"),
    [
        ({}, keras.optimizers.RMSprop, 0.001),
        ({"optimizer": "adam", "schedule": "cosine"}, keras.optimizers.Adam, 0),
        (
            {"optimizer": "sgd", "schedule": "exponential", "units": 0, "learning_rate": 0.01},
            keras.optimizers.SGD,
            0.0001,
        ),
        ({"l2": 0.01, "units": 0}, keras.optimizers.RMSprop, 0.001),
        ({"l2": 0.01, "dropout": 0.0, "units": 64, "pictures": 500}, keras.optimizers.RMSprop, 0.001),
    ],
    ids=str,
)
def test_the_head_of_the_code_is_that_of_the_settings_and_learns_the_bundled_features(change, kind, last_rate, capsys):
    settings = HeadSettings(epochs=2, **change)
    subsets, names = read_features(), {"keras": keras}
    indices = chosen(subsets["train"].labels, settings.pictures, settings.seed)
    for name, rows in (("train", indices), ("validation", np.arange(1000))):
        names[f"{name}_features"] = subsets[name].features[rows].astype("float32")
        names[f"{name}_labels"] = subsets[name].labels[rows, None].astype("float32")
    keras.utils.set_random_seed(settings.seed)
    code = extraction_code(settings)
    model = run(code[code.index(HEAD) :], capsys, names)["model"]
    assert model.count_params() == head_parameters(1280, settings.units)
    assert type(model.optimizer) is kind
    assert float(model.optimizer.learning_rate) == pytest.approx(last_rate, abs=1e-9)
    assert names["history"].history["val_accuracy"][-1] > 0.96
    kinds = [layer.__class__.__name__ for layer in model.layers]
    assert kinds == ["Dense"] * bool(settings.units) + ["Dropout"] * bool(settings.dropout) + ["Dense"]
    if settings.l2:
        assert next(layer for layer in model.layers if layer.count_params()).kernel_regularizer.l2 == pytest.approx(
            settings.l2
        )
    if settings.dropout:
        assert model.layers[-2].rate == settings.dropout
    if settings.optimizer == "sgd":
        assert model.optimizer.momentum == 0.9


@pytest.mark.tensorflow
def test_with_augmentation_the_base_stays_as_it_was(folder, capsys):
    names = run(augmented_code(HeadSettings(**SHORT)), capsys)
    model, base = names["model"], names["base"]
    for before, after in zip(load_base().model.weights, base.weights, strict=True):
        np.testing.assert_array_equal(before, after)
    assert trainable(model.layers) == head_parameters(1280, 256)
    assert [layer.__class__.__name__ for layer in model.layers[:3]] == ["RandomFlip", "RandomRotation", "RandomZoom"]
    assert len(names["train"]) == 3  # 18 pictures in batches of 8
    assert len(names["history"].epoch) == 2


@pytest.mark.tensorflow
def test_fewer_pictures_with_augmentation_are_those_chosen_on_the_page(folder, capsys):
    settings = HeadSettings(pictures=11, epochs=1, batch_size=8, schedule="cosine")
    names = run(augmented_code(settings), capsys)
    files = [str(path) for path, _ in class_files(folder / "cats_vs_dogs_small" / "train")]
    labels = np.repeat([0, 1], 9)
    expected = {files[index].split("/")[-1] for index in chosen(labels, 11, settings.seed)}
    assert {file.split("/")[-1] for file in names["files"][names["kept"]]} == expected
    shown = list(names["train"].as_numpy_iterator())
    assert [len(labels) for _, labels in shown] == [8, 3]
    assert sum(labels.sum() for _, labels in shown) == 5  # dogs; cats get the odd one
    for pictures, given in shown:  # bright above: a cat; bright below: a dog
        np.testing.assert_array_equal(
            pictures[:, :100].mean((1, 2, 3)) < pictures[:, 124:].mean((1, 2, 3)), given[:, 0]
        )
    assert float(names["model"].optimizer.learning_rate) == pytest.approx(0, abs=1e-9)


@pytest.mark.tensorflow
def test_fine_tuning_trains_the_layers_of_the_recipe_and_keeps_the_statistics(folder, capsys):
    names = run(fine_tuning_code(HeadSettings(epochs=1, batch_size=8)), capsys)
    model, base, start = names["model"], names["base"], load_base().model
    expected = unfreeze_from(load_base().model, "block6a_expand_conv")
    assert [layer.name for layer in base.layers if layer.trainable_weights] == expected
    head = head_parameters(1280, 256)
    assert trainable(model.layers) == trainable(base.layers) + head
    changed = set()
    for before, after in zip(start.layers, base.layers, strict=True):
        pairs = zip(before.get_weights(), after.get_weights(), strict=True)
        if not all(np.array_equal(first, second) for first, second in pairs):
            changed.add(before.name)
    assert changed == set(expected)
    assert type(model.optimizer) is keras.optimizers.RMSprop
    assert float(model.optimizer.learning_rate) == pytest.approx(1e-5)
