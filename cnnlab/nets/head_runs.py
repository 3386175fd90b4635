"""Runs of heads on the features of a base: the latest are kept, so that the next epoch goes on from the last."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from cnnlab.core.transfer.features import LabelledFeatures, chosen, read_features
from cnnlab.core.transfer.plane import plane_of
from cnnlab.core.transfer.run import PLANE_SIDE, HeadRun
from cnnlab.core.transfer.settings import HeadSettings, check_number
from cnnlab.nets.head_training import HeadTrainer, Labelled, State, trainer_for

MAX_BYTES = 128 << 20  # of kept runs: 48 with the default head, more than there are places in the engine's queue
Check = Callable[[], object]


@dataclass(eq=False)
class _Kept:
    """A run so far: the variables of its head, and what it gave after each epoch."""

    state: State
    train: list[dict[str, float]] = field(default_factory=list)
    validation: list[dict[str, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    probabilities: list[np.ndarray] = field(default_factory=list)
    planes: list[np.ndarray] = field(default_factory=list)

    @property
    def epochs(self) -> int:
        return len(self.seconds)

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in (*self.state, *self.probabilities, *self.planes))

    def after(self, epoch: int, parameters: int) -> HeadRun:
        """The run as it was after that many epochs."""
        found = {name: [values[name] for values in self.train[:epoch]] for name in self.train[0]}
        evaluated = {f"val_{name}": [values[name] for values in self.validation[:epoch]] for name in self.validation[0]}
        planes = tuple(self.planes[:epoch])
        return HeadRun(found | evaluated, self.seconds[:epoch], self.probabilities[epoch - 1], planes, parameters)


class HeadRuns:
    """Trains heads on the features of the subsets "train" and "validation", and keeps the latest runs."""

    def __init__(self, subsets: dict[str, LabelledFeatures], max_bytes: int = MAX_BYTES):
        self.subsets = subsets
        self._train, self._validation = (_labelled(subsets[name]) for name in ("train", "validation"))
        self.plane = plane_of(self._train.features, self._validation.features)
        self._cells = self.plane.projection.points_back(self.plane.cells())
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[HeadSettings, int], _Kept] = OrderedDict()  # by _key, the latest last

    @property
    def nbytes(self) -> int:
        """The bytes of the kept runs."""
        return sum(kept.nbytes for kept in self._kept.values())

    def trainer(self, settings: HeadSettings) -> HeadTrainer:
        """The compiled head of these settings."""
        return trainer_for(settings, self._train.features.shape[1])

    def run(self, settings: HeadSettings, epoch: int, check: Check = lambda: None) -> HeadRun:
        """Return the run of these settings after `epoch` epochs, from what is kept or from the start.

        `check` is called between batches and may raise to stop; the epochs before that are kept. Raises TransferError
        unless `epoch` is from 1 to `settings.epochs`, and FeaturesError if there are too few pictures.
        """
        check_number("epoch", epoch, 1, settings.epochs, whole=True)
        kept = self._kept.get(_key(settings))
        if kept is None or kept.epochs < epoch:
            kept = self._trained(settings, epoch, check)
        else:
            self._kept.move_to_end(_key(settings))
        return kept.after(epoch, self.trainer(settings).parameters)

    def starts_again(self, settings: HeadSettings, epoch: int, exactly: bool = False) -> bool:
        """Whether earlier epochs have to be trained as well, because the run is not kept (any more).

        With `exactly`, for the head as it was after that epoch, which `predict` needs.
        """
        kept = self._kept.get(_key(settings))
        if kept is None:
            return epoch > 1
        return exactly and kept.epochs > epoch > 1 and _key(settings, ends=epoch) not in self._kept

    def predict(
        self, settings: HeadSettings, epoch: int, features: np.ndarray, check: Check = lambda: None
    ) -> np.ndarray:
        """Return the probability of the second class by the head after `epoch` epochs: (n, d) to float32 (n,).

        A head that has been trained further is trained again from the start, once. Raises as `run`.
        """
        check_number("epoch", epoch, 1, settings.epochs, whole=True)
        state = self._trained(settings, epoch, check).state
        return self.trainer(settings).predict(state, features)

    def _trained(self, settings: HeadSettings, epoch: int, check: Check) -> _Kept:
        """The run at exactly that epoch; where the kept one is further, another that ends there."""
        key = _key(settings)
        if key in self._kept and self._kept[key].epochs > epoch:
            key = _key(settings, ends=epoch)
        if key not in self._kept:
            self._kept[key] = _Kept(self.trainer(settings).start(settings))
        self._kept.move_to_end(key)
        kept = self._kept[key]
        indices = chosen(self.subsets["train"].labels, settings.pictures, settings.seed)
        train = Labelled(self._train.features[indices], self._train.labels[indices])
        while kept.epochs < epoch:
            self._train_epoch(kept, settings, train, check)
        while self.nbytes > self._max_bytes and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return kept

    def _train_epoch(self, kept: _Kept, settings: HeadSettings, train: Labelled, check: Check) -> None:
        trainer, started = self.trainer(settings), time.perf_counter()
        state, found = trainer.epoch(kept.state, settings, kept.epochs, train, check)
        evaluated = trainer.evaluate(state, self._validation)
        seconds = time.perf_counter() - started
        predicted = trainer.predict(state, np.concatenate([self._validation.features, self._cells]))
        pictures = len(self._validation.features)
        kept.state = state
        kept.train.append(found)
        kept.validation.append(evaluated)
        kept.seconds.append(seconds)
        kept.probabilities.append(predicted[:pictures])
        kept.planes.append(_in_bytes(predicted[pictures:]).reshape(PLANE_SIDE, PLANE_SIDE))


def _key(settings: HeadSettings, ends: int = 0) -> tuple[HeadSettings, int]:
    """What a run depends on, and the epoch that it ends at, 0 for one that goes on.

    The number of epochs counts only where the learning rate follows it.
    """
    return (replace(settings, epochs=1) if settings.schedule == "constant" else settings), ends


def _labelled(subset: LabelledFeatures) -> Labelled:
    return Labelled(subset.features.astype(np.float32), subset.labels.reshape(-1, 1).astype(np.float32))


def _in_bytes(probabilities: np.ndarray) -> np.ndarray:
    return np.asarray(np.nan_to_num(255 * probabilities).round(), np.uint8)


_bundled: list[HeadRuns] = []  # one, or none yet


def bundled_runs() -> HeadRuns:
    """The runs on the bundled features of cats and dogs; new ones if their file has changed."""
    subsets = read_features()
    if not _bundled or _bundled[0].subsets is not subsets:
        _bundled[:] = [HeadRuns(subsets)]
    return _bundled[0]
