"""One run from data to card: check, build, train, measure, write."""

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
from cnnlab.train.transfer import Setting, with_head

USUAL_SEED = 1337


@dataclass(frozen=True)
class Options:
    """What the command line says; None leaves it to the recipe."""

    data: Path
    out: Path
    epochs: int | None = None
    seed: int = USUAL_SEED
    base: str | None = None
    batch_size: int | None = None
    start: Path | None = None


def run(name: str, options: Options, clock: Callable[[], float] = time.perf_counter) -> ModelCard:
    """Train a recipe into `options.out`, or go on where an interrupted run of the same command stands.

    Raises RecipeError or DataError, before anything is trained, for what cannot be run.
    """
    chosen = recipe(name)
    setting = _setting(chosen, options)
    plan = _plan(chosen, options, setting)
    _make_folder(options.out)
    if (card := finished(options.out, plan.settings, _command(chosen, options))) is not None:
        (options.out / STATE_FILE).unlink(missing_ok=True)  # the run was killed just before it did
        return card
    device.describe()  # before anything is computed: then a GPU's memory is taken as it is needed
    examples = DATASETS[chosen.data].load(options.data, _size(chosen, setting))
    if chosen.on_base and setting.base == DEFAULT:
        catalog.load(DEFAULT)  # loading draws random numbers, so it is done before the seed is set
    keras.utils.set_random_seed(plan.seed)
    model = chosen.build(setting)
    seen, before = _seen(examples, chosen, setting, options.out, clock)
    compile_model(model, chosen, _steps(examples, plan))
    state = train(model, seen, plan, options.out, clock)
    whole = _with_base(model, chosen, setting) if chosen.features else model
    counts = {key: each.count for key, each in seen.items()}
    source = DATASETS[chosen.data].source_in(options.data)
    report = Report(chosen, plan, state, _command(chosen, options), source, counts, before)
    card = write_report(options.out, whole, report, examples["test"])
    (options.out / STATE_FILE).unlink()
    return card


def compile_model(model: keras.Model, chosen: Recipe, steps: int) -> None:
    """Loss and metrics by the kind of task.

    XLA and mixed precision are left off on TensorFlow, where neither helped every network: benchmarks/training.py
    measures both. On JAX Keras compiles whatever it can.
    """
    loss = "binary_crossentropy" if model.output_shape[-1] == 1 else "sparse_categorical_crossentropy"
    metrics = ["accuracy"]
    if chosen.task == "segmentation":
        classes = model.output_shape[-1]
        metrics.append(keras.metrics.MeanIoU(classes, sparse_y_pred=False, name="mean_iou"))
        metrics.append(keras.metrics.IoU(classes, [0], sparse_y_pred=False, name="pet_iou"))
    model.compile(chosen.optimizer(steps), loss, metrics=metrics, jit_compile=False if has_tensorflow() else "auto")


def _setting(chosen: Recipe, options: Options) -> Setting:
    if options.base is not None and not chosen.any_base:
        raise RecipeError(
            "{recipe} uses no base that could be chosen; --base {asked} came. Leave it out.",
            recipe=chosen.id,
            asked=options.base,
        )
    if options.start and not chosen.start:
        raise RecipeError("{recipe} starts from no trained model; --start came. Leave it out.", recipe=chosen.id)
    start = options.start
    if chosen.start and not start:
        start = options.out.parent / chosen.start / "model.keras"
    if start and not start.is_file():
        raise RecipeError(
            "A trained model to go on from was expected at {path}; there is none. Run {before} into the folder beside "
            "--out first, or name its model.keras with --start.",
            path=str(start),
            before=chosen.start,
        )
    return Setting(options.base or DEFAULT, start, len(DATASETS[chosen.data].classes))


def _plan(chosen: Recipe, options: Options, setting: Setting) -> Plan:
    epochs, batch_size = options.epochs or chosen.epochs, options.batch_size or chosen.batch_size
    settings = {"recipe": chosen.id, "seed": options.seed, "epochs": epochs, "batch_size": batch_size}
    settings["base"] = options.base or DEFAULT if chosen.any_base else ""
    settings["start"] = sha256(setting.start) if setting.start else ""
    return Plan(epochs, batch_size, options.seed, settings, chosen.keep_kernels)


def _seen(
    examples: dict[str, Examples], chosen: Recipe, setting: Setting, out: Path, clock: Callable[[], float]
) -> tuple[dict[str, Examples], float]:
    """What the model is shown, the pictures or what the base makes of them, and the seconds that this took."""
    if not chosen.features:
        return examples, 0.0
    features, seconds = features_of(load_base(setting.base), examples, out / FEATURES_FILE, clock)
    return dict(features), seconds


def _size(chosen: Recipe, setting: Setting) -> int:
    return chosen.size or input_size(setting.base)


def _steps(examples: dict[str, Examples], plan: Plan) -> int:
    return plan.epochs * -(-examples["train"].count // plan.batch_size)


def _with_base(head: keras.Model, chosen: Recipe, setting: Setting) -> keras.Model:
    model = with_head(load_base(setting.base), chosen.id, setting.classes, augmented=False)
    for layer in head.layers:
        if layer.weights:
            model.get_layer(layer.name).set_weights(layer.get_weights())
    return model


def _command(chosen: Recipe, options: Options) -> str:
    said: dict[str, object] = {"epochs": options.epochs, "base": options.base, "batch-size": options.batch_size}
    said |= {"seed": options.seed if options.seed != USUAL_SEED else None, "start": "FILE" if options.start else None}
    given = "".join(f" --{name} {value}" for name, value in said.items() if value is not None)
    return f"python -m cnnlab.train {chosen.id} --data DIR --out DIR{given}"


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK):
            raise PermissionError("it may not be written to")
    except OSError as error:
        raise RecipeError(
            "A folder to write to was expected as --out; {path} gave: {reason}. Name another.",
            path=str(out),
            reason=str(error),
        ) from error
