"""Keras's augmentation layers, and what classifiers predict for augmented pictures."""

from cnnlab.core.requests import Augment, AugmentedBatch, AugmentedPredictions, PredictAugmented
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.augmentation import augment_separately, augment_targets, predict_versions


def augment(context: Context, request: Augment) -> AugmentedBatch:
    """A batch through the layers, or every picture as a batch of its own."""
    run = augment_separately if request.apart else augment_targets
    with context.stage("running"):
        return run(request.pictures, request.layers, request.seed, request.masks, request.labels, request.training)


def predict_augmented(context: Context, request: PredictAugmented) -> AugmentedPredictions:
    """The same augmented versions for every model, each at the model's input size."""
    found = {}
    for done, card_id in enumerate(request.models):
        context.progress(done, len(request.models))
        with context.stage("loading"):
            model = catalog.load(card_id)
        with context.stage("running"):
            found[card_id] = predict_versions(model, request.picture, request.layers, request.seed, request.count)
    return AugmentedPredictions(
        images=found[request.models[0]].images,
        probabilities={card_id: answers.probabilities for card_id, answers in found.items()},
        plain={card_id: answers.plain for card_id, answers in found.items()},
    )


TASKS: Tasks = {Augment: augment, PredictAugmented: predict_augmented}
