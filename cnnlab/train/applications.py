"""The networks of keras.applications as bases: how each is built and preprocessed, and where fine-tuning starts."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

apps = keras.applications
DEFAULT_SIZE = 224
_V2_VARIANTS = ("B0", "B1", "B2", "B3", "S", "M", "L")


@dataclass(frozen=True)
class Application:
    """A network and its preprocessing.

    `first_to_tune` is the first layer of its last block. With `flatten`, the head gets the flattened maps, as in the
    VGG16 recipe, instead of their averages.
    """

    build: Callable
    preprocess: Callable
    first_to_tune: str
    size: int = DEFAULT_SIZE
    flatten: bool = False


def _family(
    module, first_to_tune: str, /, size: int = DEFAULT_SIZE, flatten: bool = False, **builders: Callable
) -> dict[str, Application]:
    preprocess = module.preprocess_input
    return {name: Application(build, preprocess, first_to_tune, size, flatten) for name, build in builders.items()}


APPLICATIONS: dict[str, Application] = {
    # fine-tuning VGG16 freezes layers[:-4]: everything before the fifth block
    **_family(apps.vgg16, "block5_conv1", size=180, flatten=True, vgg16=apps.VGG16),
    **_family(apps.vgg19, "block5_conv1", size=180, flatten=True, vgg19=apps.VGG19),
    **_family(apps.xception, "block13_sepconv1", xception=apps.Xception),
    **_family(
        apps.resnet, "conv5_block1_1_conv", resnet50=apps.ResNet50, resnet101=apps.ResNet101, resnet152=apps.ResNet152
    ),
    **_family(
        apps.resnet_v2,
        "conv5_block1_preact_bn",
        resnet50_v2=apps.ResNet50V2,
        resnet101_v2=apps.ResNet101V2,
        resnet152_v2=apps.ResNet152V2,
    ),
    **_family(apps.inception_v3, "mixed8", inception_v3=apps.InceptionV3),
    **_family(apps.inception_resnet_v2, "mixed_7a", inception_resnet_v2=apps.InceptionResNetV2),
    **_family(apps.mobilenet, "conv_dw_12", mobilenet=apps.MobileNet),
    **_family(apps.mobilenet_v2, "block_14_expand", mobilenet_v2=apps.MobileNetV2),
    **_family(apps.mobilenet_v3, "expanded_conv_8_expand", mobilenet_v3_small=apps.MobileNetV3Small),
    **_family(apps.mobilenet_v3, "expanded_conv_12_expand", mobilenet_v3_large=apps.MobileNetV3Large),
    **_family(
        apps.densenet,
        "conv5_block1_1_conv",
        densenet121=apps.DenseNet121,
        densenet169=apps.DenseNet169,
        densenet201=apps.DenseNet201,
    ),
    **_family(apps.nasnet, "reduction_conv_1_reduce_8", nasnet_mobile=apps.NASNetMobile),
    **_family(apps.nasnet, "reduction_conv_1_reduce_12", size=331, nasnet_large=apps.NASNetLarge),
    **_family(
        apps.efficientnet,
        "block6a_expand_conv",
        **{f"efficientnet_b{number}": getattr(apps, f"EfficientNetB{number}") for number in range(8)},
    ),
    **_family(
        apps.efficientnet_v2,
        "block6a_expand_conv",
        **{f"efficientnet_v2_{name.lower()}": getattr(apps, f"EfficientNetV2{name}") for name in _V2_VARIANTS},
    ),
    **{
        name: Application(build, apps.convnext.preprocess_input, f"{name}_stage_3_block_0_depthwise_conv")
        for name, build in {
            f"convnext_{variant.lower()}": getattr(apps, f"ConvNeXt{variant}")
            for variant in ("Tiny", "Small", "Base", "Large", "XLarge")
        }.items()
    },
}
