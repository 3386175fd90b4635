"""Write configs of Keras 2 for tests: what `model.to_json()` of tf.keras gives, with the rows that Keras 2 computed.

It runs in an environment of its own, because this project uses Keras 3. tests/core/network/data/keras2.json came from

    uv run --no-project --python 3.11 --with keras==3.15.1 --with tensorflow==2.21.0 --with tf-keras==2.21.0 \
        scripts/keras2_networks.py
"""

import importlib
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "tests/core/network/data/keras2.json"
keras: Any = importlib.import_module("tf_keras")
layers: Any = keras.layers


def sequential() -> Any:
    """A convnet whose first layer has the input's shape."""
    return keras.Sequential(
        [
            layers.Conv2D(8, 3, activation="relu", input_shape=(28, 28, 1)),
            layers.MaxPooling2D(),
            layers.DepthwiseConv2D(3, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.SeparableConv2D(16, 3, strides=2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, "softmax"),
        ]
    )


def branches() -> Any:
    """Branches, merges, a layer called twice, and two inputs and outputs."""
    one, two = keras.Input((32, 32, 3)), keras.Input((32, 32, 3))
    shared = layers.Conv2D(4, 3, padding="same", name="shared")
    joined = layers.Concatenate()([shared(one), shared(two), layers.AveragePooling2D(3, 1, "same")(one)])
    skip = layers.Add()([layers.Conv2D(8, 1, strides=2)(joined), layers.Conv2D(8, 3, 2, "same")(joined)])
    larger = layers.Conv2DTranspose(8, 3, 2, "same")(skip)
    return keras.Model([one, two], [layers.GlobalAveragePooling2D()(skip), layers.UpSampling2D()(larger)])


def nested() -> Any:
    """A functional network and a Sequential one in a network, each called twice; the first is frozen."""
    inner_input = keras.Input((None, None, 3))
    inner = keras.Model(inner_input, layers.Conv2D(4, 3, padding="same")(inner_input), name="inner")
    inner.trainable = False
    chain = keras.Sequential([keras.Input((16, 16, 4)), layers.Conv2D(6, 3), layers.ReLU(6.0)], name="chain")
    given = keras.Input((32, 32, 3))
    first, second = inner(given), inner(layers.Conv2D(3, 1)(given))
    pooled = [layers.MaxPooling2D()(first), layers.MaxPooling2D()(second)]
    return keras.Model(given, layers.Subtract()([chain(pooled[0]), chain(pooled[1])]))


def nested_at_the_end() -> Any:
    """A nested network whose output is that of the network around it, and a stack of them without an outer input."""
    base = keras.Sequential([layers.Conv2D(4, 3, input_shape=(20, 20, 1)), layers.GlobalMaxPooling2D()], name="base")
    return keras.Sequential([base, keras.Sequential([layers.Dense(3, input_shape=(4,))], name="head")])


def operations() -> Any:
    """Operations of TensorFlow, which are layers of the class TFOpLambda."""
    given = keras.Input((16, 16, 3))
    scaled = given / 127.5 - 1.0
    return keras.Model(given, layers.Conv2D(4, 3)(scaled))


def mobile_net() -> Any:
    """The base of Teachable Machine's image models, smaller."""
    return keras.applications.MobileNetV2((64, 64, 3), alpha=0.35, include_top=False, weights=None)


def rows(model: Any) -> list[list[Any]]:
    """Name, class, output shape where it is only one, parameters and trainable parameters of each layer."""
    return [
        [
            layer.name,
            type(layer).__name__,
            _shape(layer),
            layer.count_params(),
            sum(int(weight.shape.num_elements()) for weight in layer.trainable_weights),
        ]
        for layer in model.layers
    ]


def _shape(layer: Any) -> list[int] | None:
    shapes = {tuple(layer.get_output_at(index).shape[1:]) for index in range(len(layer.inbound_nodes))}
    return list(shapes.pop()) if len(shapes) == 1 else None


if __name__ == "__main__":
    found = {}
    for build in (sequential, branches, nested, nested_at_the_end, operations, mobile_net):
        keras.backend.clear_session()
        model = build()
        found[build.__name__] = {"json": json.loads(model.to_json()), "rows": rows(model)}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
