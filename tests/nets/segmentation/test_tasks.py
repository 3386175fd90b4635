"""The engine's tasks for segmentation, run in this process."""

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import open_picture, sample
from cnnlab.core.pictures.bundled import SAMPLES
from cnnlab.core.requests import (
    ExplainRegion,
    SegmentationStages,
    Segmented,
    SegmentPicture,
    SegmentPictures,
    SegmentWithoutSkips,
    Unreadable,
)
from cnnlab.core.segmentation import labels, pack
from cnnlab.engine.context import Cancelled, Context
from cnnlab.engine.tasks import TASKS
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import batch_size, segment
from cnnlab.nets.zoo.pets_unet import SKIPS

pytestmark = pytest.mark.tensorflow  # the engine's backend
MODEL = "pets_unet"
CAT = sample("cat")


def ask(request, context=None):
    return TASKS[type(request)](context or Context(), request)


def smaller(size) -> np.ndarray:
    return np.asarray(Image.fromarray(CAT).resize(size[::-1]))


def test_the_networks_own_output_in_bytes_is_what_segment_interpolates():
    """Stretched as Pillow does it, predicted by Keras itself; the mask differs from segment's by rounding alone."""
    model = catalog.load(MODEL)
    found = ask(SegmentPicture(MODEL, CAT))
    stretched = np.asarray(Image.fromarray(CAT).resize((256, 256), Image.Resampling.BILINEAR), "float32")
    expected = pack(model.predict_on_batch(stretched[None])[0])
    assert np.abs(found.probabilities.astype(int) - expected).max() <= 1
    assert found.size == (300, 451)
    assert found.milliseconds > 0
    whole = segment(model, CAT)
    assert (labels(found.probabilities, 300, 451) == whole.labels).mean() > 0.998
    assert np.array_equal(found.probabilities.argmax(-1), model.predict_on_batch(stretched[None])[0].argmax(-1))


def test_without_skips():
    whole = ask(SegmentPicture(MODEL, CAT)).probabilities
    assert np.array_equal(ask(SegmentWithoutSkips(MODEL, CAT, ())).probabilities, whole)
    without = ask(SegmentWithoutSkips(MODEL, CAT, SKIPS)).probabilities
    assert 0.05 < (without.argmax(-1) != whole.argmax(-1)).mean() < 0.9


def test_stages_and_the_explanation_of_a_region():
    stages = ask(SegmentationStages(MODEL, CAT))
    assert tuple(stage.name for stage in stages if stage.joins) == SKIPS[::-1]
    region = ask(SegmentPicture(MODEL, CAT)).probabilities.argmax(-1) == 0
    bottom = next(stage for stage in stages if stage.role == "bottom")
    found = ask(ExplainRegion(MODEL, CAT, region, 0))
    assert (found.layer, found.heat.shape) == (bottom.name, bottom.shape[:2])
    repeated = ask(ExplainRegion(MODEL, CAT, region, 0, "up5_relu"))
    assert np.corrcoef(repeated.heat.ravel(), region.ravel())[0, 1] > 0.7  # the last convolution repeats the mask


class Steps(Context):
    """A context that keeps what a task reports, and is cancelled after some pictures."""

    def __init__(self, most=1000):
        super().__init__()
        self.reported, self.most, self.checked = [], most, 0

    def progress(self, done, total):
        super().progress(done, total)
        self.reported.append((done, total))

    def check(self):
        self.checked += 1
        if self.checked > self.most:
            raise Cancelled


def test_many_pictures_of_which_two_cannot_be_used():
    """Bytes and pixels, in batches; the same answers as one by one."""
    file = (SAMPLES / "chelsea.png").read_bytes()
    pictures = [smaller((40 + row, 50)) for row in range(9)] + [CAT, file, b"no picture", np.zeros((5, 5, 7), np.uint8)]
    pictures += [smaller((60, 30 + column)) for column in range(12)]
    names = tuple(f"picture {at}" for at in range(len(pictures)))
    steps = Steps()
    answer = ask(SegmentPictures(MODEL, tuple(pictures), names), steps)
    assert steps.reported == [(min(end, 25), 25) for end in range(batch_size(), 25 + batch_size(), batch_size())]
    assert [entry.name for entry in answer.found if isinstance(entry, Unreadable)] == ["picture 11", "picture 12"]
    for at in (0, 9, 10, 15, 24):
        pixels = open_picture(pictures[at]) if isinstance(pictures[at], bytes) else pictures[at]
        alone = ask(SegmentPicture(MODEL, pixels))
        assert isinstance(answer.found[at], Segmented)
        assert answer.found[at].size == alone.size == pixels.shape[:2]
        assert np.abs(answer.found[at].probabilities.astype(int) - alone.probabilities).max() <= 1


def test_a_few_pictures_and_none():
    answer = ask(SegmentPictures(MODEL, (CAT, b"", CAT), ("a", "b", "c")))
    assert [type(entry) for entry in answer.found] == [Segmented, Unreadable, Segmented]
    assert np.array_equal(answer.found[0].probabilities, answer.found[2].probabilities)
    assert ask(SegmentPictures(MODEL, (), ())).found == ()
    assert [entry.name for entry in ask(SegmentPictures(MODEL, (b"",), ("b",))).found] == ["b"]


def test_a_cancellation_is_noticed_between_pictures():
    pictures = tuple(smaller((10, 10)) for _ in range(40))
    steps = Steps(most=5)
    with pytest.raises(Cancelled):
        ask(SegmentPictures(MODEL, pictures, tuple(map(str, range(40)))), steps)
    assert steps.checked == 6
    assert steps.reported == []
