"""Any sequence of edits gives a network that Keras builds alike, or a refusal that Keras agrees with."""

from dataclasses import replace

import keras
import pytest

from cnnlab.core.network import total
from cnnlab.core.network.building import Plan, built
from cnnlab.core.snippets.built_network import built_network_code
from tests.core.network.building.edited_plans import plans
from tests.core.network.keras_rows import count

SEEDS = range(150)


def by_code(plan: Plan) -> keras.Model:
    """The model that the code of a list builds, in a session without other layers."""
    keras.utils.clear_session()
    names: dict = {}
    exec(built_network_code(plan).removesuffix("\nmodel.summary()"), names)
    return names["model"]


def facts(model: keras.Model) -> dict[str, tuple]:
    """By name of the layer: its class, output shape, parameters and trainable parameters."""
    return {
        layer.name: (
            type(layer).__name__,
            tuple(layer.output.shape[1:]),
            layer.count_params(),
            count(layer.trainable_weights),
        )
        for layer in model.layers
    }


@pytest.mark.sweep
@pytest.mark.parametrize("seed", SEEDS)
def test_any_edits_give_what_keras_builds_or_refuses(seed):
    plan = plans(seed)[-1]
    found = built(plan)
    fitting = plan if found.refused is None else replace(plan, items=plan.items[: found.refused.place])
    rows = found.network.table()
    model = by_code(fitting)
    expected = {row.name: (row.class_name, row.output_shape, row.parameters, row.trainable_parameters) for row in rows}
    assert facts(model) == expected
    assert total(rows).known == model.count_params()
    assert facts(keras.models.model_from_json(found.json)) == expected
    if found.refused is not None:
        with pytest.raises(ValueError):
            by_code(replace(plan, items=plan.items[: found.refused.place + 1]))


def test_the_edits_reach_every_kind_of_layer_fitting_and_refused():
    fitting: set[str] = set()
    refused: set[str] = set()
    for seed in SEEDS:
        found = built(plans(seed)[-1])
        place = len(found.plan.items) if found.refused is None else found.refused.place
        fitting |= {item.kind for item in found.plan.items[:place]}
        refused |= {item.kind for item in found.plan.items[place : place + 1]}
    assert len(fitting) == 12
    assert refused >= {"Conv2D", "DepthwiseConv2D", "MaxPooling2D", "GlobalAveragePooling2D", "Residual block"}
