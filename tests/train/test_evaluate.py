"""A card's figures are measured again, and any that cannot be reproduced is reported."""

import csv
import json
import re
import shutil
from dataclasses import replace

import keras
import numpy as np
import pytest

from cnnlab.train.applications import APPLICATIONS
from cnnlab.train.evaluate import main
from cnnlab.train.run import Options, run
from tests.train.conftest import like_vgg16, write_flowers


@pytest.fixture
def models(data, tmp_path):
    run("mnist_convnet", Options(data, tmp_path / "mnist_convnet", epochs=1))
    return tmp_path


@pytest.fixture
def pets(data, tmp_path):
    run("pets_segmentation", Options(data, tmp_path / "pets_segmentation", epochs=1))
    return tmp_path


def change(models, edit, name="mnist_convnet") -> None:
    path = models / name / "card.json"
    card = json.loads(path.read_text())
    edit(card)
    path.write_text(json.dumps(card))


def add(by: float, index: int = 0):
    def edit(card):
        card["measured"][index]["value"] += by

    return edit


def test_reproduced_figures(models, data, capsys):
    assert main(["--data", str(data), "--models", str(models)]) == 0
    assert "mnist_convnet: agrees with its card" in capsys.readouterr().out


@pytest.mark.parametrize(("pictures", "code"), [(1, 0), (2, 1)])
def test_a_figure_may_differ_by_one_picture_of_twenty(models, data, capsys, pictures, code):
    change(models, add(pictures / 20))
    assert main(["--data", str(data), "--models", str(models)]) == code
    assert ("mnist_convnet: test accuracy is" in capsys.readouterr().out) == bool(code)


def test_other_cards_are_checked_when_one_data_set_is_missing(models, own_data, capsys):
    run("pets_segmentation", Options(own_data, models / "a_pets", epochs=1))
    (models / "a_pets").rename(models / "pets_segmentation")
    (own_data / "mnist.npz").unlink()
    assert main(["--data", str(own_data), "--models", str(models)]) == 2
    output = capsys.readouterr()
    assert "mnist.npz cannot be read" in output.err
    assert "pets_segmentation: agrees with its card" in output.out


def test_missing_data(models, tmp_path, capsys):
    assert main(["--data", str(tmp_path / "none"), "--models", str(models)]) == 2
    assert "mnist.npz cannot be read" in capsys.readouterr().err


def test_a_model_file_with_another_hash(models, data, capsys):
    (models / "mnist_convnet" / "model.keras").write_bytes(b"another model")
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "sha256" in capsys.readouterr().err


@pytest.mark.parametrize(("by", "code"), [(0.0009, 0), (0.0011, 1)])
def test_an_iou_may_differ_by_a_thousandth(pets, data, capsys, by, code):
    change(pets, add(by, index=-1), "pets_segmentation")
    assert main(["--data", str(data), "--models", str(pets)]) == code
    assert ("pets_segmentation: mean IoU is" in capsys.readouterr().out) == bool(code)


def test_another_number_of_pictures_than_on_the_card(models, data, capsys):
    """The tolerance of one picture has another size then."""
    change(models, lambda card: card["training"]["data"].update(test=21))
    assert main(["--data", str(data), "--models", str(models)]) == 1
    assert re.search(
        r"mnist_convnet: .+ has .*'test': 20.* pictures, the card was measured with", capsys.readouterr().out
    )


def test_a_copy_with_more_flowers_is_measured_too(own_data, tmp_path, monkeypatch, capsys):
    """The card does not hold for it, but no test picture there was trained on. 32.jpg and 50.jpg are for the test."""
    monkeypatch.setitem(APPLICATIONS, "xception", replace(APPLICATIONS["xception"], build=like_vgg16, size=32))
    run("flowers_frozen", Options(own_data, tmp_path / "models" / "flowers_frozen", epochs=1, base="xception"))
    arguments = ["--data", str(own_data), "--models", str(tmp_path / "models")]
    assert main(arguments) == 0
    write_flowers(own_data / "flower_photos", ["32.jpg", "50.jpg"], np.random.default_rng(5))
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr().out
    accuracy = accuracy_by_keras(tmp_path, own_data / "flower_photos", ["1.jpg", "32.jpg", "50.jpg"])
    assert "'test': 15} pictures, the card was measured with {'train': 5, 'validation': 5, 'test': 5}. " in said
    assert said.endswith(f" none of which it was trained on, test accuracy is {accuracy:.4f}\n")


def accuracy_by_keras(tmp_path, folder, names) -> float:
    shutil.copytree(folder, tmp_path / "test", ignore=lambda at, found: {name for name in found if not_in(name, names)})
    model = keras.saving.load_model(tmp_path / "models" / "flowers_frozen" / "model.keras")
    model.compile(metrics=["accuracy"], loss="sparse_categorical_crossentropy")
    pictures = keras.utils.image_dataset_from_directory(tmp_path / "test", image_size=(32, 32))
    return model.evaluate(pictures, verbose=0)[1]


def not_in(name: str, names: list[str]) -> bool:
    return name.endswith(".jpg") and name not in names


def test_a_figure_that_is_missing_on_the_card(models, data, capsys):
    change(models, lambda card: card["measured"].clear())
    assert main(["--data", str(data), "--models", str(models)]) == 1
    assert re.search(r"test accuracy is 0\.\d+, the card says None", capsys.readouterr().out)


def test_the_history_of_another_model(models, data, capsys):
    path = models / "mnist_convnet" / "history.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["val_accuracy"] = float(rows[0]["val_accuracy"]) + 0.3
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert main(["--data", str(data), "--models", str(models)]) == 1
    assert "the best epoch's validation accuracy is" in capsys.readouterr().out


def test_a_missing_history(models, data, capsys):
    (models / "mnist_convnet" / "history.csv").unlink()
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "history.csv cannot be read as the history of the 1-epoch run" in capsys.readouterr().err


def test_a_truncated_history(models, data, capsys):
    path = models / "mnist_convnet" / "history.csv"
    header, row = path.read_text().splitlines()[:2]
    path.write_text(f"{header}\n{row[:5]}")
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "history.csv cannot be read as the history of the 1-epoch run" in capsys.readouterr().err


def test_having_no_cards_to_check_is_an_error(tmp_path, data, capsys):
    assert main(["--data", str(data), "--models", str(tmp_path / "nowhere")]) == 2
    assert "There are no cards of trained models in" in capsys.readouterr().err
