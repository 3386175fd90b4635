"""What each step of the pipeline gives out: the files in which order, in which groups, of what type and shape."""

from dataclasses import dataclass

from cnnlab.core.pipeline.files import CLASSES, FILES
from cnnlab.core.pipeline.shuffling import check_size, shuffled

SIZE = 224  # the height and width that the bundled base takes
PICTURE_BYTES = SIZE * SIZE * 3 * 4  # of a resized picture, in float32


@dataclass(frozen=True)
class PipelineSettings:
    """The shuffle buffer's size, the batch's size, and the seed of the order.

    Raises PipelineError for a buffer or a batch of less than one element.
    """

    buffer: int = 4
    batch: int = 4
    seed: int = 7

    def __post_init__(self) -> None:
        check_size(self.buffer)
        check_size(self.batch)


@dataclass(frozen=True)
class Tensor:
    """A tensor of each element that a step gives out; None in its shape is a size that differs between elements."""

    dtype: str
    shape: tuple[int | None, ...]


@dataclass(frozen=True)
class Step:
    """A step: the code that makes it, its elements (each a group of indices into FILES), its two tensors.

    `tensors` are the picture, or the path before it is decoded, and the label, as tf.data's element_spec has them.
    """

    name: str
    code: str
    elements: tuple[tuple[int, ...], ...]
    tensors: tuple[Tensor, Tensor]


def steps(settings: PipelineSettings) -> list[Step]:
    """Return what each step gives out, in order.

    >>> [step.name for step in steps(PipelineSettings())]
    ['index', 'shuffle', 'decode', 'resize', 'batch', 'prefetch']
    >>> [len(element) for element in steps(PipelineSettings(batch=4))[-1].elements]
    [4, 4, 2]
    """
    singles = tuple((index,) for index in range(len(FILES)))
    order = [draw.taken for draw in shuffled(len(FILES), settings.buffer, settings.seed)]
    mixed = tuple((index,) for index in order)
    batches = tuple(tuple(order[at : at + settings.batch]) for at in range(0, len(order), settings.batch))
    path, label = Tensor("string", ()), Tensor("int32", ())
    decoded, resized = Tensor("uint8", (None, None, 3)), Tensor("float32", (SIZE, SIZE, 3))
    whole = (Tensor("float32", (None, SIZE, SIZE, 3)), Tensor("int32", (None,)))
    return [
        Step("index", "from_tensor_slices((paths, labels))", singles, (path, label)),
        Step("shuffle", f"shuffle({settings.buffer})", mixed, (path, label)),
        Step("decode", "map(decode)", mixed, (decoded, label)),
        Step("resize", "map(resize)", mixed, (resized, label)),
        Step("batch", f"batch({settings.batch})", batches, whole),
        Step("prefetch", "prefetch(AUTOTUNE)", batches, whole),
    ]


def first_batch(settings: PipelineSettings) -> dict[str, int]:
    """How many files of each class are in the first batch.

    >>> first_batch(PipelineSettings(buffer=1))
    {'cat': 4, 'dog': 0}
    """
    labels = [FILES[index].label for index in steps(settings)[-1].elements[0]]
    return {name: labels.count(label) for label, name in enumerate(CLASSES)}
