"""The networks of keras.applications as bases: what each was fed, and from which layer on fine-tuning trains it."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

_of = keras.applications
USUAL = 224
_V2 = ("B0", "B1", "B2", "B3", "S", "M", "L")


@dataclass(frozen=True)
class Application:
    """`first_to_tune` is the first layer of its last block; `flatten` lays the maps out for the head, as for VGG16."""

    build: Callable
    prepare: Callable
    first_to_tune: str
    size: int = USUAL
    flatten: bool = False


def _family(module, first_to_tune: str, /, size: int = USUAL, flatten: bool = False, **named: Callable) -> dict:
    return {
        name: Application(build, module.preprocess_input, first_to_tune, size, flatten) for name, build in named.items()
    }


APPLICATIONS: dict[str, Application] = {
    # layers[:-4] of VGG16 are frozen: all before the fifth block
    **_family(_of.vgg16, "block5_conv1", size=180, flatten=True, vgg16=_of.VGG16),
    **_family(_of.vgg19, "block5_conv1", size=180, flatten=True, vgg19=_of.VGG19),
    **_family(_of.xception, "block13_sepconv1", xception=_of.Xception),
    **_family(
        _of.resnet, "conv5_block1_1_conv", resnet50=_of.ResNet50, resnet101=_of.ResNet101, resnet152=_of.ResNet152
    ),
    **_family(
        _of.resnet_v2,
        "conv5_block1_preact_bn",
        resnet50_v2=_of.ResNet50V2,
        resnet101_v2=_of.ResNet101V2,
        resnet152_v2=_of.ResNet152V2,
    ),
    **_family(_of.inception_v3, "mixed8", inception_v3=_of.InceptionV3),
    **_family(_of.inception_resnet_v2, "mixed_7a", inception_resnet_v2=_of.InceptionResNetV2),
    **_family(_of.mobilenet, "conv_dw_12", mobilenet=_of.MobileNet),
    **_family(_of.mobilenet_v2, "block_14_expand", mobilenet_v2=_of.MobileNetV2),
    **_family(_of.mobilenet_v3, "expanded_conv_8_expand", mobilenet_v3_small=_of.MobileNetV3Small),
    **_family(_of.mobilenet_v3, "expanded_conv_12_expand", mobilenet_v3_large=_of.MobileNetV3Large),
    **_family(
        _of.densenet,
        "conv5_block1_1_conv",
        densenet121=_of.DenseNet121,
        densenet169=_of.DenseNet169,
        densenet201=_of.DenseNet201,
    ),
    **_family(_of.nasnet, "reduction_conv_1_reduce_8", nasnet_mobile=_of.NASNetMobile),
    **_family(_of.nasnet, "reduction_conv_1_reduce_12", size=331, nasnet_large=_of.NASNetLarge),
    **_family(
        _of.efficientnet,
        "block6a_expand_conv",
        **{f"efficientnet_b{number}": getattr(_of, f"EfficientNetB{number}") for number in range(8)},
    ),
    **_family(
        _of.efficientnet_v2,
        "block6a_expand_conv",
        **{f"efficientnet_v2_{each.lower()}": getattr(_of, f"EfficientNetV2{each}") for each in _V2},
    ),
    **{
        name: Application(build, _of.convnext.preprocess_input, f"{name}_stage_3_block_0_depthwise_conv")
        for name, build in {
            f"convnext_{each.lower()}": getattr(_of, f"ConvNeXt{each}")
            for each in ("Tiny", "Small", "Base", "Large", "XLarge")
        }.items()
    },
}
