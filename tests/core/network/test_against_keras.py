"""Every network in `nets.zoo` and several from keras.applications, layer by layer against Keras."""

import inspect

import keras
import pytest
from keras import applications

from cnnlab.core.layers.describe import KINDS, MERGING
from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network import read
from cnnlab.nets.zoo.cats_dogs import cats_dogs_convnet
from cnnlab.nets.zoo.digits import fashion_mnist_convnet, mnist_convnet
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from cnnlab.nets.zoo.mini_xception import mini_xception
from cnnlab.nets.zoo.pets_encoder_decoder import pets_encoder_decoder
from cnnlab.nets.zoo.pets_unet import pets_unet
from cnnlab.nets.zoo.transfer import dense_head, on_base, unfreeze_from
from tests.core.layers.test_describe import AXES, NEEDED, SHAPES
from tests.core.network.keras_rows import count, known_rows_agree


def transferred(first_to_train=None):
    base = efficientnet_lite0(input_size=64)
    base = keras.Model(base.input, base.layers[-3].output, name="base")
    model = on_base(base, dense_head(base.output_shape[1:], classes=2), "transfer", augmented=True)
    if first_to_train:
        unfreeze_from(base, first_to_train)
    return model


def without_head(build, size):
    return build(weights=None, include_top=False, input_shape=(size, size, 3))


NETWORKS = {
    "mnist": mnist_convnet,
    "mnist without pooling": lambda: mnist_convnet(pooling=False),
    "fashion": fashion_mnist_convnet,
    "cats and dogs": cats_dogs_convnet,
    "cats and dogs, augmented": lambda: cats_dogs_convnet(augmented=True),
    "mini-Xception": mini_xception,
    "encoder-decoder": pets_encoder_decoder,
    "U-Net": lambda: pets_unet(efficientnet_lite0(input_size=64)),
    "EfficientNet-Lite0": efficientnet_lite0,
    "transfer": transferred,
    "transfer, fine-tuned": lambda: transferred("block7a_expand_conv"),
    "VGG16": lambda: without_head(applications.VGG16, 180),
    "ResNet50": lambda: applications.ResNet50(weights=None),
    "ResNet50V2": lambda: without_head(applications.ResNet50V2, 160),
    "Xception": lambda: applications.Xception(weights=None),
    "MobileNetV2": lambda: applications.MobileNetV2(weights=None),
    "MobileNetV3": lambda: without_head(applications.MobileNetV3Small, 96),
    "EfficientNetB0": lambda: without_head(applications.EfficientNetB0, 96),
    "ConvNeXt": lambda: without_head(applications.ConvNeXtTiny, 64),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_agrees_with_keras(name):
    """Names, order, output shapes, parameters and trainable ones. Bare operations are rows, but not Keras layers."""
    model = NETWORKS[name]()
    table = read(model.get_config()).table(model.input_shape[1:])
    rows = [row for row in table if row.name in {layer.name for layer in model.layers}]
    assert len(rows) == len(model.layers)
    for row, layer in zip(rows, model.layers, strict=True):
        assert (row.name, row.class_name) == (layer.name, type(layer).__name__)
        assert row.output_shape == tuple(layer.output.shape)[1:], layer.name
        assert row.parameters == layer.count_params(), layer.name
        assert row.trainable_parameters == count(layer.trainable_weights), layer.name
    assert sum(row.parameters for row in table) == model.count_params()
    assert sum(row.trainable_parameters for row in table) == count(model.trainable_weights)


def needed(kind, **config):
    """The arguments without defaults of a kind of layer, and an input shape that it takes."""
    parameters = inspect.signature(getattr(keras.layers, kind)).parameters
    required = {name for name, parameter in parameters.items() if parameter.default is parameter.empty}
    shape = next((AXES[int(letter)] for letter in kind if letter.isdigit()), SHAPES.get(kind, (8, 9, 3)))
    return {name: NEEDED[name] for name in required & set(NEEDED)} | config, shape


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if hasattr(keras.layers, kind)))
def test_every_kind_of_layer_is_worked_out_and_agrees_with_its_file(kind):
    """The layer after it makes Keras write the shape of its output into the file."""
    config, shape = needed(kind)
    inputs = keras.Input(shape)
    made = getattr(keras.layers, kind)(**config)([inputs, inputs] if kind in MERGING else inputs)
    row = list(known_rows_agree(keras.Model(inputs, keras.layers.Identity()(made))).values())[1]
    assert (row.saved, row.parameters is None) == (False, False)


def table_of(model):
    return {row.name: row for row in read(model.get_config()).table()}


def test_pooling_enlarges_the_receptive_field_and_shrinks_the_flat_vector():
    with_pooling, without = (table_of(mnist_convnet(pooling=pooling)) for pooling in (True, False))
    assert with_pooling["conv3"].receptive_field == ReceptiveField((18, 18), (4, 4), (0, 0))
    assert without["conv3"].receptive_field == ReceptiveField((7, 7), (1, 1), (0, 0))
    assert (with_pooling["flatten"].output_shape, without["flatten"].output_shape) == ((1152,), (61_952,))


def test_vgg16_for_feature_extraction_and_fine_tuning():
    """14,714,688 parameters; 5x5x512 from 180x180, 4x4x512 from 150x150; with `layers[:-4]` frozen, 3 layers train."""
    model = applications.VGG16(weights=None, include_top=False)
    network = read(model.get_config())
    for size, cells in ((180, 5), (150, 4)):
        rows = network.table((size, size, 3))
        assert rows[-1].output_shape == (cells, cells, 512)
        assert sum(row.parameters for row in rows) == 14_714_688
    for layer in model.layers[:-4]:
        layer.trainable = False
    rows = read(model.get_config()).table((180, 180, 3))
    assert sum(row.trainable_parameters for row in rows) == 3 * (3 * 3 * 512 * 512 + 512)


@pytest.mark.parametrize(
    ("build", "last", "size"),
    [
        (applications.VGG16, "block5_pool", 212),
        (applications.ResNet50, "conv5_block3_out", 483),
        (applications.MobileNet, "conv_pw_13_relu", 315),
        (applications.InceptionV3, "mixed10", 1311),
    ],
)
def test_receptive_fields_match_the_published_ones(build, last, size):
    """Araujo, Norris and Sim (2019), the table of classification networks."""
    rows = read(build(weights=None, include_top=False).get_config()).table((224, 224, 3))
    field = next(row.receptive_field for row in rows if row.name == last)
    assert (field.size, field.stride) == ((size, size), (32, 32))


@pytest.mark.parametrize(
    ("build", "millions"),
    [(applications.MobileNet, 569), (applications.MobileNetV2, 300), (applications.ResNet50, 3_800)],
)
def test_multiply_adds_match_the_published_numbers(build, millions):
    """For one picture, from the papers of Howard (2017), Sandler (2018) and He (2016)."""
    total = sum(row.multiply_adds for row in table_of(build(weights=None)).values())
    assert total / 1e6 == pytest.approx(millions, rel=0.02)
