"""The networks of the transfer recipes, built from a pretrained base or from the previous recipe's model."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras

from cnnlab.nets.zoo.transfer import dense_head, on_base, unfreeze_from
from cnnlab.train.bases import DEFAULT, Base, first_to_tune, input_size, load_base
from cnnlab.train.errors import RecipeError


@dataclass(frozen=True)
class NetworkSpec:
    """What a network is built from: the base's name, the model that fine-tuning starts from, the number of classes."""

    base: str = DEFAULT
    start: Path | None = None
    classes: int = 2


def head_only(spec: NetworkSpec) -> keras.Model:
    """Build only the head, for features that the base extracts once."""
    base = load_base(spec.base)
    return dense_head(base.features, spec.classes, base.flatten)


def frozen(name: str, augmented: bool) -> Callable[[NetworkSpec], keras.Model]:
    """Return a function that builds a model around the frozen base."""

    def build(spec: NetworkSpec) -> keras.Model:
        base = load_base(spec.base)
        return with_head(base, name, spec.classes, augmented)

    return build


def with_head(base: Base, name: str, classes: int, augmented: bool) -> keras.Model:
    """Put a new head on a base, with the base's own preprocessing inside the model."""
    head = dense_head(base.model.output_shape[1:], classes, base.flatten)
    return on_base(base.model, head, name, augmented, base.preprocess)


def fine_tuned(name: str, whole: bool = False) -> Callable[[NetworkSpec], keras.Model]:
    """Return a function that loads the previous recipe's model and unfreezes the top of its base, or all of it."""

    def build(spec: NetworkSpec) -> keras.Model:
        model = load_start(spec)
        base = base_of(model)
        size = input_size(spec.base)
        if model.input_shape[1:3] != (size, size):
            raise RecipeError(
                "The model {path} takes {shape}, but the base {base} takes pictures of {size} × {size}. Set --base to "
                "the model's own base, or choose another model with --start.",
                path=str(spec.start),
                shape=str(model.input_shape),
                base=spec.base,
                size=size,
            )
        units = 1 if spec.classes == 2 else spec.classes
        if model.output_shape[-1] != units:
            raise RecipeError(
                "The output of the model {path} has size {outputs}, but {classes} classes need size {units}. Choose "
                "another model with --start.",
                path=str(spec.start),
                outputs=model.output_shape[-1],
                classes=spec.classes,
                units=units,
            )
        unfreeze_from(base, base.layers[0].name if whole else first_to_tune(spec.base))
        return model

    return build


def base_of(model: keras.Model) -> keras.Model:
    """Return the pretrained network inside a model. Raises RecipeError if there is none."""
    for layer in model.layers:
        if isinstance(layer, keras.Model) and layer.name != "augmentation":
            return layer
    raise RecipeError(
        "The model {name} does not contain a pretrained base. Choose another model with --start.",
        name=model.name,
    )


def load_start(spec: NetworkSpec) -> keras.Model:
    """Load the trained model to start from. Raises RecipeError if it cannot be read."""
    try:
        return keras.saving.load_model(spec.start, compile=False)
    except (OSError, ValueError, TypeError) as error:
        raise RecipeError(
            "The model to start from, {path}, cannot be read: {reason}. Run the previous recipe again, with --out next "
            "to this run's, or set --start to its model.keras.",
            path=str(spec.start),
            reason=str(error),
        ) from error
