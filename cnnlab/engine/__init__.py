"""Keras in a process of its own, and the client that pages call: a request in, its answer out."""

from cnnlab.engine.client import Engine, Status
from cnnlab.engine.errors import EngineError
from cnnlab.engine.ticket import Result, Ticket

__all__ = ["Engine", "EngineError", "Result", "Status", "Ticket"]
