"""The class of each pixel of a picture, what a network computes on the way there, and why."""

import time
from collections.abc import Iterator

import numpy as np

from cnnlab.core.errors import CnnLabError
from cnnlab.core.pictures import open_picture
from cnnlab.core.requests import (
    ExplainRegion,
    RegionExplanation,
    SegmentationStages,
    SegmentAugmented,
    Segmented,
    SegmentedPictures,
    SegmentedVersions,
    SegmentPicture,
    SegmentPictures,
    SegmentWithoutSkips,
    Stage,
    Unreadable,
)
from cnnlab.core.segmentation import pack
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import RegionCAM, SegmentationNetwork, Skipping, Stages, batch_size, network_of
from cnnlab.nets.segmentation.versions import segment_versions


def segment_picture(context: Context, request: SegmentPicture) -> Segmented:
    """The forward pass, compiled once for each model and input size; the milliseconds are without compiling."""
    network = _network(context, request.model)
    started = time.perf_counter()
    inputs = network.input(request.picture)
    resizing = time.perf_counter() - started
    with context.stage("compiling"):
        catalog.cached(network.graph.model, ("segmented", inputs.shape), lambda: len(network.run([inputs])))
    with context.stage("running"):
        started = time.perf_counter() - resizing
        [found] = network.run([inputs])
        return _answer(found, request.picture, started)


def segment_without_skips(context: Context, request: SegmentWithoutSkips) -> Segmented:
    """The same with zeros in place of skip connections, compiled once for all choices of them."""
    network = _network(context, request.model)
    skipping = catalog.cached(network.graph.model, "skipping", lambda: Skipping(network))
    with context.stage("running"):
        started = time.perf_counter()
        [found] = skipping(network.input(request.picture)[None], request.skips)
        return _answer(found, request.picture, started)


def find_stages(context: Context, request: SegmentationStages) -> tuple[Stage, ...]:
    """The feature maps of each stage, from one compiled run."""
    network = _network(context, request.model)
    stages = catalog.cached(network.graph.model, "stages", lambda: Stages(network))
    with context.stage("running"):
        return stages(network.input(request.picture))


def explain_region(context: Context, request: ExplainRegion) -> RegionExplanation:
    """The gradient of a region's scores, compiled once for each model and layer."""
    network = _network(context, request.model)
    model = network.graph.model
    explain = catalog.cached(model, ("region", request.layer), lambda: RegionCAM(network, request.layer))
    with context.stage("running"):
        return explain(network.input(request.picture), request.region, request.class_index, request.method)


def segment_pictures(context: Context, request: SegmentPictures) -> SegmentedPictures:
    """Batches of pictures; one that cannot be read or segmented is named, and the others are not affected."""
    network = _network(context, request.model)
    started = time.perf_counter()
    found: list[Segmented | Unreadable] = []
    total = len(request.pictures)
    with context.stage("running"):
        for start in range(0, total, batch_size()):
            part = slice(start, start + batch_size())
            found += _batch(context, network, request.pictures[part], request.names[part])
            context.progress(len(found), total)
    return SegmentedPictures(tuple(found), 1000 * (time.perf_counter() - started))


def segment_augmented(context: Context, request: SegmentAugmented) -> SegmentedVersions:
    """The versions one by one, each with the compiled run of a single picture."""
    network = _network(context, request.model)
    count = request.count
    with context.stage("running"):
        return segment_versions(
            network,
            request.picture,
            request.layers,
            request.seed,
            count,
            lambda number: context.progress(number, count),
        )


def _batch(
    context: Context, network: SegmentationNetwork, pictures: tuple[bytes | np.ndarray, ...], names: tuple[str, ...]
) -> Iterator[Segmented | Unreadable]:
    """The pictures of a batch, in their order, each segmented or named as unreadable."""
    started = time.perf_counter()
    inputs: list[tuple[np.ndarray, tuple[int, int]] | Unreadable] = []
    for picture, name in zip(pictures, names, strict=True):
        context.check()
        try:
            pixels = open_picture(picture) if isinstance(picture, bytes) else picture
            inputs.append((network.input(pixels), (len(pixels), len(pixels[0]))))
        except CnnLabError as error:
            inputs.append(Unreadable(name, error.template, error.values))
    readable = [entry for entry in inputs if not isinstance(entry, Unreadable)]
    outputs = iter(network.run([picture for picture, _ in readable], batch_size()))
    each = 1000 * (time.perf_counter() - started) / max(len(readable), 1)
    for entry in inputs:
        if isinstance(entry, Unreadable):
            yield entry
        else:
            yield Segmented(pack(next(outputs)), entry[1], each)


def _network(context: Context, card_id: str) -> SegmentationNetwork:
    with context.stage("loading"):
        return network_of(catalog.load(card_id))


def _answer(probabilities: np.ndarray, picture: np.ndarray, started: float) -> Segmented:
    height, width = picture.shape[:2]
    return Segmented(pack(probabilities), (height, width), 1000 * (time.perf_counter() - started))


TASKS: Tasks = {
    SegmentPicture: segment_picture,
    SegmentPictures: segment_pictures,
    SegmentWithoutSkips: segment_without_skips,
    SegmentationStages: find_stages,
    ExplainRegion: explain_region,
    SegmentAugmented: segment_augmented,
}
