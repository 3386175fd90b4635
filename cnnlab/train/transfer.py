"""The networks of the transfer recipes, built from a trained base or from the model of the recipe before."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras

from cnnlab.nets.zoo.transfer import dense_head, on_base, unfreeze_from
from cnnlab.train.bases import DEFAULT, Base, first_to_tune, input_size, load_base
from cnnlab.train.errors import RecipeError


@dataclass(frozen=True)
class Setting:
    """What a network is built for: the base's name, the model that fine-tuning starts from, the count of classes."""

    base: str = DEFAULT
    start: Path | None = None
    classes: int = 2


def head_only(setting: Setting) -> keras.Model:
    """The head alone, for the features that the base makes once."""
    base = load_base(setting.base)
    return dense_head(base.features, setting.classes, base.flatten)


def frozen(name: str, augmented: bool) -> Callable[[Setting], keras.Model]:
    """The base, frozen, inside the model."""

    def build(setting: Setting) -> keras.Model:
        base = load_base(setting.base)
        return with_head(base, name, setting.classes, augmented)

    return build


def with_head(base: Base, name: str, classes: int, augmented: bool) -> keras.Model:
    """A new head on a base, with the base's own preparation of the values."""
    head = dense_head(base.model.output_shape[1:], classes, base.flatten)
    return on_base(base.model, head, name, augmented, base.prepare)


def fine_tuned(name: str, whole: bool = False) -> Callable[[Setting], keras.Model]:
    """The model of the recipe before, the top of its base unfrozen, or the whole of it."""

    def build(setting: Setting) -> keras.Model:
        model = load_start(setting)
        base = base_of(model)
        size = input_size(setting.base)
        if model.input_shape[1:3] != (size, size):
            raise RecipeError(
                "A model for pictures of {size} x {size}, which is {base}'s size, was expected at {path}; it takes "
                "{came}. Name its base with --base, or another model with --start.",
                size=size,
                base=setting.base,
                path=str(setting.start),
                came=str(model.input_shape),
            )
        units = 1 if setting.classes == 2 else setting.classes
        if model.output_shape[-1] != units:
            raise RecipeError(
                "A model with {units} outputs, for {classes} classes, was expected at {path}; it has {came}. Name "
                "another with --start.",
                units=units,
                classes=setting.classes,
                path=str(setting.start),
                came=model.output_shape[-1],
            )
        unfreeze_from(base, base.layers[0].name if whole else first_to_tune(setting.base))
        return model

    return build


def base_of(model: keras.Model) -> keras.Model:
    """The trained network inside a model; RecipeError where there is none."""
    for layer in model.layers:
        if isinstance(layer, keras.Model) and layer.name != "augmentation":
            return layer
    raise RecipeError(
        "A model with a trained base inside was expected to go on from; {name} has none. Name another with --start.",
        name=model.name,
    )


def load_start(setting: Setting) -> keras.Model:
    """The trained model to go on from; RecipeError where there is none."""
    try:
        return keras.saving.load_model(setting.start, compile=False)
    except (OSError, ValueError, TypeError) as error:
        raise RecipeError(
            "A trained model to go on from was expected at {path}; reading it gave: {reason}. Run the recipe before "
            "this one into the folder beside --out, or name its model.keras with --start.",
            path=str(setting.start),
            reason=str(error),
        ) from error
