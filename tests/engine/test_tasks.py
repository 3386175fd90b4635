"""Every request in core has a task, which returns the answer type that the request declares."""

import pickle
from dataclasses import fields, is_dataclass
from inspect import unwrap
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import pytest

from cnnlab.core import requests
from cnnlab.core.requests import Explain, Request
from cnnlab.engine.tasks import TASKS

REQUESTS = [
    kind
    for name in requests.__all__
    if isinstance(kind := getattr(requests, name), type) and issubclass(kind, Request) and kind is not Request
]


def test_every_request_has_a_task():
    assert set(TASKS) == set(REQUESTS)


def is_plain(answer: Any) -> bool:
    """Whether an answer is text, an array or a dataclass, or a tuple of such or one of several: no class of Keras."""
    if get_origin(answer) in (tuple, UnionType):
        return all(is_plain(part) for part in get_args(answer) if part is not ...)
    return is_dataclass(answer) or answer is str or get_origin(answer) is np.ndarray


@pytest.mark.parametrize("request_type", REQUESTS, ids=lambda request_type: request_type.__name__)
def test_the_task_returns_the_declared_answer(request_type):
    [answer_type] = get_args(request_type.__orig_bases__[0])
    assert is_plain(answer_type)
    hints = get_type_hints(unwrap(TASKS[request_type]))
    assert hints["request"] is request_type
    assert hints["return"] == answer_type


def test_a_request_crosses_the_process_boundary_with_its_arrays():
    sent = Explain("digits", np.arange(12).reshape(2, 2, 3), class_index=3)
    received = pickle.loads(pickle.dumps(sent))
    assert type(received) is Explain
    for field in fields(Explain):
        assert np.array_equal(getattr(received, field.name), getattr(sent, field.name)), field.name
