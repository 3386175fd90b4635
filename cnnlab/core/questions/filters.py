"""Questions about gradient ascent: what is averaged, how long a step is, what a silent filter and a linear one give."""

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer
from cnnlab.core.questions.window import Choice

BORDER = 2  # cells left out at each edge of the map


def averaged_exercise(height: int, width: int) -> Exercise:
    """Ask how many cells of a map the score averages, two at each edge being left out.

    >>> asked = averaged_exercise(28, 28)
    >>> asked.answer, sorted(asked.slips)
    (576, [24, 676, 784])
    """
    answer = (height - 2 * BORDER) * (width - 2 * BORDER)
    slips = [
        (height * width, Slip(N_("That is the whole map. Two cells at each edge do not count."))),
        (
            (height - BORDER) * (width - BORDER),
            Slip(N_("Each side has two edges: the map loses two cells at both of them, four in all.")),
        ),
        (height - 2 * BORDER, Slip(N_("That is one row of what is left. Multiply by the number of rows."))),
    ]
    return Exercise(
        N_(
            "A layer's map has {height} × {width} cells. The score is their mean without two cells at each edge. "
            "How many cells does it average?"
        ),
        {"height": height, "width": width},
        answer,
        by_answer(slips, answer),
        hint=Slip(N_("How many rows are left without two at each edge, and how many columns?")),
        reason=Slip(
            N_("({height} − 4) × ({width} − 4) cells are left; at the edges, padding leaves traces."),
            height=height,
            width=width,
        ),
    )


def length_question() -> Choice:
    """Ask how long a step is where the gradient is half as large."""
    return Choice(
        N_("In another layer the gradient is half as large everywhere. How long is one step there?"),
        {},
        {
            N_("Half as long"): Slip(N_("The gradient is divided by its own length first. What is left of its size?")),
            N_("As long as here"): None,
            N_("Twice as long"): Slip(N_("The division takes the size away; it does not reverse it.")),
        },
        Slip(
            N_("After the division by its length every gradient has length 1, so a step has the length that you set.")
        ),
    )


def silent_question() -> Choice:
    """Ask for the gradient of a channel that is 0 everywhere after its ReLU."""
    return Choice(
        N_(
            "A filter's sum is negative everywhere, so its map is 0 after the ReLU. What is the gradient of the map's "
            "mean with respect to the picture?"
        ),
        {},
        {
            N_("Negative everywhere"): Slip(
                N_("The sum is negative, but the ReLU cuts it off: a small change changes 0.")
            ),
            N_("0 everywhere"): None,
            N_("As large as the filter's weights"): Slip(
                N_("It would be without the ReLU. What is the slope of a ReLU below 0?")
            ),
        },
        Slip(
            N_(
                "Below 0 a ReLU is flat, so nothing says in which direction to go. That is why blocked ReLUs let "
                "gradients pass in the first 16 steps."
            )
        ),
    )


def linear_question() -> Choice:
    """Ask for the best picture of one unit of a linear layer."""
    return Choice(
        N_(
            "One unit of the first layer, without an activation, sees a 3 × 3 patch. All patches have the same length. "
            "For which patch is its output largest?"
        ),
        {},
        {
            N_("All white"): Slip(N_("White meets the negative weights too, which take away from the sum.")),
            N_("The kernel with its signs reversed"): Slip(
                N_("That makes every product negative: the smallest output.")
            ),
            N_("The kernel itself, up to a factor"): None,
        },
        Slip(
            N_(
                "The output is a sum of products. For a given length it is largest where patch and kernel point in the "
                "same direction, and the gradient is the kernel itself."
            )
        ),
    )
