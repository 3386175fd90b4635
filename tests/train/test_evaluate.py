"""A card's figures are measured again, and one that does not hold is named."""

import csv
import json
import re

import pytest

from cnnlab.train.evaluate import main
from cnnlab.train.run import Options, run


@pytest.fixture
def models(data, tmp_path):
    run("mnist_convnet", Options(data, tmp_path / "mnist_convnet", epochs=1))
    return tmp_path


@pytest.fixture
def pets(data, tmp_path):
    run("pets_segmentation", Options(data, tmp_path / "pets_segmentation", epochs=1))
    return tmp_path


def change(models, how, name="mnist_convnet") -> None:
    path = models / name / "card.json"
    card = json.loads(path.read_text())
    how(card)
    path.write_text(json.dumps(card))


def add(by: float, index: int = 0):
    def how(card):
        card["measured"][index]["value"] += by

    return how


def test_figures_that_hold(models, data, capsys):
    assert main(["--data", str(data), "--models", str(models)]) == 0
    assert "mnist_convnet: as its card says" in capsys.readouterr().out


@pytest.mark.parametrize(("pictures", "code"), [(1, 0), (2, 1)])
def test_a_figure_may_be_off_by_one_picture_of_twenty(models, data, capsys, pictures, code):
    change(models, add(pictures / 20))
    assert main(["--data", str(data), "--models", str(models)]) == code
    assert ("mnist_convnet: test accuracy is" in capsys.readouterr().out) == bool(code)


def test_one_data_set_that_is_missing_keeps_no_other_card_from_being_told(models, own_data, capsys):
    run("pets_segmentation", Options(own_data, models / "a_pets", epochs=1))
    (models / "a_pets").rename(models / "pets_segmentation")
    (own_data / "mnist.npz").unlink()
    assert main(["--data", str(own_data), "--models", str(models)]) == 2
    told = capsys.readouterr()
    assert "mnist.npz should be" in told.err
    assert "pets_segmentation: as its card says" in told.out


def test_data_that_is_missing_is_named(models, tmp_path, capsys):
    assert main(["--data", str(tmp_path / "none"), "--models", str(models)]) == 2
    assert "mnist.npz should be" in capsys.readouterr().err


def test_a_model_that_is_not_the_cards_is_named(models, data, capsys):
    (models / "mnist_convnet" / "model.keras").write_bytes(b"another")
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "sha256" in capsys.readouterr().err


@pytest.mark.parametrize(("by", "code"), [(0.0009, 0), (0.0011, 1)])
def test_an_overlap_may_be_off_by_a_thousandth(pets, data, capsys, by, code):
    change(pets, add(by, index=-1), "pets_segmentation")
    assert main(["--data", str(data), "--models", str(pets)]) == code
    assert ("pets_segmentation: mean IoU is" in capsys.readouterr().out) == bool(code)


def test_other_pictures_than_the_cards_are_named(models, data, capsys):
    """With another number of pictures, one picture would be another difference."""
    change(models, lambda card: card["training"]["data"].update(test=21))
    assert main(["--data", str(data), "--models", str(models)]) == 1
    assert re.search(r"mnist_convnet: the pictures under .+ are others: .*'test': 20", capsys.readouterr().out)


def test_a_figure_that_the_card_lacks_is_named(models, data, capsys):
    change(models, lambda card: card["measured"].clear())
    assert main(["--data", str(data), "--models", str(models)]) == 1
    assert re.search(r"test accuracy is 0\.\d+, its card says None", capsys.readouterr().out)


def test_a_history_of_another_model_is_named(models, data, capsys):
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


def test_a_lost_history_is_named(models, data, capsys):
    (models / "mnist_convnet" / "history.csv").unlink()
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "history.csv should be the history of 1 epochs" in capsys.readouterr().err


def test_a_history_that_is_cut_off_is_named(models, data, capsys):
    path = models / "mnist_convnet" / "history.csv"
    header, row = path.read_text().splitlines()[:2]
    path.write_text(f"{header}\n{row[:5]}")
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "history.csv should be the history of 1 epochs" in capsys.readouterr().err


def test_nothing_to_look_at_is_no_success(tmp_path, data, capsys):
    assert main(["--data", str(data), "--models", str(tmp_path / "nowhere")]) == 2
    assert "Cards of trained models were expected" in capsys.readouterr().err
