"""Training histories: read from many formats, paired, smoothed, judged by named rules, compared."""

from cnnlab.core.history.bundled import BundledRun, bundled_histories
from cnnlab.core.history.history import History, HistoryError, Note, Source, diverged_from
from cnnlab.core.history.metric_names import Direction, direction
from cnnlab.core.history.noise import Comparison, Noise, compared, noise, standard_error, wilson_interval
from cnnlab.core.history.pairs import Pair, pairs
from cnnlab.core.history.prechelt import Stop, consecutive_rises, generalization_loss, progress_quotient
from cnnlab.core.history.reading import read_history
from cnnlab.core.history.recipes import Difference, differences
from cnnlab.core.history.rules import Point, best, gap, last
from cnnlab.core.history.smoothing import smoothed
from cnnlab.core.history.stopping import Stopping, early_stopping
from cnnlab.core.history.summaries import Summary, summary, to_csv
from cnnlab.core.history.uploads import Refused, Upload, named_apart, read_histories

__all__ = [
    "BundledRun",
    "Comparison",
    "Difference",
    "Direction",
    "History",
    "HistoryError",
    "Noise",
    "Note",
    "Pair",
    "Point",
    "Refused",
    "Source",
    "Stop",
    "Stopping",
    "Summary",
    "Upload",
    "best",
    "bundled_histories",
    "compared",
    "consecutive_rises",
    "differences",
    "direction",
    "diverged_from",
    "early_stopping",
    "gap",
    "generalization_loss",
    "last",
    "named_apart",
    "noise",
    "pairs",
    "progress_quotient",
    "read_histories",
    "read_history",
    "smoothed",
    "standard_error",
    "summary",
    "to_csv",
    "wilson_interval",
]
