"""The Keras code that builds or loads a network and prints the numbers of its table."""

from collections.abc import Sequence

PRINTED = """
for layer in model.layers:
    print(layer.name, layer.output.shape[1:], layer.count_params())
print(model.count_params())  # all parameters
print(sum(math.prod(weight.shape) for weight in model.trainable_weights))  # those that training changes
"""


def network_code(source: str, input_shape: Sequence[int] | None = None) -> str:
    """Code for a network from a Python expression; with another `input_shape` than its own, it is built for that.

    >>> print(network_code("keras.applications.VGG16(weights=None)", (64, 64, 3)).split("\\n\\n")[2])
    model = keras.applications.VGG16(weights=None)
    model = keras.models.clone_model(model, input_tensors=keras.Input((64, 64, 3)))  # another input size, new weights
    """
    lines = [f"model = {source}"]
    if input_shape is not None:
        shape = tuple(input_shape)
        clone = f"model = keras.models.clone_model(model, input_tensors=keras.Input({shape}))"
        lines.append(f"{clone}  # another input size, new weights")
    modules = ["math", "pathlib"] if "pathlib." in source else ["math"]
    imports = [f"import {module}" for module in modules]
    return "\n".join([*imports, "\nimport keras\n", *lines, PRINTED.rstrip("\n")])


def of_applications(name: str) -> str:
    """The expression for a builder of keras.applications; it leaves the size of MobileNetV3's input open by itself."""
    size = ", input_shape=(224, 224, 3)" if name.startswith("MobileNetV3") else ""
    return f"keras.applications.{name}(weights=None{size})"


def of_file(name: str) -> str:
    """The expression for a file: a .keras file, or the JSON of a network, which comes without weights."""
    if name.lower().endswith(".keras"):
        return f"keras.models.load_model({name!r})"
    return f"keras.models.model_from_json(pathlib.Path({name!r}).read_text())"
