"""Tasks without Keras for the page's tests: every pixel has the first class, and some pictures end the worker."""

import os
import signal

import numpy as np

from cnnlab.core.errors import CnnLabError
from cnnlab.core.requests import Segmented, SegmentedPictures, SegmentPicture, SegmentPictures
from cnnlab.engine.context import Context, Tasks
from tests.engine.example_tasks import describe_device

__all__ = ["describe_device"]

DEADLY, FAILING = b"this one ends the worker", b"this one is an error that nobody foresaw"


def segment_picture(context: Context, request: SegmentPicture) -> Segmented:
    return _found()


def segment_pictures(context: Context, request: SegmentPictures) -> SegmentedPictures:
    if DEADLY in request.pictures:
        os.kill(os.getpid(), signal.SIGKILL)
    if FAILING in request.pictures:
        raise CnnLabError("It failed.")
    return SegmentedPictures(tuple(_found() for _ in request.pictures), 1)


def _found() -> Segmented:
    return Segmented(np.full((4, 4, 3), (255, 0, 0), np.uint8), (4, 4), 1)


TASKS: Tasks = {SegmentPicture: segment_picture, SegmentPictures: segment_pictures}
