"""The tasks that wait for the worker, in the order in which they will run."""

from typing import Any

from cnnlab.core.requests import Request
from cnnlab.engine import errors
from cnnlab.engine.ticket import Ticket

QUEUE_SIZE = 40  # a class of thirty, and a few more
PATIENCE = 5.0  # seconds


class Waiting:
    """First come, first served, but requests that give way (Request.gives_way) come after all others.

    Once a ticket has given way for `patience` seconds, those that give way and the others take turns until none has
    waited so long: neither waits for ever in a class that never stops asking. `size` counts the tickets that a new one
    would wait for, so that a queue full of tickets that give way still has places for others.
    """

    def __init__(self, size: int = QUEUE_SIZE, patience: float = PATIENCE) -> None:
        self._size, self._patience = size, patience
        self._tickets: list[Ticket[Any]] = []
        self._gave_way = True  # the ticket that was taken last

    def __len__(self) -> int:
        return len(self._tickets)

    def check_place(self, request: Request[Any]) -> None:
        """Raise EngineBusy if the queue is full of tickets that the request would wait for."""
        ahead = [ticket for ticket in self._tickets if request.gives_way or not ticket.request.gives_way]
        if len(ahead) >= self._size:
            raise errors.busy(self._size)

    def add(self, ticket: Ticket[Any]) -> None:
        """Put a ticket last, or before the first one that gives way to it."""
        giving = self._first_giving_way()
        at = len(self._tickets) if ticket.request.gives_way or giving is None else self._tickets.index(giving)
        self._tickets.insert(at, ticket)

    def take(self) -> Ticket[Any]:
        """Remove the next ticket and return it."""
        ticket, giving = self._tickets[0], self._first_giving_way()
        if giving is not None and not self._gave_way and giving.seconds >= self._patience:
            ticket = giving
        self._tickets.remove(ticket)
        self._gave_way = ticket.request.gives_way
        return ticket

    def remove(self, ticket: Ticket[Any]) -> bool:
        """Remove a ticket; return whether it was waiting."""
        waits = ticket in self._tickets
        if waits:
            self._tickets.remove(ticket)
        return waits

    def clear(self) -> list[Ticket[Any]]:
        """Remove all tickets and return them."""
        tickets, self._tickets = self._tickets, []
        return tickets

    def position(self, ticket: Ticket[Any]) -> int:
        """1 for the first, 0 for a ticket that does not wait."""
        return self._tickets.index(ticket) + 1 if ticket in self._tickets else 0

    def _first_giving_way(self) -> Ticket[Any] | None:
        return next((ticket for ticket in self._tickets if ticket.request.gives_way), None)
