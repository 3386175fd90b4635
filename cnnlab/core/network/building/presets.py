"""Networks to start from, as texts that `read_plan` reads."""

_VGG_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))  # filters, convolutions
_RESNET_STAGES = (64, 128, 256, 512)


def _vgg16() -> str:
    """VGG16 (Simonyan and Zisserman 2015, configuration D)."""
    blocks = [f"c{filters}-3-same-relu." * count + "p2" for filters, count in _VGG_BLOCKS]
    return ".".join(["i224x224x3", *blocks, "f.d4096-relu.d4096-relu.d1000-softmax"])


def _resnet18() -> str:
    """ResNet-18 (He et al. 2016, table 1); its stages after the first start with strides 2 and a projection."""
    stages = [f"b{filters}{'-s2-project' if filters > 64 else ''}.b{filters}" for filters in _RESNET_STAGES]
    return ".".join(["i224x224x3.c64-7-s2-same-nobias.n.r.p3-s2-same", *stages, "g.d1000-softmax"])


DIGITS = "i28x28x1.c32-3-relu.p2.c64-3-relu.p2.c128-3-relu.f.d10-softmax"
PRESETS = {  # LeNet-5 is the fully connected variant of LeCun et al. 1998
    "digits": DIGITS,
    "lenet5": "i32x32x1.c6-5-tanh.a2.c16-5-tanh.a2.c120-5-tanh.f.d84-tanh.d10-softmax",
    "vgg16": _vgg16(),
    "resnet18": _resnet18(),
    "separable": "i64x64x3.c32-3-s2-same-relu.s64-3-same-relu.s128-3-s2-same-relu.s256-3-s2-same-relu.g.d10-softmax",
    "input": "i28x28x1",
}
