"""How many pictures are enough: the accuracy of the same head trained on more and more of them."""

from collections.abc import Mapping

from cnnlab.core.history import compared


def enough(accuracies: Mapping[int, float], measured_on: int) -> int:
    """Return the smallest number of training pictures above which accuracy differs by no more than chance.

    `accuracies` are by number of training pictures, each measured on `measured_on` pictures; two are compared as in
    `cnnlab.core.history.compared`. Raises HistoryError as that does.

    >>> enough({10: 0.90, 100: 0.98, 2000: 0.985}, 1000)
    100
    """
    counts = sorted(accuracies)
    for at, count in enumerate(counts):
        larger = counts[at + 1 :]
        if not any(compared(accuracies[count], accuracies[other], measured_on).differs for other in larger):
            return count
    raise ValueError("There are no accuracies. Give at least one.")
