"""The outputs and the weights of a network's layers."""

from cnnlab.core.requests import ComputeOutputs, LayerOutputs, LayerWeights, ReadWeights
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.activations import LOGITS, Activations


def compute_outputs(context: Context, request: ComputeOutputs) -> LayerOutputs:
    """Every layer's output, from one compiled run."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        outputs = catalog.cached(model, "activations", lambda: Activations(model, logits=True))(request.picture)
    return LayerOutputs(logits=outputs.pop(LOGITS), by_layer=outputs)


def read_weights(context: Context, request: ReadWeights) -> LayerWeights:
    """The weights of the layers that have any."""
    with context.stage("loading"):
        layers = catalog.load(request.model).layers
    return LayerWeights({layer.name: layer.get_weights() for layer in layers if layer.weights})


TASKS: Tasks = {ComputeOutputs: compute_outputs, ReadWeights: read_weights}
