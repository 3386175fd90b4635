"""The colour of each class of a mask."""

# Okabe and Ito's, which colour-blind readers can tell apart; grey for the second class, as a rule the background
COLOURS = ((86, 180, 233), (138, 147, 160), (230, 159, 0), (204, 121, 167), (0, 158, 115), (213, 94, 0))


def class_colours(count: int) -> list[tuple[int, ...]]:
    """The colours of this many classes as (red, green, blue); from the seventh class on they repeat.

    >>> class_colours(2)
    [(86, 180, 233), (138, 147, 160)]
    """
    return [COLOURS[index % len(COLOURS)] for index in range(count)]
