"""Keras code that builds a base and a head, and freezes layers of the base; tests run it."""

from collections.abc import Collection

from cnnlab.core.transfer.bases import BUNDLED, Base
from cnnlab.core.transfer.freezing import as_slice

MODULES = {"vgg16": "vgg16.VGG16", "xception": "xception.Xception"}
A_LINE = 16  # indices in a line of code

APPLICATION = """base = {module}(
    include_top=False,
    weights=None,  # "imagenet" downloads the trained weights
    input_shape={shape},
)
"""
FILE = """# The file: see the tab "Code" of this page.
classifier = keras.saving.load_model("efficientnet_lite0.keras")
base = keras.Model(classifier.input, classifier.get_layer("head_relu").output)
"""
SLICE = """for layer in base.{slice}:
    layer.trainable = False
"""
SINGLE = """for index in [
    {indices}
]:
    base.layers[index].trainable = False
"""
NORMALIZATION = """for layer in base.layers:
    if isinstance(layer, keras.layers.BatchNormalization):
        layer.trainable = False
"""
HEAD = """
inputs = keras.Input({shape})
x = {preprocessed}
x = base(x, training=False)  # BatchNormalization uses its moving statistics
x = keras.layers.GlobalAveragePooling2D()(x)
{hidden}x = keras.layers.Dropout({dropout})(x)
outputs = keras.layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
# After each change of `trainable`, compile again before you go on training.
model.compile(
    optimizer=keras.optimizers.Adam(1e-5),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)

trainable = sum(math.prod(weight.shape) for weight in model.trainable_weights)
print(f"Trainable: {{trainable:,}}")
print(f"Non-trainable: {{model.count_params() - trainable:,}}")
"""


def freezing_code(base: Base, frozen: Collection[int], keep_normalization: bool, units: int, dropout: float) -> str:
    """Return code that freezes the layers at the indices `frozen`, adds a head and prints the numbers of parameters."""
    module = f"keras.applications.{MODULES.get(base.name, '')}"
    made = FILE if base.name == BUNDLED else APPLICATION.format(module=module, shape=base.input_shape)
    application = module.rpartition(".")[0]
    preprocessed = "inputs  # the model scales its pictures itself"
    if base.name != BUNDLED:
        preprocessed = f"{application}.preprocess_input(inputs)"
    head = HEAD.format(
        shape=base.input_shape,
        preprocessed=preprocessed,
        hidden=f'x = keras.layers.Dense({units}, activation="relu")(x)\n' if units else "",
        dropout=dropout,
    )
    kept = NORMALIZATION if keep_normalization and base.normalizations else ""
    return f"import math\n\nimport keras\n\n{made}\n{_frozen(base, frozen)}{kept}{head}"


def _frozen(base: Base, frozen: Collection[int]) -> str:
    """The lines that freeze layers: by a slice if there is one, otherwise by their indices."""
    weighted = base.weighted & frozenset(frozen)
    if not weighted:
        return ""
    if found := as_slice(base, weighted):
        return SLICE.format(slice=found)
    return SINGLE.format(indices=_wrapped(sorted(weighted)))


def _wrapped(indices: list[int]) -> str:
    lines = [indices[at : at + A_LINE] for at in range(0, len(indices), A_LINE)]
    return ",\n    ".join(", ".join(map(str, line)) for line in lines)
