"""The labels of the pictures on the Augmentation page, and what happens to them."""

from itertools import cycle, islice

from cnnlab.core.errors import N_
from cnnlab.core.pictures import samples
from cnnlab.ui.lessons.augmentation.settings import Settings
from cnnlab.ui.shell.language import _, listed

LABELS = {
    "cat": N_("cat"),
    "coffee": N_("cup"),
    "flower": N_("flower"),
    "china": N_("palace"),
    "astronaut": N_("astronaut"),
    "rocket": N_("rocket"),
}


def other_samples(settings: Settings) -> list[str]:
    """The ids of the bundled pictures that are not chosen, in their own order."""
    return [picture.id for picture in samples() if picture.id != settings.sample]


def labels_of_batch(settings: Settings) -> list[str]:
    """The label of each picture of the grid; `answer.batch` puts the pictures in the same order."""
    first = _(LABELS[settings.sample]) if settings.sample else _("own picture")
    different = [first, *(_(LABELS[name]) for name in other_samples(settings))] if settings.several else [first]
    return list(islice(cycle(different), settings.count))


def label_words(settings: Settings) -> str:
    """What happens to the label of the chosen picture."""
    if settings.mixing and settings.training:
        text = _(
            "The label is mixed too: if {layers} makes a picture 70% cat and 30% flower, its label is 70% cat and 30% "
            "flower."
        )
        return text.format(layers=listed(settings.mixing))
    if settings.sample in LABELS:
        text = _("The label stays **{label}** whatever the augmentation does, so use only changes that keep it true.")
        return text.format(label=_(LABELS[settings.sample]))
    return _("The label stays the same whatever the augmentation does, so use only changes that keep it true.")
