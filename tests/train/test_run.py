"""What is said before a run starts, what is left behind when it has ended, and the command line."""

import csv
import math
import re
from dataclasses import replace

import keras
import numpy as np
import pytest

from cnnlab.core.cards import CardError, cards, sha256
from cnnlab.train.__main__ import main
from cnnlab.train.applications import APPLICATIONS
from cnnlab.train.errors import RecipeError
from cnnlab.train.examples import in_order
from cnnlab.train.recipes import RECIPES
from cnnlab.train.run import Options, run


@pytest.fixture(scope="module")
def digits(data, tmp_path_factory):
    """A finished run, and its card."""
    out = tmp_path_factory.mktemp("runs") / "somewhere"
    return out, run("mnist_convnet", Options(data, out, epochs=4, batch_size=32))


def test_the_card_says_what_was_run(digits):
    _, card = digits
    training = card.training
    assert card.id == training.recipe == "mnist_convnet"
    assert training.command == "python -m cnnlab.train mnist_convnet --data DIR --out DIR --epochs 4 --batch-size 32"
    assert training.data == {"train": 110, "validation": 10, "test": 20}
    assert (training.epochs, training.seed, training.batch_size) == (4, 1337, 32)
    assert training.versions["keras"] == keras.__version__
    assert [each.figure for each in card.measured] == ["test accuracy"]


def test_the_card_is_read_from_where_it_lies(digits):
    out, card = digits
    [found] = cards(out.parent)
    found.check_file()
    assert found == card
    assert found.classes()[3].ko == "3"


def test_the_saved_model_is_the_best_epoch(digits, data):
    from cnnlab.train.datasets import DATASETS

    out, card = digits
    with (out / "history.csv").open(newline="") as file:
        losses = [float(row["val_loss"]) for row in csv.DictReader(file)]
    assert card.training.best_epoch == losses.index(min(losses)) + 1
    model = keras.saving.load_model(out / "model.keras")
    [(pictures, labels)] = list(in_order(DATASETS["mnist"].load(data, 28)["validation"], 100))
    probabilities = model.predict(pictures, verbose=0)[np.arange(len(labels)), labels]
    assert -np.log(probabilities).mean() == pytest.approx(min(losses), abs=1e-3)


def test_the_first_kernels_are_kept_before_training_and_after_each_epoch(digits):
    out, card = digits
    with np.load(out / "kernels.npz") as file:
        kernels = file["kernels"]
    assert kernels.shape == (5, 3, 3, 1, 32)
    assert kernels.dtype == np.float16
    learned = keras.saving.load_model(out / "model.keras").get_layer("conv1").kernel.numpy()
    assert kernels[card.training.best_epoch] == pytest.approx(learned, abs=1e-3)
    assert not (kernels[0] == kernels[1]).all()


def test_the_features_are_kept_for_training_a_head_live(data, tmp_path, monkeypatch):
    monkeypatch.setitem(APPLICATIONS, "xception", replace(APPLICATIONS["xception"], build=like_vgg16, size=32))
    run("cats_dogs_extraction", Options(data, tmp_path, epochs=1, base="xception"))
    with np.load(tmp_path / "features.npz") as file:
        assert {name: (file[name].shape, str(file[name].dtype)) for name in file.files if "train" in name} == {
            "train_features": ((8, 4), "float16"),
            "train_labels": ((8, 1), "uint8"),
        }
    model = keras.saving.load_model(tmp_path / "model.keras")
    assert (model.input_shape, model.output_shape) == ((None, 32, 32, 3), (None, 1))


def test_features_of_another_base_or_other_pictures_are_made_anew(own_data, tmp_path, monkeypatch):
    """As when a run was killed, or its card deleted to run it again."""

    def features(base):
        run("cats_dogs_extraction", Options(own_data, tmp_path, epochs=1, base=base))
        (tmp_path / "card.json").unlink()
        with np.load(tmp_path / "features.npz") as file:
            return file["train_features"]

    for name in ("xception", "vgg19"):
        monkeypatch.setitem(APPLICATIONS, name, replace(APPLICATIONS[name], build=named(name), size=32, flatten=False))
    first = features("xception")
    written = (tmp_path / "features.npz").stat().st_mtime_ns
    assert (features("xception") == first).all()
    assert (tmp_path / "features.npz").stat().st_mtime_ns == written
    assert not np.allclose(features("vgg19"), first)
    (own_data / "cats_vs_dogs_small" / "train" / "cat" / "cat.0.jpg").unlink()
    assert features("vgg19").shape == (7, 4)
    (tmp_path / "features.npz").write_bytes((tmp_path / "features.npz").read_bytes()[:-100])
    assert features("vgg19").shape == (7, 4)


def named(name: str):
    def build(**options) -> keras.Model:
        keras.utils.set_random_seed(len(name))
        model = like_vgg16(**options)
        return keras.Model(model.inputs[0], model.outputs[0], name=name)

    return build


def like_vgg16(weights, include_top, input_shape) -> keras.Model:
    """A network with VGG16's fifth block, small."""
    x = inputs = keras.Input(input_shape)
    for name in ("block4_conv3", "block5_conv1", "block5_conv2", "block5_conv3"):
        x = keras.layers.Conv2D(4, 3, padding="same", name=name)(x)
    return keras.Model(inputs, keras.layers.MaxPooling2D(name="block5_pool")(x), name="vgg16")


def test_another_base_is_extracted_and_fine_tuned(data, tmp_path, monkeypatch):
    monkeypatch.setitem(APPLICATIONS, "vgg16", replace(APPLICATIONS["vgg16"], build=like_vgg16, size=32))
    extracted, tuned = tmp_path / "extracted", tmp_path / "tuned"
    run("cats_dogs_extraction", Options(data, extracted, epochs=1, base="vgg16"))
    with np.load(extracted / "features.npz") as file:
        assert file["train_features"].shape == (8, 16, 16, 4)
    start = extracted / "model.keras"
    card = run("cats_dogs_fine_tuned", Options(data, tuned, epochs=1, base="vgg16", start=start))
    assert card.parameters == 4 * 9 * 3 + 4 + 3 * (4 * 9 * 4 + 4) + 16 * 16 * 4 * 256 + 256 + 257
    before, after = (keras.saving.load_model(each / "model.keras").get_layer("vgg16") for each in (extracted, tuned))
    changed = [
        layer.name
        for layer in before.layers
        if layer.weights and not (layer.kernel.numpy() == after.get_layer(layer.name).kernel.numpy()).all()
    ]
    assert changed == ["block5_conv1", "block5_conv2", "block5_conv3"]


def test_a_card_that_cannot_be_read_is_named(data, tmp_path):
    (tmp_path / "card.json").write_text("{")
    with pytest.raises(RecipeError, match=r"card\.json should be a model's card; reading it gave: .+ or delete it"):
        run("mnist_convnet", Options(data, tmp_path))


def test_a_recipe_without_a_base_takes_none(data, tmp_path):
    with pytest.raises(RecipeError, match=r"mnist_convnet uses no base .* --base vgg16 came\. Leave it out"):
        run("mnist_convnet", Options(data, tmp_path, base="vgg16"))


def test_fine_tuning_says_what_is_to_be_run_first(data, tmp_path):
    with pytest.raises(RecipeError, match=r"go on from was expected at .*Run cats_dogs_extraction_augmented into"):
        run("cats_dogs_fine_tuned", Options(data, tmp_path / "cats_dogs_fine_tuned"))


def test_a_start_without_a_base_is_named(data, digits, tmp_path):
    with pytest.raises(RecipeError, match=r"with a trained base inside .*; mnist_convnet has none"):
        run("cats_dogs_fine_tuned", Options(data, tmp_path / "out", start=digits[0] / "model.keras"))


def test_a_recipe_that_starts_from_nothing_takes_no_start(data, digits, tmp_path):
    with pytest.raises(RecipeError, match=r"mnist_convnet starts from no trained model; --start came\. Leave it out"):
        run("mnist_convnet", Options(data, tmp_path / "out", start=digits[0] / "model.keras"))


def test_a_start_that_is_no_model_is_named(data, tmp_path):
    start = tmp_path / "model.keras"
    start.write_bytes(b"no model")
    with pytest.raises(RecipeError, match=r"model\.keras; reading it gave: .+ Run the recipe before"):
        run("cats_dogs_fine_tuned", Options(data, tmp_path / "out", start=start))


def test_another_start_is_another_run(data, tmp_path, monkeypatch):
    monkeypatch.setitem(APPLICATIONS, "vgg16", replace(APPLICATIONS["vgg16"], build=like_vgg16, size=32))
    starts = [tmp_path / name / "model.keras" for name in ("one", "other")]
    for seed, start in enumerate(starts):
        run("cats_dogs_extraction", Options(data, start.parent, epochs=1, base="vgg16", seed=seed))
    options = Options(data, tmp_path / "tuned", epochs=1, base="vgg16", start=starts[0])
    card = run("cats_dogs_fine_tuned", options)
    assert card.training.start == sha256(starts[0])
    assert card.training.command.endswith("--epochs 1 --base vgg16 --start FILE")
    assert run("cats_dogs_fine_tuned", options) == card
    with pytest.raises(RecipeError, match="holds the end of another run"):
        run("cats_dogs_fine_tuned", replace(options, start=starts[1]))
    (tmp_path / "tuned" / "model.keras").unlink()
    with pytest.raises(CardError, match=r"model\.keras was expected and cannot be read"):
        run("cats_dogs_fine_tuned", options)


def test_a_start_of_another_size_is_named(data, tmp_path, monkeypatch):
    monkeypatch.setitem(APPLICATIONS, "vgg16", replace(APPLICATIONS["vgg16"], build=like_vgg16, size=32))
    run("cats_dogs_extraction", Options(data, tmp_path / "small", epochs=1, base="vgg16"))
    start = tmp_path / "small" / "model.keras"
    with pytest.raises(
        RecipeError, match=r"for pictures of 224 x 224, which is efficientnet_lite0's size, .*\(None, 32"
    ):
        run("cats_dogs_fine_tuned", Options(data, tmp_path / "out", start=start))


def test_a_start_with_another_number_of_classes_is_named(data, tmp_path, monkeypatch):
    monkeypatch.setitem(APPLICATIONS, "vgg16", replace(APPLICATIONS["vgg16"], build=like_vgg16, size=32))
    run("cats_dogs_extraction", Options(data, tmp_path / "two", epochs=1, base="vgg16"))
    start = tmp_path / "two" / "model.keras"
    with pytest.raises(RecipeError, match=r"A model with 5 outputs, for 5 classes, was expected at \S+; it has 1\."):
        run("flowers_fine_tuned", Options(data, tmp_path / "out", base="vgg16", start=start))


def test_an_out_that_is_a_file_is_named(data, tmp_path):
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(RecipeError, match=r"A folder to write to was expected as --out; .*out gave: .+ Name another"):
        run("mnist_convnet", Options(data, tmp_path / "out"))


def test_the_command_line_lists_every_recipe(capsys):
    assert main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(RECIPES)


@pytest.mark.parametrize(
    ("recipe", "said"),
    [("mnist", "One of the recipes mnist_convnet, .*; 'mnist' came"), ("mnist_convnet", r"mnist\.npz should be")],
)
def test_the_command_line_says_what_is_wrong(recipe, said, tmp_path, capsys):
    assert main([recipe, "--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert re.search(said, error)
    assert "Traceback" not in error


def test_the_command_line_tells_what_vgg16_is_fed_and_what_an_older_recipe_fed_it(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "less the means 103.939, 116.779, 123.68 by preprocess_input" in told
    assert "the likely cause of its 0.90 against 0.97" in told


@pytest.mark.parametrize("seed", ["-1", "4294967296"])
def test_a_seed_that_no_generator_takes_is_refused(seed, capsys):
    with pytest.raises(SystemExit):
        main(["mnist_convnet", "--seed", seed])
    assert f"from 0 to 4294967295 was expected; {seed} came" in capsys.readouterr().err


def test_the_command_line_needs_both_folders(capsys):
    with pytest.raises(SystemExit):
        main(["mnist_convnet"])
    assert "RECIPE, --data and --out are needed" in capsys.readouterr().err


def test_recipes_are_those_of_the_course_with_its_epochs():
    assert {each.id: each.epochs for each in RECIPES.values()} == {
        "mnist_convnet": 5,
        "cats_dogs_extraction": 20,
        "cats_dogs_scratch": 30,
        "cats_dogs_augmented": 100,
        "pets_unet": 40,
        "cats_dogs_extraction_augmented": 20,
        "cats_dogs_fine_tuned": 20,
        "cats_dogs_mini_xception": 60,
        "flowers_frozen": 5,
        "flowers_fine_tuned": 10,
        "pets_segmentation": 50,
        "fashion_mnist_convnet": 10,
    }


def test_fine_tuning_has_the_notes_learning_rate():
    optimizer = RECIPES["cats_dogs_fine_tuned"].optimizer(100)
    assert math.isclose(float(optimizer.learning_rate), 1e-5, rel_tol=1e-6)
    assert isinstance(optimizer, keras.optimizers.RMSprop)
