"""Trains a head on features, one epoch at a time, from any state on: the same numbers as Keras's `fit` gives."""

import gc
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from cnnlab.core.transfer.schedules import learning_rates
from cnnlab.core.transfer.settings import HeadSettings
from cnnlab.nets.repeated_names import repeated_names

WARM_UP = (2, 3)  # batches of two sizes: TensorFlow then compiles for any size
MAX_TRAINERS = 16  # the page has fifteen; TensorFlow does not free all of a compiled training step, 3 to 8 MB
State = list[np.ndarray]  # the values of all variables: the network's, dropout's and the penalty's, the optimizer's
METRICS = ("accuracy", "loss")


def _changing(value: float) -> keras.Variable:
    """A number that can change after compilation; a layer has to own it, because JAX compiles others in."""
    return keras.Variable(value, trainable=False, dtype="float32")


class _Dropout(keras.layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Keras's Dropout with a rate that can change, which Keras's own does not take; the same numbers on TensorFlow."""

    def __init__(self) -> None:
        super().__init__(name="dropout")
        self.seed_generator = keras.random.SeedGenerator(0)
        self.changing_rate = _changing(0.5)

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training:
            return inputs
        rate = ops.convert_to_tensor(self.changing_rate)
        kept = keras.random.uniform(ops.shape(inputs), seed=self.seed_generator) >= rate
        return ops.where(kept, inputs / (1 - rate), 0.0)


class _Penalty(keras.regularizers.Regularizer):  # type: ignore[misc]
    """Keras's L2 with a factor that can change; 0 gives 0 for infinite weights too."""

    def __init__(self) -> None:
        self.factor = _changing(0.0)

    def __call__(self, weights: Any) -> Any:
        factor = ops.convert_to_tensor(self.factor)
        return ops.where(factor > 0, factor * ops.sum(ops.square(weights)), 0.0)


class _Head:
    """Dense(units, relu), Dropout, Dense(1, sigmoid), the first only with hidden units.

    The penalty is on the hidden kernel, without hidden units on the last one.
    """

    def __init__(self, units: int, features: int):
        self.penalty, self.dropout = _Penalty(), _Dropout()
        hidden = [layers.Dense(units, "relu", kernel_regularizer=self.penalty, name="hidden")] if units else []
        last = layers.Dense(1, "sigmoid", kernel_regularizer=None if units else self.penalty, name="predictions")
        self.dense = [*hidden, last]
        self.dense[0].penalty_factor = self.penalty.factor  # owns it
        self.model = keras.Sequential([keras.Input((features,)), *hidden, self.dropout, last], name="head")

    def start(self, settings: HeadSettings) -> list[tuple[keras.Variable, Any]]:
        """Pair each variable that depends on the settings with its value before training; seeds are consecutive."""
        kernels = [
            (dense.kernel, keras.initializers.GlorotUniform(settings.seed + number)(dense.kernel.shape))
            for number, dense in enumerate(self.dense, start=2 - len(self.dense))
        ]
        with repeated_names():
            seed = keras.random.SeedGenerator(settings.seed + 2).state
        return [
            *kernels,
            (self.dropout.seed_generator.state, seed),
            (self.dropout.changing_rate, settings.dropout),
            (self.penalty.factor, settings.l2),
        ]


def optimizer(settings: HeadSettings) -> keras.Optimizer:
    """Return a new optimizer; the learning rate is set at every step."""
    rate = float(settings.learning_rate)  # Keras refuses a whole number
    if settings.optimizer == "sgd":
        return keras.optimizers.SGD(rate, momentum=0.9)
    kind = keras.optimizers.Adam if settings.optimizer == "adam" else keras.optimizers.RMSprop
    return kind(rate)


@dataclass(frozen=True, eq=False)
class Labelled:
    """Features float32 (pictures, features) and their labels float32 (pictures, 1)."""

    features: np.ndarray
    labels: np.ndarray


class HeadTrainer:
    """A compiled head, for all settings with the same units and optimizer: their runs are states of it."""

    def __init__(self, settings: HeadSettings, features: int):
        self._head = _Head(settings.units, features)
        self._model = self._head.model
        self._model.compile(
            optimizer(settings),
            loss="binary_crossentropy",
            metrics=[keras.metrics.BinaryAccuracy(name="accuracy")],  # its variables exist before compilation
            jit_compile=keras.backend.backend() != "tensorflow",  # XLA would compile for every size of a batch
        )
        self._model.optimizer.build(self._model.trainable_variables)
        self._start = _values(self._variables)
        for size in WARM_UP:
            batch, labels = np.zeros((size, features), "float32"), np.zeros((size, 1), "float32")
            self._model.train_on_batch(batch, labels)
            self._model.test_on_batch(batch, labels)
            self._model.predict_on_batch(batch)

    @property
    def parameters(self) -> int:
        return sum(math.prod(variable.shape) for variable in self._model.trainable_variables)

    def start(self, settings: HeadSettings) -> State:
        """The state before the first epoch."""
        own = {id(variable): value for variable, value in self._head.start(settings)}
        return [
            np.array(ops.convert_to_numpy(own[id(variable)]), value.dtype) if id(variable) in own else value
            for variable, value in zip(self._variables, self._start, strict=True)
        ]

    def epoch(
        self, state: State, settings: HeadSettings, epoch: int, train: Labelled, check: Callable[[], object]
    ) -> tuple[State, dict[str, float]]:
        """Train one epoch, counted from 0; return the state after it, its accuracy and its loss.

        The order of the pictures derives from the seed and the epoch. `check` is called before every batch.
        """
        self._set(state)
        order = np.random.default_rng((settings.seed, epoch)).permutation(len(train.features))
        batches = np.split(order, range(settings.batch_size, len(order), settings.batch_size))
        rates = learning_rates(settings)[epoch * len(batches) :]
        sums = dict.fromkeys(METRICS, 0.0)
        for batch, rate in zip(batches, rates, strict=False):
            check()
            self._model.optimizer.learning_rate = float(rate)
            logs = self._model.train_on_batch(train.features[batch], train.labels[batch], return_dict=True)
            for name in METRICS:  # Keras gives the means over this batch
                sums[name] += float(logs[name]) * len(batch)
        return _values(self._variables), {name: value / len(order) for name, value in sums.items()}

    def evaluate(self, state: State, validation: Labelled) -> dict[str, float]:
        """Return the accuracy and the loss, penalty included, as `fit` reports them for validation data."""
        self._set(state)
        logs = self._model.test_on_batch(validation.features, validation.labels, return_dict=True)
        return {name: float(logs[name]) for name in METRICS}

    def predict(self, state: State, features: np.ndarray) -> np.ndarray:
        """Return the probability of the second class for features (n, features), float32 (n,)."""
        self._set(state)
        return np.asarray(self._model.predict_on_batch(features), np.float32)[:, 0]

    @property
    def _variables(self) -> list[keras.Variable]:
        return [*self._model.variables, *self._model.optimizer.variables]

    def _set(self, state: State) -> None:
        for variable, value in zip(self._variables, state, strict=True):
            variable.assign(value)


def _values(variables: list[keras.Variable]) -> State:
    return [np.array(ops.convert_to_numpy(variable)) for variable in variables]  # JAX reuses what a view would show


_trainers: OrderedDict[tuple[object, ...], HeadTrainer] = OrderedDict()  # the latest last


def trainer_for(settings: HeadSettings, features: int) -> HeadTrainer:
    """Return the compiled head for these settings, a kept one if there is one; compiling takes about a second."""
    key = (features, settings.units, settings.optimizer)
    if key not in _trainers:
        while len(_trainers) >= MAX_TRAINERS:
            _trainers.popitem(last=False)
            gc.collect()
        _trainers[key] = HeadTrainer(settings, features)
    _trainers.move_to_end(key)
    return _trainers[key]


def forget_trainers() -> None:
    """Drop the compiled heads; each is compiled again when it is next needed."""
    _trainers.clear()
