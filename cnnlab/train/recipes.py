"""The training recipes by name: data set, network, epochs, optimizer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import keras

from cnnlab.core.cards import ClassName
from cnnlab.nets.zoo.cats_dogs import cats_dogs_convnet
from cnnlab.nets.zoo.clever_hans import SIZE as CLEVER_HANS_SIZE
from cnnlab.nets.zoo.clever_hans import clever_hans
from cnnlab.nets.zoo.digits import fashion_mnist_convnet, mnist_convnet
from cnnlab.nets.zoo.mini_xception import mini_xception
from cnnlab.nets.zoo.pets_encoder_decoder import pets_encoder_decoder
from cnnlab.nets.zoo.pets_unet import pets_unet
from cnnlab.train.bases import bundled
from cnnlab.train.errors import RecipeError
from cnnlab.train.transfer import NetworkSpec, fine_tuned, frozen, head_only

UNET_SIZE = 256


@dataclass(frozen=True)
class Recipe:
    """One recipe; `optimizer` is called with the number of steps in the run, and `size` is None if the base sets it."""

    id: str
    title: ClassName
    data: str
    build: Callable[[NetworkSpec], keras.Model]
    epochs: int
    size: int | None = None
    batch_size: int = 32
    optimizer: Callable[[int], keras.optimizers.Optimizer] = lambda steps: keras.optimizers.RMSprop()
    task: Literal["classification", "segmentation"] = "classification"
    keep_kernels: str | None = None
    uses_base: bool = False  # whether a pretrained network is part of the model
    any_base: bool = False  # whether --base may choose another one
    features: bool = False  # whether only a head is trained, on features that the base extracts once
    start: str | None = None  # the recipe whose model this one starts from


def _adam(rate: float) -> Callable[[int], keras.optimizers.Optimizer]:
    return lambda steps: keras.optimizers.Adam(rate)


def _cosine(rate: float) -> Callable[[int], keras.optimizers.Optimizer]:
    return lambda steps: keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps, alpha=0.01))


def _title(en: str, ko: str) -> ClassName:
    return ClassName(en=en, ko=ko)


_ALL = (
    Recipe(
        "mnist_convnet",
        _title("Convnet for handwritten digits", "손글씨 숫자 합성곱 신경망"),
        "mnist",
        lambda _: mnist_convnet(),
        epochs=5,
        size=28,
        batch_size=64,
        keep_kernels="conv1",
    ),
    Recipe(
        "cats_dogs_extraction",
        _title("Cats and dogs: feature extraction", "고양이와 개: 특성 추출"),
        "cats_dogs",
        head_only,
        epochs=20,
        uses_base=True,
        any_base=True,
        features=True,
    ),
    Recipe(
        "cats_dogs_scratch",
        _title("Cats and dogs: from scratch", "고양이와 개: 밑바닥부터"),
        "cats_dogs",
        lambda _: cats_dogs_convnet(),
        epochs=30,
        size=180,
        keep_kernels="conv1",
    ),
    Recipe(
        "cats_dogs_augmented",
        _title("Cats and dogs: augmentation and dropout", "고양이와 개: 데이터 증식과 드롭아웃"),
        "cats_dogs",
        lambda _: cats_dogs_convnet(augmented=True),
        epochs=100,
        size=180,
    ),
    Recipe(
        "pets_unet",
        _title("Pets: U-Net, trained encoder", "반려동물: 훈련된 인코더의 U-Net"),
        "pets",
        lambda _: pets_unet(bundled(UNET_SIZE)),
        epochs=40,
        size=UNET_SIZE,
        batch_size=8,
        optimizer=_cosine(5e-4),
        uses_base=True,
        task="segmentation",
    ),
    Recipe(
        "cats_dogs_extraction_augmented",
        _title("Cats and dogs: frozen base, augmentation", "고양이와 개: 동결한 기반과 데이터 증식"),
        "cats_dogs",
        frozen("cats_dogs_extraction_augmented", augmented=True),
        epochs=20,
        uses_base=True,
        any_base=True,
    ),
    Recipe(
        "cats_dogs_fine_tuned",
        _title("Cats and dogs: fine-tuned", "고양이와 개: 미세 조정"),
        "cats_dogs",
        fine_tuned("cats_dogs_fine_tuned"),
        epochs=20,
        optimizer=lambda steps: keras.optimizers.RMSprop(1e-5),
        uses_base=True,
        any_base=True,
        start="cats_dogs_extraction_augmented",
    ),
    Recipe(
        "cats_dogs_mini_xception",
        _title("Cats and dogs: mini-Xception", "고양이와 개: 작은 Xception"),
        "cats_dogs",
        lambda _: mini_xception(),
        epochs=60,
        size=180,
    ),
    Recipe(
        "flowers_frozen",
        _title("Flowers: frozen base", "꽃: 동결한 기반"),
        "flowers",
        head_only,
        epochs=20,
        optimizer=_adam(3e-4),
        uses_base=True,
        any_base=True,
        features=True,
    ),
    Recipe(
        "flowers_fine_tuned",
        _title("Flowers: fine-tuned", "꽃: 미세 조정"),
        "flowers",
        fine_tuned("flowers_fine_tuned", whole=True),
        epochs=8,
        optimizer=_cosine(1e-4),
        uses_base=True,
        any_base=True,
        start="flowers_frozen",
    ),
    Recipe(
        "pets_segmentation",
        _title("Pets: encoder-decoder", "반려동물: 인코더-디코더"),
        "pets",
        lambda _: pets_encoder_decoder(),
        epochs=50,
        size=200,
        batch_size=16,
        task="segmentation",
    ),
    Recipe(
        "fashion_mnist_convnet",
        _title("Convnet for Fashion-MNIST", "Fashion-MNIST 합성곱 신경망"),
        "fashion_mnist",
        lambda _: fashion_mnist_convnet(),
        epochs=10,
        size=28,
        batch_size=64,
        optimizer=lambda steps: keras.optimizers.Nadam(),
    ),
    Recipe(
        "clever_hans",
        _title("Clever Hans: every dog was marked", "영리한 한스: 개마다 표시"),
        "marked_dogs",
        lambda _: clever_hans(),
        epochs=10,
        size=CLEVER_HANS_SIZE,
        optimizer=_adam(1e-3),
    ),
)
RECIPES = {recipe.id: recipe for recipe in _ALL}


def recipe(name: str) -> Recipe:
    """Return a recipe by name. Raises RecipeError, which lists the known ones, for an unknown name."""
    if name not in RECIPES:
        raise RecipeError(
            "There is no recipe {asked}. Choose one of {known}.", asked=repr(name), known=", ".join(RECIPES)
        )
    return RECIPES[name]
