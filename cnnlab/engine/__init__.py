"""The one process in which Keras lives, and the door to it: a task's name and arrays in, arrays out."""

from cnnlab.engine.door import Engine, Status
from cnnlab.engine.errors import EngineError
from cnnlab.engine.ticket import Ticket

__all__ = ["Engine", "EngineError", "Status", "Ticket"]
