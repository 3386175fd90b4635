"""Keras code that records a training history, stops early, and reads the file again; tests run it."""

TEXT = """import csv

import keras
import numpy as np

# A small network on made-up pictures; put your own in their place.
keras.utils.set_random_seed(0)
pictures = np.random.default_rng(0).uniform(0, 255, (256, 16, 16, 3)).astype("float32")
labels = (pictures[..., 0].mean(axis=(1, 2)) > 127.5).astype("float32")
model = keras.Sequential(
    [
        keras.Input((16, 16, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(8, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

history = model.fit(
    pictures,
    labels,
    validation_split=0.25,
    epochs=8,
    verbose=0,
    callbacks=[
        keras.callbacks.CSVLogger("history.csv"),  # one row an epoch: load this file on the page
        keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True),  # watches val_loss
    ],
)

with open("history.csv", newline="") as file:
    rows = list(csv.DictReader(file))
values = [float(row["val_{metric}"]) for row in rows]
best = values.index({better}(values))
print(f"best epoch: {{best + 1}}, val_{metric}: {{values[best]:.4f}}")
"""
KNOWN = ("accuracy", "loss")  # what the network of the code records


def history_code(metric: str) -> str:
    """Return code that trains a small network with CSVLogger and EarlyStopping, and prints the best epoch of a metric.

    A metric that this network does not have is replaced by the loss.
    """
    name = metric if metric in KNOWN else "loss"
    return TEXT.format(metric=name, better="min" if name == "loss" else "max")
