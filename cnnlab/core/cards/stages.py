"""Facts about the convolution layers that a model card lists."""

from collections.abc import Sequence

from cnnlab.core.cards.model_card import Stage


def early_stage(stages: Sequence[Stage], input_size: int) -> Stage:
    """Return the layer whose map is closest to an eighth of the input's side; if several are, the first widest one.

    >>> sizes = [(112, 32), (28, 40), (28, 240), (28, 240), (7, 1280)]
    >>> stages = [
    ...     Stage(convolution=f"conv{index}", output="", height=side, width=side, channels=channels)
    ...     for index, (side, channels) in enumerate(sizes)
    ... ]
    >>> early_stage(stages, 224).convolution
    'conv2'
    """
    goal = input_size / 8
    nearest = min(abs(stage.height - goal) for stage in stages)
    return max((stage for stage in stages if abs(stage.height - goal) == nearest), key=lambda stage: stage.channels)


def pixels_per_cell(stage: Stage, input_size: int) -> int:
    """Return about how many pixels of the input, along one side, a cell of the layer's map stands for.

    >>> pixels_per_cell(Stage(convolution="conv5", output="conv5", height=7, width=7, channels=256), 180)
    26
    """
    return round(input_size / stage.height)
