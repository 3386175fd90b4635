"""What the Augmentation page says about two networks: on the test set, and on the picture that is shown."""

from collections.abc import Mapping

from cnnlab.core.augmentation.drawn_accuracy import drawn_accuracy
from cnnlab.core.augmentation.steadiness import Steadiness, compare_steadiness, predicted
from cnnlab.core.errors import N_
from cnnlab.ui.shell.language import _

SCRATCH, AUGMENTED = "cats_dogs_scratch", "cats_dogs_augmented"
VERDICTS = {
    "alike": N_("Both networks give all versions the same answer: the versions hardly differ."),
    "steadier": N_(
        "On this picture the network trained with augmentation is more stable: no more answers change, and they vary "
        "less."
    ),
    "less steady": N_(
        "On this picture the network trained with augmentation is **less** stable: at least as many answers change, "
        "and they vary more."
    ),
    "unclear": N_(
        "On this picture neither network is clearly more stable: one changes fewer answers, the other varies less."
    ),
}
REPEATED = N_("Its versions repeat the error: they are the same picture, moved a little.")


def verdict(networks: Mapping[str, Steadiness]) -> str:
    """Which of the two networks is more stable, whichever it is."""
    return _(VERDICTS[compare_steadiness(networks[AUGMENTED], baseline=networks[SCRATCH])])


def counter_example(networks: Mapping[str, Steadiness], class_index: int) -> str:
    """Why this picture contradicts the test set, if it does: only the network trained without augmentation is right."""
    is_right = {name: predicted(network.original)[0] == class_index for name, network in networks.items()}
    if not is_right[SCRATCH] or is_right[AUGMENTED]:
        return ""
    row = drawn_accuracy().rows[0]
    text = _(
        "**As it is, this picture goes against the trend:** only the network trained without augmentation is right "
        "about it. Of {count} test pictures, {against} are like that; {along} are the other way round. So one picture "
        "says little about a network."
    )
    said = text.format(count=f"{row.pictures:,}", against=row.only_plain, along=row.only_augmented)
    right = {name: network.correct(class_index) for name, network in networks.items()}
    return f"{said} {_(REPEATED)}" if right[SCRATCH] > right[AUGMENTED] else said
