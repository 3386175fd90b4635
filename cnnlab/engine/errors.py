"""What can go wrong between a page and the engine, each with what to do about it."""

from cnnlab.core.errors import N_, CnnLabError


class EngineError(CnnLabError):
    """Something went wrong at the engine."""


class EngineBusy(EngineError):
    """All places in the queue are taken."""


class EngineDied(EngineError):
    """The worker process ended in the middle of a task, or did not start."""


class TaskTimeout(EngineError):
    """A task took longer than its limit; its worker was ended."""


class OutOfMemory(EngineError):
    """The worker ran out of memory; it was replaced."""


class TaskCancelled(EngineError):
    """The task was cancelled by the one who asked for it."""


class TaskFailed(EngineError):
    """A task refused its input, with its own words, or failed."""


def busy(places: int) -> EngineBusy:
    return EngineBusy(
        N_("A free place in the queue was expected; all {places} are taken by other visitors. Try again in a minute."),
        places=places,
    )


def died(exit_code: int | None) -> EngineDied:
    return EngineDied(
        N_(
            "The engine ended while it was working (exit code {code}); often that means too little memory. "
            "It starts again with the next request: try again, with fewer programs open if it happens twice."
        ),
        code=exit_code,
    )


def did_not_start(seconds: float, reason: str) -> EngineDied:
    return EngineDied(
        N_(
            "The engine should have started within {seconds} seconds; it did not ({reason}). "
            "Try again; if it happens twice, look at what the server printed."
        ),
        seconds=round(seconds),
        reason=reason,
    )


def timed_out(seconds: float) -> TaskTimeout:
    return TaskTimeout(
        N_("An answer within {seconds} seconds was expected; none came, so the engine was replaced. Try again."),
        seconds=round(seconds),
    )


def out_of_memory(reason: str) -> OutOfMemory:
    return OutOfMemory(
        N_(
            "The engine ran out of memory ({reason}) and was replaced. Try again with a smaller picture or another "
            "model."
        ),
        reason=reason,
    )


def cancelled() -> TaskCancelled:
    return TaskCancelled(N_("Cancelled. Nothing was changed; you can run it again."))
