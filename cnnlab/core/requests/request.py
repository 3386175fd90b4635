"""The base class of everything that the engine can be asked."""

from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, eq=False)
class Request(Generic[AnswerT]):
    """A task for the engine: its fields are the task's arguments, `AnswerT` is the type of its answer.

    Requests and answers hold nothing but numbers, strings, NumPy arrays and containers of these, because they are
    pickled on their way to the engine's process and back. Waiting requests of a class with `gives_way` let others go
    first (cnnlab.engine.waiting): their tasks are many and short, the steps of something longer.
    """

    gives_way: ClassVar[bool] = False
