"""A question with a computed number as its answer, and the slips that lead to wrong ones."""

from dataclasses import dataclass, field
from typing import Any

from cnnlab.core.errors import CnnLabError


class Slip(CnnLabError):
    """The mistake behind a particular wrong answer, with a hint that corrects it."""


@dataclass(frozen=True)
class Exercise:
    """A question with a number as its answer; `question` is an English text with placeholders that `values` fill.

    `slips` maps wrong answers to the mistakes behind them. `change` holds the layer arguments that the question is
    about; they are set to show the answer.
    """

    question: str
    values: dict[str, Any]
    answer: int
    slips: dict[int, Slip]
    hint: Slip = field(kw_only=True)  # where to begin, said after a wrong answer that no slip explains
    change: dict[str, Any] = field(default_factory=dict)
    whole: bool = True  # whether the answer is a count
    reason: Slip | None = None  # why the answer is right, said once it has been given

    def slip_for(self, answer: float) -> Slip | None:
        """The slip behind a wrong answer; None if it is not a known one."""
        return self.slips.get(int(answer)) if answer == int(answer) else None


def kernel_size(config: dict[str, Any]) -> tuple[int, ...]:
    size = config.get("kernel_size", config.get("pool_size", 2))
    return tuple(size) if isinstance(size, list | tuple) else (size, size)


def by_answer(slips: list[tuple[int, Slip]], answer: int) -> dict[int, Slip]:
    """Map each wrong answer to its slip; if two slips give the same answer, the earlier one in the list wins."""
    return {value: slip for value, slip in reversed(slips) if value != answer}
