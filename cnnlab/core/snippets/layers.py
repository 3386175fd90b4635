"""Keras code for the layers on the pages, as text to copy; tests run it."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np


def layer_code(layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray]) -> str:
    """Return a program that applies the layer to `inputs` (height, width, channels) and ends with `outputs`.

    >>> print(layer_code({"class_name": "MaxPooling2D", "config": {"pool_size": 2}}, np.eye(2)[..., None], []))
    import keras
    import numpy as np
    <BLANKLINE>
    # one grid per channel, transposed to (height, width, channels)
    inputs = np.array([
        [[1, 0], [0, 1]],
    ], "float32").transpose(1, 2, 0)
    <BLANKLINE>
    layer = keras.layers.MaxPooling2D(pool_size=2)
    outputs = np.array(layer(inputs[None])[0])
    print(outputs.shape)
    """
    arguments = ", ".join(f"{name}={value!r}" for name, value in layer["config"].items() if value is not None)
    lines = [
        "import keras",
        "import numpy as np",
        "",
        "# one grid per channel, transposed to (height, width, channels)",
    ]
    lines += ["inputs = " + _array(inputs.transpose(2, 0, 1)) + ".transpose(1, 2, 0)", ""]
    lines.append(f"layer = keras.layers.{layer['class_name']}({arguments})")
    if weights:
        lines.append(f"layer.build((None, {', '.join(map(str, inputs.shape))}))")
        lines.append("layer.set_weights([")
        lines += [f"    {_weight(weight)}," for weight in weights]
        lines.append("])")
    return "\n".join([*lines, "outputs = np.array(layer(inputs[None])[0])", "print(outputs.shape)"])


def filter_code(kernels: Sequence[np.ndarray]) -> str:
    """Return a program that filters a photograph with kernels (rows, columns) of one size, like `filtered`.

    >>> print(filter_code([np.eye(2)]))
    import keras
    import numpy as np
    <BLANKLINE>
    picture = keras.utils.img_to_array(keras.utils.load_img("picture.png")) / 255
    # one grid per filter
    kernels = np.array([
        [[1, 0], [0, 1]],
    ], "float32")
    filters, rows, columns = kernels.shape
    <BLANKLINE>
    layer = keras.layers.Conv2D(filters, (rows, columns), padding="same", use_bias=False)
    layer.build((None, None, None, 3))
    # the same kernel for red, green and blue: (rows, columns, 3, filters)
    layer.set_weights([np.repeat(kernels.transpose(1, 2, 0)[:, :, None], 3, axis=2)])
    outputs = np.array(layer(picture[None])[0])
    print(outputs.shape)
    """
    lines = ["import keras", "import numpy as np", ""]
    lines.append('picture = keras.utils.img_to_array(keras.utils.load_img("picture.png")) / 255')
    lines += ["# one grid per filter", "kernels = " + _array(np.stack(kernels))]
    lines += ["filters, rows, columns = kernels.shape", ""]
    lines.append('layer = keras.layers.Conv2D(filters, (rows, columns), padding="same", use_bias=False)')
    lines.append("layer.build((None, None, None, 3))")
    lines.append("# the same kernel for red, green and blue: (rows, columns, 3, filters)")
    lines.append("layer.set_weights([np.repeat(kernels.transpose(1, 2, 0)[:, :, None], 3, axis=2)])")
    return "\n".join([*lines, "outputs = np.array(layer(picture[None])[0])", "print(outputs.shape)"])


def _weight(values: np.ndarray) -> str:
    if values.ndim == 1:
        return f"np.array({_numbers(values)})"
    grids = "np.array([  # one grid per index of the last two axes\n"
    grids += "".join(f"        {_numbers(plane)},\n" for plane in values.transpose(2, 3, 0, 1))
    return grids + "    ]).transpose(2, 3, 0, 1)"


def _array(values: np.ndarray) -> str:
    return "np.array([\n" + "".join(f"    {_numbers(plane)},\n" for plane in values) + '], "float32")'


def _numbers(values: np.ndarray) -> str:
    """Nested lists, whole numbers without a decimal point."""
    plain = np.vectorize(lambda x: int(x) if float(x).is_integer() else round(float(x), 6), otypes=[object])
    return json.dumps(plain(values).tolist())
