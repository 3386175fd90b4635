"""The labels of the pictures on the Augmentation page, and what happens to them."""

from itertools import cycle, islice

from cnnlab.core.errors import N_
from cnnlab.core.pictures import samples
from cnnlab.ui.lessons.augmentation.settings import Settings
from cnnlab.ui.shell.language import _, listed

# Labels of the bundled photographs, from samples.json, marked for translation
LABELS = (
    N_("cat"),
    N_("dog"),
    N_("dog and cat"),
    N_("horse"),
    N_("cow"),
    N_("sheep"),
    N_("duck"),
    N_("owl"),
    N_("parrot"),
    N_("tiger"),
    N_("raccoon"),
    N_("otter"),
    N_("cup"),
    N_("flower"),
    N_("palace"),
    N_("astronaut"),
    N_("rocket"),
)
OTHERS = ("cat", "coffee", "flower", "china", "astronaut", "rocket")  # ids of the pictures beside the chosen one


def label_of(sample_id: str) -> str:
    """What a bundled photograph shows, in English; "" for another id."""
    return next((picture.label for picture in samples() if picture.id == sample_id), "")


def other_samples(settings: Settings) -> list[str]:
    """The ids of the bundled pictures that are in a batch of different pictures beside the chosen one."""
    return [name for name in OTHERS if name != settings.sample]


def labels_of_batch(settings: Settings) -> list[str]:
    """The label of each picture of the grid; `answer.batch` puts the pictures in the same order."""
    first = _(label_of(settings.sample)) if settings.sample else _("own picture")
    different = [first, *(_(label_of(name)) for name in other_samples(settings))] if settings.several else [first]
    return list(islice(cycle(different), settings.count))


def label_words(settings: Settings) -> str:
    """What happens to the label of the chosen picture."""
    if settings.mixing and settings.training:
        text = _(
            "The label is mixed too: if {layers} makes a picture 70% cat and 30% flower, its label is 70% cat and 30% "
            "flower."
        )
        return text.format(layers=listed(settings.mixing))
    if settings.sample:
        text = _("The label stays **{label}** whatever the augmentation does, so use only changes that keep it true.")
        return text.format(label=_(label_of(settings.sample)))
    return _("The label stays the same whatever the augmentation does, so use only changes that keep it true.")
