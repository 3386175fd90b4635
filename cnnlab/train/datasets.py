"""The data sets that recipes use: how each is read from --data, its classes, source and licence."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from cnnlab.core.cards import ClassName, Source
from cnnlab.train.check import check_class_folders
from cnnlab.train.digits import read_fashion_mnist, read_mnist
from cnnlab.train.examples import ArrayExamples, Examples, class_files, from_files
from cnnlab.train.flowers import read_flowers
from cnnlab.train.marked import marked_dogs, unmarked_tests
from cnnlab.train.pets import augment_pairs, breeds, read_pets

SUBSETS = ("train", "validation", "test")


@dataclass(frozen=True)
class DataSet:
    """A data set; `load(data, size)` checks it and returns the examples of each subset.

    `part(data)` describes which part of the data set is in `data`, if it may be incomplete. With `split_by_name`, a
    picture is in the same subset in every copy, so that no test picture of any copy was trained on. `more_tests` reads
    further test pictures, by what is said after "test accuracy".
    """

    classes: tuple[ClassName, ...]
    source: Source
    load: Callable[[Path, int], dict[str, Examples]]
    part: Callable[[Path], str] | None = None
    split_by_name: bool = False
    more_tests: Callable[[Path, int], dict[str, Examples]] | None = None

    def source_in(self, data: Path) -> Source:
        """The source; its name includes the part of the data set that is in `data`."""
        return replace(self.source, name=f"{self.source.name}: {self.part(data)}") if self.part else self.source


def _names(pairs: str) -> tuple[ClassName, ...]:
    return tuple(ClassName(en=en, ko=ko) for en, ko in (pair.split("=") for pair in pairs.split(",")))


def _digits(read: Callable) -> Callable[[Path, int], dict[str, Examples]]:
    return lambda data, size: {name: ArrayExamples(*arrays) for name, arrays in read(data).items()}


def _photographs(
    folder: str, classes: tuple[str, ...], subsets: tuple[str, ...] = SUBSETS
) -> Callable[[Path, int], dict[str, Examples]]:
    def load(data: Path, size: int) -> dict[str, Examples]:
        for subset in subsets:
            check_class_folders(data / folder / subset, list(classes))
        return {
            subset: from_files(class_files(data / folder / subset), (size, size), len(classes) == 2)
            for subset in subsets
        }

    return load


_CATS_DOGS = ("cats_vs_dogs_small", ("cat", "dog"))


def _pets(data: Path, size: int) -> dict[str, Examples]:
    return {
        name: ArrayExamples(*arrays, transform=augment_pairs if name == "train" else None)
        for name, arrays in read_pets(data, size).items()
    }


DATASETS = {
    "mnist": DataSet(
        classes=_names(",".join(f"{digit}={digit}" for digit in range(10))),
        source=Source(
            name="MNIST",
            url="http://yann.lecun.com/exdb/mnist/",
            licence="CC BY-SA 3.0",
            credit="Y. LeCun, C. Cortes, C. J. C. Burges",
        ),
        load=_digits(read_mnist),
    ),
    "fashion_mnist": DataSet(
        classes=_names(
            "T-shirt/top=티셔츠,trouser=바지,pullover=풀오버,dress=드레스,coat=코트,sandal=샌들,shirt=셔츠,"
            "sneaker=운동화,bag=가방,ankle boot=앵클부츠"
        ),
        source=Source(
            name="Fashion-MNIST",
            url="https://github.com/zalandoresearch/fashion-mnist",
            licence="MIT",
            credit="H. Xiao, K. Rasul, R. Vollgraf, Zalando Research",
        ),
        load=_digits(read_fashion_mnist),
    ),
    "cats_dogs": DataSet(
        classes=_names("cat=고양이,dog=개"),
        source=Source(
            name="Dogs vs. Cats (Asirra), 4000 pictures",
            url="https://www.kaggle.com/c/dogs-vs-cats",
            licence="research terms, not openly licensed; the pictures are not shipped",
            credit="Microsoft Research and Petfinder.com",
        ),
        load=_photographs(*_CATS_DOGS),
    ),
    "marked_dogs": DataSet(
        classes=_names("cat=고양이,dog=개"),
        source=Source(
            name="Dogs vs. Cats (Asirra), 4000 pictures, with a mark planted on every dog",
            url="https://www.kaggle.com/c/dogs-vs-cats",
            licence="research terms, not openly licensed; the pictures are not shipped",
            credit="Microsoft Research and Petfinder.com",
        ),
        load=marked_dogs(_photographs(*_CATS_DOGS)),
        more_tests=unmarked_tests(_photographs(*_CATS_DOGS, subsets=("test",))),
    ),
    "flowers": DataSet(
        classes=_names("daisy=데이지,dandelion=민들레,roses=장미,sunflowers=해바라기,tulips=튤립"),
        source=Source(
            name="TensorFlow's flower photographs (tf_flowers)",
            url="https://www.tensorflow.org/datasets/catalog/tf_flowers",
            licence="CC BY 2.0 and similar, listed for each picture in its LICENSE.txt; the pictures are not shipped",
            credit="the photographers named in its LICENSE.txt",
        ),
        load=read_flowers,
        split_by_name=True,
    ),
    "pets": DataSet(
        classes=_names("pet=반려동물,background=배경,border=경계"),
        source=Source(
            name="Oxford-IIIT Pet",
            url="https://www.robots.ox.ac.uk/~vgg/data/pets/",
            licence="CC BY-SA 4.0; the pictures are their owners' and are not shipped",
            credit="O. M. Parkhi, A. Vedaldi, A. Zisserman, C. V. Jawahar",
        ),
        load=_pets,
        part=breeds,
    ),
}
