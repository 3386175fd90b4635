"""The output shapes of Keras's bare operations, `keras.ops`, which are rows of a network without being layers.

Shapes have all axes here, the batch axis included, because an operation may act on it too. Operations that are not
listed are not worked out.
"""

from collections.abc import Callable
from typing import Any

from cnnlab.core.layers import LayerError
from cnnlab.core.network import operation_rules as rules
from cnnlab.core.network.operation_rules import Outcome

UNARY = (
    *("Absolute", "Angle", "Arccos", "Arccosh", "Arcsin", "Arcsinh", "Arctan", "Arctanh", "Cast", "Cbrt"),
    *("Ceil", "Celu", "Clip", "Conjugate", "ConvertToTensor", "Copy", "Cos", "Cosh", "Deg2rad", "Elu", "Erf"),
    *("Erfc", "Erfinv", "Exp", "Exp2", "Expm1", "Floor", "Gelu", "HardShrink", "HardSigmoid", "HardSilu"),
    *("HardTanh", "Imag", "Isfinite", "Isinf", "Isnan", "LeakyRelu", "Log", "Log10", "Log1p", "Log2"),
    *("LogSigmoid", "LogicalNot", "NanToNum", "Negative", "OnesLike", "Rad2deg", "Real", "Reciprocal", "Relu"),
    *("Relu6", "Round", "Rsqrt", "SaturateCast", "Selu", "Sigmoid", "Sign", "Signbit", "Silu", "Sin", "Sinc"),
    *("Sinh", "SoftShrink", "Softplus", "Softsign", "SparsePlus", "SparseSigmoid", "Sqrt", "Square"),
    *("Squareplus", "StopGradient", "Tan", "Tanh", "TanhShrink", "Threshold", "Trunc", "ZerosLike"),
)
MERGING = (
    *("Add", "Arctan2", "Divide", "DivideNoNan", "Equal", "FloorDivide", "Fmax", "Fmin", "Fmod", "Greater"),
    *("GreaterEqual", "Heaviside", "Hypot", "Isclose", "Less", "LessEqual", "Logaddexp", "Logaddexp2"),
    *("LogicalAnd", "LogicalOr", "LogicalXor", "Maximum", "Minimum", "Mod", "Multiply", "NotEqual", "Power"),
    *("Subtract", "TrueDivide", "Where"),
)
ALONG = ("Flip", "LogSoftmax", "Normalize", "Softmax")
REDUCING = ("All", "Amax", "Amin", "Any", "Logsumexp", "Max", "Mean", "Min", "Prod", "Std", "Sum", "Var")
RULES: dict[str, Callable[[str, dict[str, Any], list[Any]], Outcome]] = {
    **dict.fromkeys(UNARY, rules.unary),
    **dict.fromkeys(MERGING, rules.merged),
    **dict.fromkeys(ALONG, rules.along),
    **dict.fromkeys(REDUCING, rules.reduced),
    "Concatenate": rules.concatenated,
    "GetItem": rules.taken,
    "Pad": rules.padded,
    "Stack": rules.stacked,
}


def outcome(class_name: str, config: dict[str, Any], arguments: list[Any]) -> Outcome | None:
    """What an operation makes of its arguments, in which a Constant stands for each tensor and array.

    None if it cannot be worked out. Raises LayerError for shapes that do not fit together.

    >>> from cnnlab.core.network.graph import Constant
    >>> outcome("Add", {}, [Constant((None, 28, 28, 1)), Constant((1, 1, 1, 3))])
    Outcome(shape=(None, 28, 28, 3), mixed=frozenset())
    """
    if class_name not in RULES:
        return None
    try:
        return RULES[class_name](class_name, config, arguments)
    except LayerError:
        raise
    except (rules.NotWorkedOutError, AttributeError, LookupError, TypeError, ValueError):  # not written by Keras
        return None
