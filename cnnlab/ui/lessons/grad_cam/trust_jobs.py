"""What the tab "Can it be trusted?" asks the engine for, in small parts, and what it has got so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cnnlab.core.heat_map_scores import Kind, centred_blob, points, random_map
from cnnlab.core.heat_map_scores.animal import drawn_animal
from cnnlab.core.requests import (
    RANDOM_STEPS,
    RandomizeWeights,
    Request,
    SeenThrough,
    SegmentPicture,
    WithoutPixels,
)
from cnnlab.core.requests.trust import joined
from cnnlab.figures.encode import reduced
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import Settings
from cnnlab.ui.shell.ask import named
from cnnlab.ui.shell.cache import model_cards

SEGMENTER = "pets_unet"
LARGEST = 512  # pixels a side of the picture that is segmented
CHUNK = 45  # pictures of one request: less than a second
MAPS_AT_ONCE = 4  # with random weights, of one request
FEWER = 8  # the baselines' curves have a point for every 8 steps of the map's, as RISE has for many pictures
KINDS: tuple[Kind, ...] = ("deletion", "insertion")
THIS, RANDOM, BLOB = "this", "random", "blob"
MAPS = (THIS, RANDOM, BLOB)


@dataclass(frozen=True)
class Job:
    """One request, the part that it belongs to, and of a curve its map, its kind and its points."""

    part: str  # "mask", "behind", "curve" or "randomized"
    request: Request[Any]
    of: str = ""
    kind: str = ""
    counts: tuple[int, ...] = ()


@dataclass
class Progress:
    """The jobs in their order, and the answers so far."""

    jobs: list[Job]
    heats: dict[str, np.ndarray]
    mask: np.ndarray | None  # drawn by hand
    answers: list[Any] = field(default_factory=list)
    started: bool = False  # whether the visitor has asked for it; a reset takes no note of it

    @property
    def pending(self) -> Job | None:
        return self.jobs[len(self.answers)] if len(self.answers) < len(self.jobs) else None

    def answer_to(self, part: str) -> Any:
        """The answer to a part that is no curve, None until all of it is there."""
        found = [answer for job, answer in self._answered() if job.part == part]
        if not found or len(found) < sum(job.part == part for job in self.jobs):
            return None
        return joined(found) if part == "randomized" else found[0]

    def curve(self, of: str, kind: str) -> tuple[np.ndarray, np.ndarray, bool]:
        """After how many pixels, with what probability, and whether that is all of the curve."""
        own = [job for job in self.jobs if (job.of, job.kind) == (of, kind)]
        found = [(job, answer) for job, answer in self._answered() if (job.of, job.kind) == (of, kind)]
        counts = [count for job, _answer in found for count in job.counts]
        values = [answer for _job, answer in found]
        return np.array(counts), np.concatenate(values) if values else np.zeros(0), len(found) == len(own)

    def _answered(self) -> Iterator[tuple[Job, Any]]:
        return zip(self.jobs, self.answers, strict=False)


def plan(settings: Settings, answer: Answer) -> Progress:
    """The jobs for the map on the page: the quick ones, then its curves, the baselines' curves, and random weights."""
    size, picture, square = settings.size, settings.picture, answer.square
    name = f"{picture.digest} {settings.squaring} {size}"
    pixels = named(name, lambda: square.pixels)
    model, index, heat = settings.card.id, answer.class_index, answer.explanation.heat
    heats = {THIS: heat, RANDOM: random_map(*heat.shape), BLOB: centred_blob(size)}
    mask = drawn_animal(picture.id, settings.squaring, size) if picture.id else None
    jobs = []
    if mask is None and SEGMENTER in model_cards():
        view = named(f"{name} at most {LARGEST}", lambda: reduced(square.view, LARGEST))
        jobs.append(Job("mask", SegmentPicture(SEGMENTER, view)))
    jobs.append(Job("behind", SeenThrough(model, pixels, tuple(heats.values()), index)))
    for of in MAPS:
        step = size if of == THIS else FEWER * size
        for kind in KINDS:
            counts = points(size * size, step)
            for start in range(0, len(counts), CHUNK):
                part = tuple(counts[start : start + CHUNK])
                request = WithoutPixels(model, pixels, heats[of], index, kind, part)
                jobs.append(Job("curve", request, of, kind, part))
    if not settings.method.slow:  # a map for each step would take minutes
        asked = model, pixels, index, settings.method.id, settings.layer, 0
        for step in range(0, RANDOM_STEPS + 1, MAPS_AT_ONCE):
            jobs.append(Job("randomized", RandomizeWeights(*asked, (step, step + MAPS_AT_ONCE))))
    return Progress(jobs, heats, mask)
