"""What the name of a metric says: which way is better, and which columns of a file are no metrics."""

import re
from typing import Literal

Direction = Literal["min", "max"]

EPOCH = ("epoch", "epochs")
COUNTERS = ("step", "_step", "global_step")  # of batches, or of whatever was logged
NO_METRICS = (*COUNTERS, "_runtime", "_timestamp", "timestamp", "created_at", "wall_time", "relative_time")
SECONDS = "seconds"  # the column of this project's own histories
SETTINGS = ("learning_rate", "lr")

# The words of the names of Keras's losses and metrics, and of a few that people use beside them.
SMALLER = {
    *("loss", "error", "err", "mae", "mse", "rmse", "mape", "msle", "logcosh", "crossentropy"),
    *("divergence", "kld", "kullback", "poisson", "hinge", "perplexity", "nll", "negatives", "positives"),
}
LARGER = {
    *("acc", "accuracy", "auc", "precision", "recall", "sensitivity", "specificity", "f1", "fbeta"),
    *("iou", "io", "dice", "jaccard", "similarity", "r2", "pearson", "correlation", "concordance", "psnr", "ssim"),
}


def direction(metric: str) -> Direction | None:
    """Return whether a metric is better smaller ("min") or larger ("max"), judged by its name; None if that is unknown.

    A name with "loss" or "error" in it is smaller-is-better whatever else it says: dice_loss is a loss.

    >>> direction("val_accuracy"), direction("mean_io_u_1"), direction("dice_loss"), direction("my_score")
    ('max', 'max', 'min', None)
    """
    words = set(re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", metric).lower()))
    if words & {"loss", "error"}:
        return "min"
    if {"true"} & words and {"positives", "negatives"} & words:
        return "max"
    smaller, larger = words & SMALLER, words & LARGER
    if bool(smaller) == bool(larger):
        return None
    return "min" if smaller else "max"


def is_epoch(name: str) -> bool:
    """Whether a column holds the numbers of the epochs."""
    return name.lower() in EPOCH


def is_metric(name: str) -> bool:
    """Whether a column can be a metric: not the epoch, a counter, a time or the seconds of each epoch."""
    return not is_epoch(name) and name.lower() not in (*NO_METRICS, SECONDS)


def is_known(names: list[str]) -> bool:
    """Whether columns without an epoch are those of a history: a metric that is known, or a pair x and val_x.

    >>> is_known(["height", "weight"]), is_known(["height", "loss"]), is_known(["score", "val_score"])
    (False, True, True)
    """
    metrics = [name for name in names if is_metric(name)]
    return any(direction(name) for name in metrics) or any(f"val_{name}" in metrics for name in metrics)
