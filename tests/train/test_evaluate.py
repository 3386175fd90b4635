"""A card's figures are measured again, and one that does not hold is named."""

import json

import pytest

from cnnlab.train.evaluate import main
from cnnlab.train.run import Options, run


@pytest.fixture
def models(data, tmp_path):
    run("mnist_convnet", Options(data, tmp_path / "mnist_convnet", epochs=1))
    return tmp_path


def change_figure(models, by: float) -> None:
    path = models / "mnist_convnet" / "card.json"
    card = json.loads(path.read_text())
    card["measured"][0]["value"] += by
    path.write_text(json.dumps(card))


def test_figures_that_hold(models, data, capsys):
    assert main(["--data", str(data), "--models", str(models)]) == 0
    assert "mnist_convnet: as its card says" in capsys.readouterr().out


@pytest.mark.parametrize(("pictures", "code"), [(1, 0), (2, 1)])
def test_a_figure_may_be_off_by_one_picture_of_twenty(models, data, capsys, pictures, code):
    change_figure(models, pictures / 20)
    assert main(["--data", str(data), "--models", str(models)]) == code
    assert ("mnist_convnet: test accuracy is" in capsys.readouterr().out) == bool(code)


def test_data_that_is_missing_is_named(models, tmp_path, capsys):
    assert main(["--data", str(tmp_path / "none"), "--models", str(models)]) == 2
    assert "mnist.npz should be" in capsys.readouterr().err


def test_a_model_that_is_not_the_cards_is_named(models, data, capsys):
    (models / "mnist_convnet" / "model.keras").write_bytes(b"another")
    assert main(["--data", str(data), "--models", str(models)]) == 2
    assert "sha256" in capsys.readouterr().err
