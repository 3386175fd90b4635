"""When batches are prepared and trained on, with and without prefetching."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A batch being prepared ("load") or trained on ("train"), from `start` to `end` in units of time."""

    kind: str
    batch: int
    start: int
    end: int


def schedule(batches: int, load: int, train: int, prefetch: int) -> list[Span]:
    """Return the spans of an epoch when preparing a batch takes `load` units and training on it `train`.

    Without prefetching (0), the next batch is prepared when the training asks for it. With it, up to `prefetch`
    finished batches wait, and the next one is prepared as soon as there is room ("prefetch overlaps the preprocessing
    and model execution of a training step", TensorFlow's guide to the performance of tf.data).

    >>> max(span.end for span in schedule(3, load=2, train=3, prefetch=0))
    15
    >>> max(span.end for span in schedule(3, load=2, train=3, prefetch=1))
    11
    """
    loads: list[Span] = []
    trains: list[Span] = []
    for batch in range(batches):
        start = loads[-1].end if loads else 0
        if prefetch == 0:
            start = trains[-1].end if trains else 0
        elif batch >= prefetch:
            start = max(start, trains[batch - prefetch].start)
        loads.append(Span("load", batch, start, start + load))
        ready = max(loads[-1].end, trains[-1].end if trains else 0)
        trains.append(Span("train", batch, ready, ready + train))
    return [*loads, *trains]
