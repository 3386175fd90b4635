"""Write the test data that other programs record: TensorBoard's event files, and the exports of MLflow and trackio.

Each part runs in an environment of its own, because these programs need versions of Pillow and Keras that this project
cannot use; with the versions of the files in tests/core/history/data:

    uv run --no-project --python 3.11 --with keras==3.15.1 --with tensorflow==2.21.0 --with tf-keras==2.21.0 \
        --with tensorboard==2.21.0 scripts/history_files.py tensorboard
    uv run --no-project --python 3.11 --with mlflow==3.17.2 scripts/history_files.py mlflow
    uv run --no-project --python 3.11 --with trackio==0.43.0 scripts/history_files.py trackio
"""

import csv
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

DATA = Path(__file__).parents[1] / "tests/core/history/data"
RUNS = {"first": [(0.75, 0.875), (0.5, 0.625), (0.25, 0.5)], "second": [(0.5, 0.75), (0.25, float("nan"))]}


def tensorboard(package: str, folder: str, **callback: object) -> None:
    """A run of four epochs recorded by a version of Keras: its event files, and what `fit` returned."""
    import numpy as np

    keras = importlib.import_module(package)
    random = np.random.default_rng(0)
    pictures = random.random((64, 4)).astype("float32")
    labels = (pictures.sum(axis=1) > 2).astype("float32")
    model = keras.Sequential([keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    frequency = 2 if callback else 1
    history = model.fit(
        pictures,
        labels,
        validation_data=(pictures[:32], labels[:32]),
        validation_freq=frequency,
        epochs=4,
        verbose=0,
        callbacks=[keras.callbacks.TensorBoard(str(DATA / folder), **callback)],
    ).history
    (DATA / f"{folder}.json").write_text(json.dumps(history, default=float), encoding="utf-8")
    for file in (DATA / folder).rglob("events*"):
        file.rename(file.with_name("events.out.tfevents.0.v2"))


def mlflow() -> None:
    """Two runs logged with MLflow, in the columns that its page "Export as CSV" writes (CsvUtils.ts)."""
    client = importlib.import_module("mlflow").MlflowClient
    with tempfile.TemporaryDirectory() as folder, (DATA / "mlflow.csv").open("w", encoding="utf-8", newline="") as file:
        store = client(tracking_uri=f"sqlite:///{folder}/mlflow.db")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(["Run", "Run ID", "metric", "step", "timestamp", "value"])
        for name, values in RUNS.items():
            run_id = store.create_run("0", run_name=name).info.run_id
            for step, pair in enumerate(values):
                for metric, value in zip(("loss", "val_loss"), pair, strict=True):
                    store.log_metric(run_id, metric, value, step=step)
            for metric in ("loss", "val_loss"):
                for entry in store.get_metric_history(run_id, metric):
                    text = "NaN" if entry.value != entry.value else entry.value  # as JavaScript spells it
                    writer.writerow([name, run_id, entry.key, entry.step, entry.timestamp, text])


def trackio() -> None:
    """Two runs logged with trackio, and one metric of the first as `trackio get metric --json` prints it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TRACKIO_DIR": folder, "HF_HUB_OFFLINE": "1"}
        package = importlib.import_module("trackio")
        for name, values in RUNS.items():
            package.init(project="test", name=name)
            for loss, val_loss in values:
                package.log({"loss": loss, "val_loss": val_loss})
            package.finish()
        command = ["trackio", "get", "metric", "--project", "test", "--run", "first", "--metric", "val_loss", "--json"]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (DATA / "trackio.json").write_text(printed, encoding="utf-8")


if __name__ == "__main__":
    part = sys.argv[1]
    if part == "tensorboard":
        tensorboard("tf_keras", "keras2", update_freq="batch")
        tensorboard("keras", "keras3")
    elif part in ("mlflow", "trackio"):
        {"mlflow": mlflow, "trackio": trackio}[part]()
    else:
        sys.exit(__doc__)
