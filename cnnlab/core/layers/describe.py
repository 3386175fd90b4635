"""What one layer does to a shape, by the layer's class."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import convolution, dense, merging, normalization, pooling, reshaping
from cnnlab.core.layers.arguments import Arguments, short_repr
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape, UnsupportedError
from cnnlab.core.layers.shapes import checked_shape, split


def _unchanged(arguments: Arguments, shape: Shape) -> LayerFacts:
    return LayerFacts(checked_shape(arguments, shape))


def _whole_picture(arguments: Arguments, shape: Shape) -> LayerFacts:
    return LayerFacts(checked_shape(arguments, shape), windows=None)


def _of_rank(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    split(arguments, shape, rank)
    return _unchanged(arguments, shape)


POINTWISE = ("Activation", "ELU", "Identity", "LeakyReLU", "ReLU", "Rescaling", "Solarization")
TRAINING_ONLY = (  # no effect on predictions; what they do to a picture in training is not a sliding window
    *("ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Masking"),
    *("StochasticDepth", "AugMix", "CutMix", "MixUp", "RandAugment"),  # the first is from Keras's ConvNeXt
    *("RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomElasticTransform"),
    *("RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert"),
    *("RandomPerspective", "RandomPosterization", "RandomRotation", "RandomSaturation", "RandomSharpness"),
    *("RandomShear", "RandomTranslation", "RandomZoom"),
)
WHOLE_PICTURE = ("AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization", "Equalization")
ELEMENTWISE = (
    *("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"),
    "CustomScaleLayer",  # from Keras's InceptionResNetV2: one input plus a scaled copy of the other
)
MERGING = (*ELEMENTWISE, "Concatenate")  # their input shape is a list of shapes
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
    **dict.fromkeys(POINTWISE + TRAINING_ONLY, _unchanged),
    **dict.fromkeys(WHOLE_PICTURE, _whole_picture),
    **{name.format(rank): partial(function, rank=rank) for name, function, ranks in RANKED for rank in ranks},
    **dict.fromkeys(("CenterCrop", "RandomCrop", "Resizing"), reshaping.resizing),
    "Flatten": reshaping.flatten,
    "Reshape": reshaping.reshape,
    "Permute": reshaping.permute,
    "RepeatVector": reshaping.repeat_vector,
    "Dense": dense.dense,
    "LayerScale": dense.layer_scale,
    "PReLU": dense.p_relu,
    **dict.fromkeys(("Softmax", "UnitNormalization"), dense.softmax),
    "BatchNormalization": normalization.batch_normalization,
    "GroupNormalization": normalization.group_normalization,
    "LayerNormalization": normalization.layer_normalization,
    "Normalization": normalization.normalization,
    **dict.fromkeys(ELEMENTWISE, merging.elementwise),
    "Concatenate": merging.concatenate,
}
SAME_SHAPE = (*POINTWISE, *TRAINING_ONLY, *WHOLE_PICTURE, "Softmax", "UnitNormalization")  # as their input
WEIGHTED = (  # all others have no weights, whatever their input
    *("BatchNormalization", "Dense", "GroupNormalization", "LayerNormalization", "LayerScale"),
    *("Normalization", "PReLU"),
    *(name for name in KINDS if "Conv" in name),
)
EXAMPLES = ("Activation", "BatchNormalization", "Conv2D", "Dense", "Flatten", "MaxPooling2D")


def describe(layer: dict[str, Any], input_shape: Sequence[int] | Sequence[Sequence[int]]) -> LayerFacts:
    """The output shape, parameters, multiply-adds, padding and windows of a Keras layer for an input shape.

    `layer` is a Keras layer config, {"class_name": "Conv2D", "config": {...}}; missing arguments take Keras's defaults.
    `input_shape` has no batch axis: (28, 28, 1); for a merging layer it is a list of shapes. Raises LayerError for what
    Keras refuses, at the latest when the layer is called, and UnsupportedError, a LayerError, for what is unknown here.

    >>> facts = describe({"class_name": "Conv2D", "config": {"filters": 32, "kernel_size": 3}}, (28, 28, 1))
    >>> facts.output_shape, facts.parameters, facts.multiply_adds, facts.padding
    ((26, 26, 32), 320, 194688, ((0, 0), (0, 0)))
    """
    if not isinstance(layer, dict) or not isinstance(layer.get("config", {}), dict):
        raise LayerError(
            N_("{value} is not a layer config. Use one such as {example}, from keras.layers.serialize(layer)."),
            value=short_repr(layer),
            example='{"class_name": "Conv2D", "config": {...}}',
        )
    class_name = layer.get("class_name")
    if not isinstance(class_name, str) or class_name not in KINDS:
        raise UnsupportedError(
            N_("The layer class {value} is not supported. Use one of: {known} and others ({count} in all)."),
            value=short_repr(class_name),
            known=", ".join(EXAMPLES),
            count=len(KINDS),
        )
    return KINDS[class_name](Arguments(class_name, layer.get("config", {})), input_shape)
