"""A classifier's logits and its own output, in inference."""

from collections.abc import Callable
from typing import Any

from keras import layers

from cnnlab.nets.graph import Step
from cnnlab.nets.layer_variants import without_stride
from cnnlab.nets.surgery import Scored

Change = Callable[[Any, Callable[..., Any]], Callable[..., Any]]  # (operation, call) -> what is called instead


class Whole(layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Maps pictures to the logits and the model's own output, both (batch, units); `change` may replace each step."""

    def __init__(self, scored: Scored, change: Change = lambda operation, call: call):
        super().__init__(name="whole")
        self.inner, self.scored, self.change = scored.graph.model, scored, change
        self.built = True

    def call(self, pictures: Any, training: bool = False) -> tuple[Any, Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""

        def visit(at: int, step: Step, call: Any, *args: Any, **kwargs: Any) -> Any:
            return self.change(step.operation, without_stride(step.operation, call))(*args, **kwargs)

        logits, own, _ = self.scored.run(pictures, visit)
        return logits, own
