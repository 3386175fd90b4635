"""Freezing a base: its layers and the counts against Keras itself, slices against Python's own."""

import json

import keras
import numpy as np
import pytest

from cnnlab.core.transfer import bases
from cnnlab.core.transfer.bases import FIRST_TO_TUNE, TITLES, FreezingError, base
from cnnlab.core.transfer.batch_norm import BATCH, norm_cases
from cnnlab.core.transfer.freezing import (
    all_but_last,
    as_ranges,
    as_slice,
    counts,
    from_ranges,
    head_parameters,
    left_at_the_end,
    sliced,
)
from cnnlab.train.applications import APPLICATIONS
from cnnlab.train.bases import first_to_tune, load_base
from scripts import base_configs


@pytest.fixture(scope="module", params=TITLES)
def pair(request):
    """A base as it is read here, and the same as Keras builds it."""
    known = base(request.param)
    return known, load_base(request.param, size=known.input_shape[0], weights=None).model


def keras_counts(model, frozen):
    for index, layer in enumerate(model.layers):
        layer.trainable = index not in frozen
    of = [sum(int(np.prod(w.shape)) for w in ws) for ws in (model.trainable_weights, model.non_trainable_weights)]
    normalizations = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    moving = sum(layer.moving_mean.shape[0] + layer.moving_variance.shape[0] for layer in normalizations)
    return (*of, moving)


def test_the_layers_are_those_of_keras(pair):
    known, model = pair
    assert [(layer.class_name, layer.parameters) for layer in known.layers] == [
        (type(layer).__name__, layer.count_params()) for layer in model.layers
    ]
    assert [layer.name for layer in known.layers if layer.block in layer.name] == [
        layer.name for layer in model.layers if layer.name.startswith(("block", "stem", "head_"))
    ]
    assert known.output_shape == model.output_shape[1:]
    assert known.parameters == model.count_params()


@pytest.mark.parametrize("text", ["layers[:-4]", "[::2]", "layers[5:9]", "layers[:]", "layers[:0]", "layers[-1]"])
@pytest.mark.parametrize("kept", [False, True], ids=["", "normalization kept frozen"])
def test_the_counts_are_those_of_keras(pair, text, kept):
    known, model = pair
    frozen = sliced(text, len(known.layers)) | (known.normalizations if kept else frozenset())
    found = counts(known.layers, frozen)
    assert (found.trainable, found.non_trainable, found.statistics) == keras_counts(model, frozen)


def test_fine_tuning_starts_where_this_projects_training_does(pair):
    known, _ = pair
    assert known.layers[known.first_to_tune].name == FIRST_TO_TUNE[known.name] == first_to_tune(known.name)


def test_the_last_four_layers_of_vgg16():
    """Published: 14,714,688 parameters without the top; the fifth block's three convolutions have 7,079,424."""
    vgg16 = base("vgg16")
    found = counts(vgg16.layers, sliced("layers[:-4]", len(vgg16.layers)))
    assert (found.trainable, found.non_trainable, vgg16.parameters) == (7_079_424, 7_635_264, 14_714_688)
    assert found.trainable == 3 * (9 * 512 * 512 + 512)


@pytest.mark.parametrize("name", base_configs.BUILT)
def test_the_committed_configs_are_what_keras_builds(name):
    committed = json.loads((base_configs.CONFIGS / f"{name}.json").read_text(encoding="utf-8"))
    assert committed == json.loads(base_configs.config(name))
    assert name in APPLICATIONS


@pytest.mark.parametrize(
    "inner",
    [":-4", "-4:", ":", "::2", "::-3", "2:-2", " 1 : 5 ", "7:2", ":0", ":-0", "-99:99", "3", "-1", "+2:", "0:6:5"],
)
def test_a_slice_takes_the_layers_that_it_takes_in_python(inner):
    taken = eval(f"layers[{inner}]", {"layers": list(range(12))})
    expected = {taken} if isinstance(taken, int) else set(taken)
    for text in (inner, f"[{inner}]", f"layers[{inner}]", f" base.layers[{inner}] ", inner.replace("-", "\u2212")):
        assert sliced(text, 12) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "layers", "layers[]", "layers[:-n]", "layers[1,2]", "layers[1.5:]", "layers[:-4", ":-4]", "layers[[1]]",
     "layers[:4][2:]", "__import__('os').layers[:4]", "x.y.layers[:4]", "layers[1:2:3:4]", "layers[:1_0]",
     "layers[:٤]", "model[:4]", ":" + "9" * 70, "layers[:-4]\n[0]", "f()"],
)  # fmt: skip
def test_what_is_no_slice_is_refused(text):
    with pytest.raises(FreezingError, match=r"cannot be read as a slice of layers\. Write it as in Python"):
        sliced(text, 19)


@pytest.mark.parametrize("text", ["layers[19]", "layers[-20]", "-20"])
def test_a_layer_that_is_not_there_is_refused_with_the_numbers(text):
    with pytest.raises(FreezingError, match=r"There is no layers\[-?\d+\]: the base has 19 layers.* from -19 to 18"):
        sliced(text, 19)


def test_a_step_of_0_is_refused():
    with pytest.raises(FreezingError, match="step of a slice cannot be 0"):
        sliced("layers[::0]", 19)


def test_an_unknown_base_is_refused():
    with pytest.raises(FreezingError, match=r"There is no base 'resnet'\. Choose one of vgg16, "):
        base("resnet")


@pytest.mark.parametrize("name", TITLES)
def test_the_slice_of_a_selection_freezes_the_same_weights(name):
    known = base(name)
    total = len(known.layers)
    for number in range(total + 1):
        for frozen in (all_but_last(number, total), frozenset(range(total - number, total))):
            again = sliced(as_slice(known, frozen), total)
            assert counts(known.layers, again) == counts(known.layers, frozen)
    assert as_slice(known, sorted(known.weighted)[1:-1]) == ""
    assert (as_slice(known, []), as_slice(known, known.weighted)) == ("layers[:0]", "layers[:]")


def test_the_layers_behind_the_last_frozen_one():
    vgg16 = base("vgg16")
    assert [left_at_the_end(vgg16, frozen) for frozen in (range(15), [], [0, 18], [2, 17])] == [4, 19, 0, 1]
    assert all(left_at_the_end(vgg16, all_but_last(number, 19)) == number for number in range(20))


def test_ranges_come_back_as_they_were():
    generator = np.random.default_rng(0)
    for _ in range(50):
        indices = frozenset(np.flatnonzero(generator.random(142) < generator.random()).tolist())
        assert from_ranges(as_ranges(indices), 142) == indices
    assert from_ranges("17-9999,30", 19) == {17, 18}
    assert from_ranges("", 19) == from_ranges("5-2,-3,4-,99999-2,1e3", 19) == frozenset()


@pytest.mark.parametrize("units", [0, 16, 256])
def test_the_head_has_the_parameters_that_keras_counts(units):
    dense = [keras.layers.Dense(units)] if units else []
    model = keras.Sequential([keras.Input((1280,)), *dense, keras.layers.Dropout(0.5), keras.layers.Dense(1)])
    assert head_parameters(1280, units) == model.count_params()


@pytest.mark.parametrize("case", norm_cases(), ids=lambda case: f"trainable={case.trainable}, training={case.training}")
def test_what_keras_makes_of_a_batch(case):
    layer = keras.layers.BatchNormalization()
    layer.build((None, 1))
    layer.trainable = case.trainable
    output = keras.ops.convert_to_numpy(layer(np.array(BATCH, "float32")[:, None], training=case.training))
    np.testing.assert_allclose(output[:, 0], case.output, rtol=1e-6, atol=1e-7)
    moving = [float(keras.ops.convert_to_numpy(value)[0]) for value in (layer.moving_mean, layer.moving_variance)]
    np.testing.assert_allclose(moving, [case.mean, case.variance], rtol=1e-6, atol=1e-7)
    assert len(layer.trainable_weights) == case.trained


def test_a_bundled_base_is_read_again_when_its_file_changes(tmp_path, monkeypatch):
    file = tmp_path / bases.BUNDLED / "model.keras"
    file.parent.mkdir()
    file.write_bytes((bases.PRETRAINED / bases.BUNDLED / "model.keras").read_bytes())
    monkeypatch.setattr(bases, "PRETRAINED", tmp_path)
    assert bases.base(bases.BUNDLED).title == "EfficientNet-Lite0"
    file.write_bytes((bases.CONFIGS.parents[3] / "pretrained/mnist_convnet/model.keras").read_bytes())
    with pytest.raises(bases.FreezingError, match="is not EfficientNet-Lite0: it has no layer block6a_expand_conv"):
        bases.base(bases.BUNDLED)
