"""Settings outside their limits are refused, with the limits in the message."""

import numpy as np
import pytest

from cnnlab.core.transfer import HeadSettings, TransferError
from cnnlab.core.transfer.schedules import learning_rates


@pytest.mark.parametrize(
    ("name", "least", "most", "outside"),
    [
        ("pictures", 10, 2000, (9, 2001, 10.0, "10", True)),
        ("units", 0, 512, (-1, 513, 1.5)),
        ("dropout", 0, 0.9, (-0.1, 0.91, "0", float("nan"))),
        ("learning_rate", 1e-8, 10, (0, 10.1, float("inf"))),
        ("batch_size", 8, 256, (7, 257)),
        ("l2", 0, 1, (-1e-9, 1.1)),
        ("seed", 0, 2**31 - 1, (-1, 2**31)),
        ("epochs", 1, 50, (0, 51)),
        ("schedule", "constant", "exponential", ("linear", None)),
        ("optimizer", "rmsprop", "sgd", ("lion",)),
    ],
)
def test_the_limits(name, least, most, outside):
    for value in (least, most):
        HeadSettings(**{name: value})
    for value in outside:
        with pytest.raises(TransferError, match=f"^{name} is {value}, but it has to be"):
            HeadSettings(**{name: value})


def test_the_message_has_the_limits_and_what_to_do():
    with pytest.raises(TransferError) as refused:
        HeadSettings(pictures=4000)
    assert str(refused.value) == "pictures is 4000, but it has to be a whole number from 10 to 2,000. Change it."
    with pytest.raises(TransferError) as refused:
        HeadSettings(optimizer="lion")
    assert str(refused.value) == "optimizer is lion, but it has to be one of these: rmsprop, adam, sgd. Change it."


def test_the_schedules_by_hand():
    def rates(schedule: str) -> np.ndarray:
        return learning_rates(HeadSettings(pictures=20, batch_size=10, epochs=2, learning_rate=1, schedule=schedule))

    np.testing.assert_allclose(rates("constant"), [1, 1, 1, 1])
    np.testing.assert_allclose(rates("cosine"), [1, (1 + 0.5**0.5) / 2, 0.5, (1 - 0.5**0.5) / 2])
    np.testing.assert_allclose(rates("exponential"), [1, 0.1**0.5, 0.1, 0.1**1.5])
