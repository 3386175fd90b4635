"""The engine's tasks, a file for each subject; every file lists its functions by the type of request they answer.

Imported by the worker only.
"""

from functools import wraps
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from cnnlab.engine.context import Context, Task, Tasks
from cnnlab.engine.tasks.grad_cam import forget_begun
from cnnlab.nets import catalog
from cnnlab.nets import device as nets_device
from cnnlab.nets.head_training import forget_trainers
from cnnlab.nets.measured.times import forget_timed


def with_cpu_fallback(task: Task) -> Task:
    """Run the task again on the CPU if the GPU runs out of memory; its context then has `on_cpu` set."""

    @wraps(task)
    def run(context: Context, request: Any) -> object:
        answer, context.on_cpu = nets_device.retry_on_cpu(lambda: task(context, request), _forget)
        return answer

    return run


def _forget() -> None:
    catalog.forget()
    forget_trainers()
    forget_begun()
    forget_timed()


def _found() -> Tasks:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {kind: with_cpu_fallback(task) for module in modules for kind, task in module.TASKS.items()}


describe_device = nets_device.describe  # for the worker's first message
TASKS = _found()
