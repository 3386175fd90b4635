"""The training runs of the course, each by its name: data, network, epochs, optimizer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import keras

from cnnlab.core.cards import ClassName
from cnnlab.nets.zoo.cats_dogs import cats_dogs_convnet
from cnnlab.nets.zoo.digits import fashion_mnist_convnet, mnist_convnet
from cnnlab.nets.zoo.mini_xception import mini_xception
from cnnlab.nets.zoo.pets_encoder_decoder import pets_encoder_decoder
from cnnlab.nets.zoo.pets_unet import pets_unet
from cnnlab.train.bases import bundled
from cnnlab.train.errors import RecipeError
from cnnlab.train.transfer import Setting, fine_tuned, frozen, head_only

UNET_SIZE = 256


@dataclass(frozen=True)
class Recipe:
    """`optimizer` gets the number of steps in the whole run; `size` is None where the base decides."""

    id: str
    title: ClassName
    data: str
    build: Callable[[Setting], keras.Model]
    epochs: int
    size: int | None = None
    batch_size: int = 32
    optimizer: Callable[[int], keras.optimizers.Optimizer] = lambda steps: keras.optimizers.RMSprop()
    task: Literal["classification", "segmentation"] = "classification"
    keep_kernels: str | None = None
    on_base: bool = False  # whether a trained network is a part of it
    any_base: bool = False  # whether --base may name another one
    features: bool = False  # whether only a head is trained, on the features that the base makes once
    start: str | None = None  # the recipe whose model this one goes on from


def _adam(rate: float) -> Callable[[int], keras.optimizers.Optimizer]:
    return lambda steps: keras.optimizers.Adam(rate)


def _cosine(rate: float) -> Callable[[int], keras.optimizers.Optimizer]:
    return lambda steps: keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps, alpha=0.01))


def _titled(en: str, ko: str) -> ClassName:
    return ClassName(en=en, ko=ko)


_ALL = (
    Recipe(
        "mnist_convnet",
        _titled("Convnet for handwritten digits", "손글씨 숫자 합성곱 신경망"),
        "mnist",
        lambda _: mnist_convnet(),
        epochs=5,
        size=28,
        batch_size=64,
        keep_kernels="conv1",
    ),
    Recipe(
        "cats_dogs_extraction",
        _titled("Cats and dogs: feature extraction", "고양이와 개: 특성 추출"),
        "cats_dogs",
        head_only,
        epochs=20,
        on_base=True,
        any_base=True,
        features=True,
    ),
    Recipe(
        "cats_dogs_scratch",
        _titled("Cats and dogs: from scratch", "고양이와 개: 밑바닥부터"),
        "cats_dogs",
        lambda _: cats_dogs_convnet(),
        epochs=30,
        size=180,
        keep_kernels="conv1",
    ),
    Recipe(
        "cats_dogs_augmented",
        _titled("Cats and dogs: augmentation and dropout", "고양이와 개: 데이터 증식과 드롭아웃"),
        "cats_dogs",
        lambda _: cats_dogs_convnet(augmented=True),
        epochs=100,
        size=180,
    ),
    Recipe(
        "pets_unet",
        _titled("Pets: U-Net on a trained encoder", "반려동물: 사전 훈련된 인코더의 U-Net"),
        "pets",
        lambda _: pets_unet(bundled(UNET_SIZE)),
        epochs=40,
        size=UNET_SIZE,
        batch_size=8,
        optimizer=_cosine(5e-4),
        on_base=True,
        task="segmentation",
    ),
    Recipe(
        "cats_dogs_extraction_augmented",
        _titled("Cats and dogs: frozen base, augmentation", "고양이와 개: 동결한 기반과 데이터 증식"),
        "cats_dogs",
        frozen("cats_dogs_extraction_augmented", augmented=True),
        epochs=20,
        on_base=True,
        any_base=True,
    ),
    Recipe(
        "cats_dogs_fine_tuned",
        _titled("Cats and dogs: fine-tuned", "고양이와 개: 미세 조정"),
        "cats_dogs",
        fine_tuned("cats_dogs_fine_tuned"),
        epochs=20,
        optimizer=lambda steps: keras.optimizers.RMSprop(1e-5),
        on_base=True,
        any_base=True,
        start="cats_dogs_extraction_augmented",
    ),
    Recipe(
        "cats_dogs_mini_xception",
        _titled("Cats and dogs: mini-Xception", "고양이와 개: 작은 Xception"),
        "cats_dogs",
        lambda _: mini_xception(),
        epochs=60,
        size=180,
    ),
    Recipe(
        "flowers_frozen",
        _titled("Flowers: frozen base", "꽃: 동결한 기반"),
        "flowers",
        frozen("flowers_frozen", augmented=True),
        epochs=5,
        optimizer=_adam(1e-3),
        on_base=True,
        any_base=True,
    ),
    Recipe(
        "flowers_fine_tuned",
        _titled("Flowers: fine-tuned", "꽃: 미세 조정"),
        "flowers",
        fine_tuned("flowers_fine_tuned", whole=True),
        epochs=10,
        optimizer=_cosine(2e-4),
        on_base=True,
        any_base=True,
        start="flowers_frozen",
    ),
    Recipe(
        "pets_segmentation",
        _titled("Pets: encoder-decoder", "반려동물: 인코더-디코더"),
        "pets",
        lambda _: pets_encoder_decoder(),
        epochs=50,
        size=200,
        batch_size=16,
        task="segmentation",
    ),
    Recipe(
        "fashion_mnist_convnet",
        _titled("Convnet for Fashion-MNIST", "Fashion-MNIST 합성곱 신경망"),
        "fashion_mnist",
        lambda _: fashion_mnist_convnet(),
        epochs=10,
        size=28,
        batch_size=64,
        optimizer=lambda steps: keras.optimizers.Nadam(),
    ),
)
RECIPES = {recipe.id: recipe for recipe in _ALL}


def recipe(name: str) -> Recipe:
    """One recipe by its name; RecipeError, naming those there are, for an unknown one."""
    if name not in RECIPES:
        raise RecipeError(
            "One of the recipes {known} was expected; {asked} came.", known=", ".join(RECIPES), asked=repr(name)
        )
    return RECIPES[name]
