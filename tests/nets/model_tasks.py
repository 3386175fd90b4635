"""The engine's tasks, and a plain forward pass for the models that none of them is for."""

import numpy as np

from cnnlab.engine import tasks
from cnnlab.engine.worker import Context
from cnnlab.nets import catalog

about = tasks.about


def forward(context: Context, model: str, picture: np.ndarray) -> dict:
    answer = catalog.load(model).predict_on_batch(picture[None].astype("float32"))
    return {"sum": float(np.sum(answer))}


TASKS = {**tasks.TASKS, "forward": forward}
