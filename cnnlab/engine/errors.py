"""What can go wrong between a page and the engine, each with what to do about it."""

from cnnlab.core.errors import N_, CnnLabError


class EngineError(CnnLabError):
    """The engine could not answer a request."""


class EngineBusy(EngineError):
    """The queue is full."""


class EngineDied(EngineError):
    """The worker process ended in the middle of a task."""


class EngineNotStarted(EngineError):
    """The worker process did not start."""


class TaskTimeout(EngineError):
    """A task exceeded its time limit, and its worker was stopped."""


class OutOfMemory(EngineError):
    """The worker ran out of memory and was ended."""


class TaskCancelled(EngineError):
    """The visitor cancelled the task."""


class TaskFailed(EngineError):
    """A task rejected its input, with a message of its own, or failed."""


def busy(places: int) -> EngineBusy:
    return EngineBusy(
        N_("The queue is full: all {places} places are taken by other visitors. Try again in a minute."),
        places=places,
    )


def died(exit_code: int | None) -> EngineDied:
    return EngineDied(
        N_(
            "The engine stopped while it was working (exit code {code}), which often means that memory ran out. "
            "It restarts with the next request, so try again; if this happens twice, close other programs first."
        ),
        code=exit_code,
    )


def did_not_start(seconds: float, reason: str) -> EngineNotStarted:
    return EngineNotStarted(
        N_(
            "The engine did not start within {seconds} seconds ({reason}). "
            "Try again; if this happens twice, read what the server printed."
        ),
        seconds=round(seconds),
        reason=reason,
    )


def timed_out(seconds: float) -> TaskTimeout:
    return TaskTimeout(
        N_("There was no answer within {seconds} seconds, so the engine was restarted. Try again."),
        seconds=round(seconds),
    )


def broken(error: Exception) -> TaskFailed:
    return TaskFailed(
        N_(
            "The engine could not run the task ({reason}). It restarts with the next request, so try again; if this "
            "happens twice, read what the server printed."
        ),
        reason=f"{type(error).__name__}: {error}"[:500],
    )


def out_of_memory(reason: str) -> OutOfMemory:
    return OutOfMemory(
        N_(
            "The engine ran out of memory ({reason}) and was restarted. Try again with a smaller picture or another "
            "model."
        ),
        reason=reason,
    )


def cancelled() -> TaskCancelled:
    return TaskCancelled(N_("Cancelled. Nothing was changed; you can run it again."))
