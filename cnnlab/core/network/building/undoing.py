"""The steps in which a list of layers came about, to go back and forth along them."""

from dataclasses import dataclass

from cnnlab.core.network.building.plan import Plan

MOST_STEPS = 100


@dataclass(frozen=True)
class Edits:
    """A list of layers, those before it and those that were undone, both with the nearest step last."""

    plan: Plan
    before: tuple[Plan, ...] = ()
    undone: tuple[Plan, ...] = ()

    def done(self, plan: Plan) -> "Edits":
        """A step on; what was undone is gone. A list that is the same is no step."""
        return self if plan == self.plan else Edits(plan, (*self.before, self.plan)[-MOST_STEPS:])

    def back(self) -> "Edits":
        """A step back, where there is one."""
        return Edits(self.before[-1], self.before[:-1], (*self.undone, self.plan)) if self.before else self

    def forth(self) -> "Edits":
        """An undone step done again, where there is one."""
        return Edits(self.undone[-1], (*self.before, self.plan), self.undone[:-1]) if self.undone else self
