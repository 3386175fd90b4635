"""Downloaded weights made into a model of the catalogue."""

from pathlib import Path

from cnnlab.core.cards.applications import application
from cnnlab.core.requests import ConvertWeights
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets.applications import convert


def convert_weights(context: Context, request: ConvertWeights) -> str:
    """Build, save and describe the network."""
    with context.stage("running"):
        return convert(application(request.builder), Path(request.weights)).id


TASKS: Tasks = {ConvertWeights: convert_weights}
