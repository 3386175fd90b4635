"""The "Try this" contrasts of the Transfer learning page: good and bad settings, by label."""

from cnnlab.core.transfer import PRESETS, HeadSettings
from cnnlab.ui.widgets.contrasts import Changes

ALL = HeadSettings().pictures  # what the presets start from; the page starts from fewer

CONTRASTS: dict[str, Changes] = {preset.label: {"pictures": ALL, **preset.changes} for preset in PRESETS.values()}
