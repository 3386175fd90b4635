"""What one layer does to a shape, by the kind of layer."""

from collections.abc import Callable
from functools import partial

from cnnlab.core.errors import N_
from cnnlab.core.layers import convolution, dense, merging, normalization, pooling, reshaping
from cnnlab.core.layers.arguments import Arguments, shown
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import checked, split


def _unchanged(arguments: Arguments, shape: Shape) -> LayerFacts:
    return LayerFacts(checked(arguments, shape))


def _whole_picture(arguments: Arguments, shape: Shape) -> LayerFacts:
    return LayerFacts(checked(arguments, shape), windows=None)


def _of_rank(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    split(arguments, shape, rank)
    return _unchanged(arguments, shape)


VALUE_BY_VALUE = ("Activation", "ELU", "Identity", "LeakyReLU", "ReLU", "Rescaling", "Solarization")
AT_REST = (  # they work while a network trains; what they do to a picture then is no window
    *("ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Masking"),
    *("StochasticDepth", "AugMix", "CutMix", "MixUp", "RandAugment"),  # the first is of Keras's ConvNeXt
    *("RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomElasticTransform"),
    *("RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert"),
    *("RandomPerspective", "RandomPosterization", "RandomRotation", "RandomSaturation", "RandomSharpness"),
    *("RandomShear", "RandomTranslation", "RandomZoom"),
)
SAME_SHAPE_FROM_ALL = ("AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization", "Equalization")
ELEMENTWISE = (
    *("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"),
    "CustomScaleLayer",  # of Keras's InceptionResNetV2: one input plus a part of the other
)
MERGING = (*ELEMENTWISE, "Concatenate")  # they take a list of shapes
TWO, THREE = (1, 2), (1, 2, 3)
RANKED: list[tuple[str, Callable[..., LayerFacts], tuple[int, ...]]] = [
    ("Conv{}D", convolution.convolution, THREE),
    ("DepthwiseConv{}D", convolution.depthwise, TWO),
    ("SeparableConv{}D", convolution.separable, TWO),
    ("Conv{}DTranspose", convolution.transposed, THREE),
    ("MaxPooling{}D", pooling.pooling, THREE),
    ("AveragePooling{}D", pooling.pooling, THREE),
    ("GlobalMaxPooling{}D", pooling.global_pooling, THREE),
    ("GlobalAveragePooling{}D", pooling.global_pooling, THREE),
    ("AdaptiveMaxPooling{}D", pooling.adaptive_pooling, THREE),
    ("AdaptiveAveragePooling{}D", pooling.adaptive_pooling, THREE),
    ("ZeroPadding{}D", reshaping.zero_padding, THREE),
    ("Cropping{}D", reshaping.cropping, THREE),
    ("UpSampling{}D", reshaping.up_sampling, THREE),
    ("SpatialDropout{}D", _of_rank, THREE),
]
KINDS: dict[str, Callable[..., LayerFacts]] = {
    **dict.fromkeys(VALUE_BY_VALUE + AT_REST, _unchanged),
    **dict.fromkeys(SAME_SHAPE_FROM_ALL, _whole_picture),
    **{name.format(rank): partial(kind, rank=rank) for name, kind, ranks in RANKED for rank in ranks},
    **dict.fromkeys(("CenterCrop", "RandomCrop", "Resizing"), reshaping.resizing),
    "Flatten": reshaping.flatten,
    "Reshape": reshaping.reshape,
    "Permute": reshaping.permute,
    "RepeatVector": reshaping.repeat_vector,
    "Dense": dense.dense,
    "LayerScale": dense.layer_scale,
    "PReLU": dense.p_relu,
    "Softmax": dense.softmax,
    "BatchNormalization": normalization.batch_normalization,
    "GroupNormalization": normalization.group_normalization,
    "LayerNormalization": normalization.layer_normalization,
    "Normalization": normalization.normalization,
    **dict.fromkeys(ELEMENTWISE, merging.elementwise),
    "Concatenate": merging.concatenate,
}


def describe(layer: dict, input_shape) -> LayerFacts:
    """What a Keras layer makes of an input: shape, parameters, multiply-adds, padding and windows.

    `layer` is a Keras layer config, {"class_name": "Conv2D", "config": {...}}; arguments left out take Keras's
    defaults. `input_shape` has no batch axis: (28, 28, 1); for a merging layer it is a list of shapes. Raises
    LayerError for what Keras refuses, at the latest when the layer is called, and for kinds of layer that the lab
    does not know.

    >>> facts = describe({"class_name": "Conv2D", "config": {"filters": 32, "kernel_size": 3}}, (28, 28, 1))
    >>> facts.output_shape, facts.parameters, facts.multiply_adds, facts.padding
    ((26, 26, 32), 320, 194688, ((0, 0), (0, 0)))
    """
    if not isinstance(layer, dict) or not isinstance(layer.get("config", {}), dict):
        raise LayerError(
            N_("A layer config like {expected} was expected; {came} came. Take it from keras.layers.serialize(layer)."),
            expected='{"class_name": "Conv2D", "config": {...}}',
            came=shown(layer),
        )
    kind = layer.get("class_name")
    if not isinstance(kind, str) or kind not in KINDS:
        raise LayerError(
            N_("A kind of layer that the lab knows was expected; {came} came. It knows {known}."),
            came=shown(kind),
            known=", ".join(sorted(KINDS)),
        )
    arguments = Arguments(kind, layer.get("config", {}))
    if arguments.config.get("lora_rank"):
        raise LayerError(
            N_(
                "{layer} without LoRA was expected; lora_rank {came} came, whose parameters are not counted here. "
                "Leave lora_rank out."
            ),
            layer=kind,
            came=shown(arguments.config["lora_rank"]),
        )
    return KINDS[kind](arguments, input_shape)
