"""Downloaded weights become models that take 0 to 255, red first, and answer as Keras's own with its preprocessing."""

import h5py
import keras
import numpy as np
import pytest
from keras.src.legacy.saving import legacy_h5_format

from cnnlab.core.cards import CardError
from cnnlab.core.cards.applications import application
from cnnlab.core.cards.card_file import read_card
from cnnlab.nets.applications import convert

pytestmark = pytest.mark.tensorflow

MODULES = {"MobileNetV2": "mobilenet_v2", "DenseNet121": "densenet", "ResNet50": "resnet"}  # one of each scaling


def weights_of(builder, path):
    """Random weights in a file as Keras's servers have them."""
    keras.utils.set_random_seed(0)
    model = getattr(keras.applications, builder)(weights=None)
    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    return model


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    weights_of("MobileNetV2", tmp_path / "weights.h5")
    with pytest.raises(CardError, match=r"MobileNetV2 cannot be written to .*none \(No such file or directory\)"):
        convert(application("MobileNetV2"), tmp_path / "weights.h5", tmp_path / "none")


@pytest.mark.parametrize("builder", MODULES)
def test_the_model_answers_as_keras_own(builder, tmp_path):
    own = weights_of(builder, tmp_path / "weights.h5")
    one = application(builder)
    card = convert(one, tmp_path / "weights.h5", tmp_path)
    found = keras.saving.load_model(card.model_file)
    pictures = np.random.default_rng(1).integers(0, 256, (2, one.side, one.side, 3)).astype("float32")
    preprocess = getattr(keras.applications, MODULES[builder]).preprocess_input
    expected = own.predict(preprocess(pictures.copy()), verbose=0)
    np.testing.assert_allclose(found.predict(pictures, verbose=0), expected, rtol=1e-3, atol=1e-7)
    assert card == read_card(tmp_path / one.id / "card.json")
    assert card.explains_photographs
    assert len(card.classes(1000)) == 1000
    assert card.source.licence == one.licence
    assert sorted(path.name for path in tmp_path.iterdir()) == [one.id, "weights.h5"]
