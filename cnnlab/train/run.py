"""One training run from data to card: check, build, train, measure, write."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras

from cnnlab.core.cards import ModelCard, sha256
from cnnlab.nets import catalog, device
from cnnlab.train.bases import DEFAULT, input_size, load_base
from cnnlab.train.datasets import DATASETS
from cnnlab.train.errors import RecipeError
from cnnlab.train.examples import Examples, has_tensorflow
from cnnlab.train.features import FEATURES_FILE, features_of
from cnnlab.train.loop import STATE_FILE, Plan, train
from cnnlab.train.recipes import Recipe, recipe
from cnnlab.train.report import Report, finished, write_report
from cnnlab.train.transfer import NetworkSpec, with_head

DEFAULT_SEED = 1337


@dataclass(frozen=True)
class Options:
    """The command-line options; None means the recipe's own value."""

    data: Path
    out: Path
    epochs: int | None = None
    seed: int = DEFAULT_SEED
    base: str | None = None
    batch_size: int | None = None
    start: Path | None = None


def run(name: str, options: Options, clock: Callable[[], float] = time.perf_counter) -> ModelCard:
    """Run a recipe and return the card of the model it writes to `options.out`; an interrupted run is resumed.

    Raises RecipeError or DataError, before training starts, if the recipe cannot be run.
    """
    chosen = recipe(name)
    spec = _network_spec(chosen, options)
    plan = _plan(chosen, options, spec)
    _make_folder(options.out)
    if (card := finished(options.out, plan.settings, _command(chosen, options))) is not None:
        (options.out / STATE_FILE).unlink(missing_ok=True)  # left over if the run was killed just before deleting it
        return card
    device.describe()  # before any computation, so that GPU memory is allocated on demand
    data = DATASETS[chosen.data]
    examples = data.load(options.data, _size(chosen, spec))
    if chosen.uses_base and spec.base == DEFAULT:
        catalog.load(DEFAULT)  # loading uses random numbers, so it comes before the seed is set
    keras.utils.set_random_seed(plan.seed)
    model = chosen.build(spec)
    inputs, seconds_before = _inputs(examples, chosen, spec, options.out, clock)
    compile_model(model, chosen, _steps(examples, plan))
    state = train(model, inputs, plan, options.out, clock)
    complete = _with_base(model, chosen, spec) if chosen.features else model
    counts = {subset: data.count for subset, data in inputs.items()}
    source = data.source_in(options.data)
    report = Report(chosen, plan, state, _command(chosen, options), source, counts, seconds_before)
    more = data.more_tests(options.data, _size(chosen, spec)) if data.more_tests else None
    card = write_report(options.out, complete, report, examples["test"], more)
    (options.out / STATE_FILE).unlink()
    return card


def compile_model(model: keras.Model, chosen: Recipe, steps: int) -> None:
    """Compile a model with the loss and metrics of its task.

    XLA and mixed precision are off on TensorFlow, because neither speeds up every network (benchmarks/training.py
    measures both). On JAX, Keras compiles whatever it can.
    """
    loss = "binary_crossentropy" if model.output_shape[-1] == 1 else "sparse_categorical_crossentropy"
    metrics = ["accuracy"]
    if chosen.task == "segmentation":
        classes = model.output_shape[-1]
        metrics.append(keras.metrics.MeanIoU(classes, sparse_y_pred=False, name="mean_iou"))
        metrics.append(keras.metrics.IoU(classes, [0], sparse_y_pred=False, name="pet_iou"))
    model.compile(chosen.optimizer(steps), loss, metrics=metrics, jit_compile=False if has_tensorflow() else "auto")


def _network_spec(chosen: Recipe, options: Options) -> NetworkSpec:
    if options.base is not None and not chosen.any_base:
        raise RecipeError(
            "{recipe} has no base that can be chosen. Remove --base {asked}.",
            recipe=chosen.id,
            asked=options.base,
        )
    if options.start and not chosen.start:
        raise RecipeError("{recipe} does not start from a trained model. Remove --start.", recipe=chosen.id)
    start = options.start
    if chosen.start and not start:
        start = options.out.parent / chosen.start / "model.keras"
    if start and not start.is_file():
        raise RecipeError(
            "There is no model to start from at {path}. Run {previous} first, with --out next to this run's, or set "
            "--start to its model.keras.",
            path=str(start),
            previous=chosen.start,
        )
    return NetworkSpec(options.base or DEFAULT, start, len(DATASETS[chosen.data].classes))


def _plan(chosen: Recipe, options: Options, spec: NetworkSpec) -> Plan:
    epochs, batch_size = options.epochs or chosen.epochs, options.batch_size or chosen.batch_size
    settings = {"recipe": chosen.id, "seed": options.seed, "epochs": epochs, "batch_size": batch_size}
    settings["base"] = options.base or DEFAULT if chosen.any_base else ""
    settings["start"] = sha256(spec.start) if spec.start else ""
    return Plan(epochs, batch_size, options.seed, settings, chosen.keep_kernels)


def _inputs(
    examples: dict[str, Examples], chosen: Recipe, spec: NetworkSpec, out: Path, clock: Callable[[], float]
) -> tuple[dict[str, Examples], float]:
    """The model's training inputs, pictures or extracted features, and the seconds spent on extracting them."""
    if not chosen.features:
        return examples, 0.0
    features, seconds = features_of(load_base(spec.base), examples, out / FEATURES_FILE, clock)
    return dict(features), seconds


def _size(chosen: Recipe, spec: NetworkSpec) -> int:
    return chosen.size or input_size(spec.base)


def _steps(examples: dict[str, Examples], plan: Plan) -> int:
    return plan.epochs * -(-examples["train"].count // plan.batch_size)


def _with_base(head: keras.Model, chosen: Recipe, spec: NetworkSpec) -> keras.Model:
    model = with_head(load_base(spec.base), chosen.id, spec.classes, augmented=False)
    for layer in head.layers:
        if layer.weights:
            model.get_layer(layer.name).set_weights(layer.get_weights())
    return model


def _command(chosen: Recipe, options: Options) -> str:
    values: dict[str, object] = {"epochs": options.epochs, "base": options.base, "batch-size": options.batch_size}
    values["seed"] = options.seed if options.seed != DEFAULT_SEED else None
    values["start"] = "FILE" if options.start else None
    given = "".join(f" --{name} {value}" for name, value in values.items() if value is not None)
    return f"python -m cnnlab.train {chosen.id} --data DIR --out DIR{given}"


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK):
            raise PermissionError("it is not writable")
    except OSError as error:
        raise RecipeError(
            "The folder {path} cannot be used: {reason}. Choose another folder with --out.",
            path=str(out),
            reason=str(error),
        ) from error
