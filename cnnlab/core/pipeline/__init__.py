"""The input pipeline of a training run on ten files: index, shuffle, decode, resize, batch, prefetch."""

from cnnlab.core.pipeline.files import CLASSES, FILES, PictureFile
from cnnlab.core.pipeline.shuffling import Draw, PipelineError, expected_in_first, shuffled
from cnnlab.core.pipeline.steps import PICTURE_BYTES, SIZE, PipelineSettings, Step, Tensor, first_batch, steps
from cnnlab.core.pipeline.timing import Span, schedule

__all__ = [
    "CLASSES",
    "FILES",
    "PICTURE_BYTES",
    "SIZE",
    "Draw",
    "PictureFile",
    "PipelineError",
    "PipelineSettings",
    "Span",
    "Step",
    "Tensor",
    "expected_in_first",
    "first_batch",
    "schedule",
    "shuffled",
    "steps",
]
