"""One engine's memory stays bounded: over every bundled model in turn, and over hundreds of tasks of each kind."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.cards import cards
from cnnlab.core.filters import AscentSettings
from cnnlab.core.requests import (
    Ascend,
    Augment,
    Classify,
    ComputeMaps,
    ComputeOutputs,
    ConvertWeights,
    Explain,
    ExplainInParts,
    ExplainRegion,
    FindEffectiveFields,
    FindExciting,
    JudgePhotographs,
    JudgePicture,
    MeasureDepth,
    MeasureLayers,
    MeasureTimes,
    NormalizeBatches,
    PredictAugmented,
    ProjectFeatures,
    RandomizeWeights,
    ReadWeights,
    ReportDevice,
    Request,
    SeenThrough,
    SegmentationStages,
    SegmentAugmented,
    SegmentPicture,
    SegmentPictures,
    SegmentWithoutSkips,
    TimeCalls,
    TrainHead,
    WithoutPixels,
)
from cnnlab.core.transfer import HeadSettings
from cnnlab.engine import Engine
from cnnlab.engine.tasks import TASKS
from cnnlab.nets.catalog import MAX_MODELS
from cnnlab.nets.zoo.pets_unet import SKIPS
from tests.nets.model_tasks import Forward

pytestmark = pytest.mark.tensorflow  # the engine's backend

LIMIT = 1200  # MB
WARM_UP, MORE, ALL = 50, 200, 1000  # tasks; ALL with --whole
FEWER = 150  # in place of MORE, for the kinds whose tasks take a tenth of a second or more
GROWTH = 5  # MB; a leak of 0.1 MB per task would be 20, or 15
STRETCHES = 5  # a leak grows in each of them; something large that is not freed yet, in some


def own_memory(pid: int) -> float:
    """Return the megabytes of the process itself, without file pages, which the system can drop."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"^RssAnon:\s+(\d+) kB$", status, re.MULTILINE)[1]) * 1024 / 1e6


def run_model(engine: Engine, card) -> None:
    size = (card.input.height, card.input.width, card.input.channels)
    picture = np.random.default_rng(0).integers(0, 256, size, dtype=np.uint8)
    if card.task != "classification":
        engine.submit(Forward(card.id, picture)).result()
        return
    for stage in (card.stages[-1], card.stages[0]):  # the first stage has the largest maps
        found = engine.submit(Explain(card.id, picture, stage.output)).result()
        assert found.value.signed.shape == (stage.height, stage.width)


@pytest.fixture(scope="module")
def engine():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(
            "MALLOC_MMAP_THRESHOLD_", "1000000"
        )  # bytes: glibc gives larger blocks back as soon as they are free
        engine = Engine(tasks="tests.nets.model_tasks")
        yield engine
        engine.stop()


PICTURES = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
DIGIT = PICTURES[0, :28, :28, :1]
CROP = np.random.default_rng(0).integers(0, 256, (180, 180, 3), dtype=np.uint8)
HEAT = np.random.default_rng(1).random((3, 3), np.float32)
SEGMENTS, REGION = "pets_unet", np.ones((256, 256), bool)
LAYERS = [layer_config(name) for name in FIRST]
# How to make the numbered requests of each type.
MAKE = {
    ReportDevice: lambda number: ReportDevice(),
    Ascend: lambda number: Ascend(
        "cats_dogs_scratch", f"conv{1 + number % 2}", number % 32, AscentSettings(steps=2, size=32, seed=number), 2
    ),
    TimeCalls: lambda number: TimeCalls("mnist_convnet"),
    MeasureTimes: lambda number: MeasureTimes(14, 256, number),
    MeasureDepth: lambda number: MeasureDepth(False, False, "relu", "he_normal", number),
    NormalizeBatches: lambda number: NormalizeBatches(PICTURES[None, ..., :1], number / 1000),
    FindEffectiveFields: lambda number: FindEffectiveFields("mnist_convnet", ("conv1", "conv3"), DIGIT[None]),
    Classify: lambda number: Classify("mnist_convnet", np.roll(DIGIT, number, axis=0)),
    ComputeMaps: lambda number: ComputeMaps(
        "cats_dogs_scratch", np.roll(CROP, number, axis=0), ("conv1", "pool1", "conv5"), "conv5", "conv5"
    ),
    MeasureLayers: lambda number: MeasureLayers("cats_dogs_scratch", np.roll(CROP, number, axis=0), ("conv1", "conv5")),
    FindExciting: lambda number: FindExciting("cats_dogs_scratch", ("conv1", "conv5")),
    Explain: lambda number: Explain("mnist_convnet", DIGIT, f"conv{1 + number % 3}", number % 10),
    ExplainInParts: lambda number: ExplainInParts(  # many are begun and not finished
        "mnist_convnet",
        DIGIT,
        "conv3",
        number % 10,
        ["occlusion", "score-cam", "rise", "smoothgrad"][number % 4],
        number,
    ),
    ComputeOutputs: lambda number: ComputeOutputs("mnist_convnet", np.roll(DIGIT, number, axis=0)),
    ReadWeights: lambda number: ReadWeights("mnist_convnet"),
    Augment: lambda number: Augment(PICTURES, LAYERS, number),
    PredictAugmented: lambda number: PredictAugmented(["cats_dogs_scratch"], PICTURES[0], LAYERS, number, count=1),
    TrainHead: lambda number: TrainHead(  # 50 fill what is kept
        HeadSettings(pictures=10, units=512, dropout=number % 90 / 100, l2=number % 1000 / 1000, seed=number), 1
    ),
    ProjectFeatures: lambda number: ProjectFeatures(),
    SegmentAugmented: lambda number: SegmentAugmented(
        SEGMENTS, PICTURES[0], [layer_config("RandomRotation")], number % 50, 2
    ),
    SegmentPicture: lambda number: SegmentPicture(SEGMENTS, np.roll(PICTURES[0], number, axis=0)),
    SegmentPictures: lambda number: SegmentPictures(SEGMENTS, (np.roll(PICTURES[0], number, axis=0), b""), ("a", "b")),
    SegmentWithoutSkips: lambda number: SegmentWithoutSkips(SEGMENTS, PICTURES[0], SKIPS[: number % 5]),
    SegmentationStages: lambda number: SegmentationStages(SEGMENTS, np.roll(PICTURES[0], number, axis=0)),
    ExplainRegion: lambda number: ExplainRegion(SEGMENTS, PICTURES[0], REGION, number % 3),
    WithoutPixels: lambda number: WithoutPixels("mnist_convnet", DIGIT, HEAT, number % 10, "deletion", (number,)),
    SeenThrough: lambda number: SeenThrough("mnist_convnet", np.roll(DIGIT, number, axis=0), (HEAT,), number % 10),
    RandomizeWeights: lambda number: RandomizeWeights(
        "mnist_convnet", DIGIT, number % 10, "grad-cam", f"conv{1 + number % 3}", number
    ),
    JudgePhotographs: lambda number: JudgePhotographs(HeadSettings(pictures=10, seed=number % 9), 1),
    JudgePicture: lambda number: JudgePicture(HeadSettings(pictures=10), 1, np.roll(PICTURES[0], number, axis=0)),
}


SLOW = {
    SegmentAugmented,
    ExplainRegion,
    SegmentPicture,
    SegmentationStages,
    SegmentWithoutSkips,
    SegmentPictures,
    TrainHead,
    ExplainInParts,
}
ONCE = {ConvertWeights}  # runs once for each of five networks, as long as a server is there


@pytest.mark.parametrize("kind", [kind for kind in TASKS if kind not in ONCE], ids=lambda kind: kind.__name__)
def test_memory_does_not_grow_over_hundreds_of_tasks(engine, kind, request):
    assert kind in MAKE, f"add {kind.__name__} to MAKE, so that its memory is measured"
    more = (ALL if request.config.getoption("--whole") else FEWER if kind in SLOW else MORE) // STRETCHES
    starts = range(WARM_UP, WARM_UP + STRETCHES * more, more)
    tasks = [range(WARM_UP), *(range(start, start + more) for start in starts)]
    measured = [_memory_after(engine, kind, stretch) for stretch in tasks]
    print(f"{kind.__name__}: MB after {WARM_UP} tasks and after {more} more each: {np.round(measured, 1)}")
    growth = STRETCHES * np.sort(np.diff(measured))[1]
    assert growth < GROWTH


def _memory_after(engine: Engine, kind: type[Request], tasks: range) -> float:
    for number in tasks:
        engine.submit(MAKE[kind](number)).result()
    return own_memory(engine.worker_pid)


def test_memory_stays_below_the_limit_over_every_model(engine, request):
    """With --whole all models twice, so that every dropped model is loaded again; otherwise only the first ones."""
    known = cards()
    assert len(known) > MAX_MODELS
    measured = []
    for card in known + (known if request.config.getoption("--whole") else known[:2]):
        run_model(engine, card)
        measured.append((round(own_memory(engine.worker_pid)), card.id))
    assert max(measured)[0] < LIMIT, measured
    assert min(measured)[0] > 100, measured  # less would not be the engine
