"""Questions about transfer learning: what trains in a head, what a frozen base leaves, how exact an accuracy is."""

from cnnlab.core.errors import N_
from cnnlab.core.history import standard_error
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer
from cnnlab.core.transfer.bases import BUNDLED, base
from cnnlab.core.transfer.freezing import counts, head_parameters, sliced
from cnnlab.core.transfer.settings import HeadSettings

FEATURES, CELLS = 1280, 7 * 7  # the channels of EfficientNet-Lite0's last feature maps, and the cells of each map

FLATTENED = Slip(N_("The maps are averaged, not flattened: each channel gives one feature."))
KEPT = Slip(N_("The base is frozen: none of its parameters trains, only the head's do."))


def head_exercise(settings: HeadSettings) -> Exercise:
    """Ask how many parameters train in a network with a frozen base and the head of these settings.

    >>> head_exercise(HeadSettings(units=256)).answer, head_exercise(HeadSettings(units=0)).answer
    (328193, 1281)
    """
    units, answer = settings.units, head_parameters(FEATURES, settings.units)
    hidden, last = FEATURES * units + units, units + 1
    whole = base(BUNDLED).parameters
    slips = [(whole + answer, KEPT), (whole, KEPT)]
    values: dict[str, object] = {"features": f"{FEATURES:,}"}
    if not units:
        slips += [
            (FEATURES, Slip(N_("The bias is missing: the output has one."))),
            (CELLS * FEATURES + 1, FLATTENED),
        ]
        reason = Slip(N_("{features} weights and 1 bias."), **values)
        return Exercise(OUTPUT_ONLY, values, answer, by_answer(slips, answer), hint=HEAD, reason=reason)
    slips += [
        (hidden, Slip(EITHER, units=units)),  # without biases: FEATURES * units + units, the same number
        (FEATURES * units, Slip(N_("The output layer and the biases are missing."))),
        (CELLS * FEATURES * units + units + last, FLATTENED),
    ]
    values |= {"units": units}
    reason = Slip(N_("{features} × {units} weights and {units} biases, then {units} weights and 1 bias."), **values)
    return Exercise(HIDDEN, values, answer, by_answer(slips, answer), hint=HEAD, reason=reason)


OUTPUT_ONLY = N_(
    "The frozen base gives {features} features for a picture. The head is a single output unit with a bias. How many "
    "parameters train?"
)
HIDDEN = N_(
    "The frozen base gives {features} features for a picture. The head has a hidden layer of {units} units and an "
    "output of one unit, both with biases. How many parameters train?"
)
HEAD = Slip(N_("A unit has a weight for each number that it is given, and a bias. The base is frozen."))
EITHER = N_("The output layer is missing ({units} weights, 1 bias), or the biases of both layers ({units} and 1).")


def frozen_exercise() -> Exercise:
    """Ask how many parameters of VGG16, without its top, train after its first 15 layers are frozen.

    >>> frozen_exercise().answer
    7079424
    """
    vgg16 = base("vgg16")
    frozen = sliced("layers[:-4]", len(vgg16.layers))
    counted, convolution = counts(vgg16.layers, frozen), vgg16.layers[-2]
    answer, filters = counted.trainable, vgg16.output_shape[-1]
    slips = [
        (counted.non_trainable, Slip(N_("Those are the frozen ones; the question is what is left."))),
        (vgg16.parameters, Slip(N_("Those are all parameters of the base; 15 of its layers do not train."))),
        (
            2 * convolution.parameters,
            Slip(N_("The input layer is one of the 15, so `block4_pool` is the last of them.")),
        ),
        (
            4 * convolution.parameters,
            Slip(N_("Only three of the last four layers are convolutions; pooling has no parameters.")),
        ),
        (answer - 3 * filters, Slip(N_("The biases are missing: one for each filter."))),
    ]
    text = N_(
        "`for layer in base.layers[:-4]: layer.trainable = False` freezes {frozen} of the {layers} layers of VGG16 "
        "without its top. How many of the {parameters} parameters are left to train?"
    )
    values = {"frozen": len(frozen), "layers": len(vgg16.layers), "parameters": f"{vgg16.parameters:,}"}
    reason = Slip(
        N_("Of the last four layers three are convolutions with {each} parameters each; the pooling has none."),
        each=f"{convolution.parameters:,}",
    )
    hint = Slip(N_('Find the last four layers of VGG16 in the tab "Freezing layers", and add up their parameters.'))
    return Exercise(text, values, answer, by_answer(slips, answer), hint=hint, reason=reason)


def standard_error_exercise(percent: int = 90, pictures: int = 100) -> Exercise:
    """Ask for the standard error, in whole percentage points, of an accuracy of `percent` measured on `pictures`.

    Raises HistoryError for less than one picture and for an accuracy outside 0% to 100%.

    >>> asked = standard_error_exercise(90, 100)
    >>> asked.answer, sorted(asked.slips)
    (3, [5, 6, 9, 10, 30])
    """
    share = percent / 100
    answer = round(100 * standard_error(share, pictures))
    deviation = 100 * standard_error(share, 1)
    slips = [
        (round(deviation), Slip(N_("That is for a single picture: divide by √{pictures}."), pictures=f"{pictures:,}")),
        (round(100 * share * (1 - share)), Slip(N_("p (1 − p) is a variance: divide by the pictures, take the root."))),
        (round(200 * standard_error(share, pictures)), Slip(N_("That is two standard errors, which hold about 95%."))),
        (round(100 * standard_error(0.5, pictures)), Slip(N_("That is the largest there can be, at 50%."))),
        (100 - percent, Slip(N_("That is the share of wrong answers, not how far chance moves the accuracy."))),
    ]
    text = N_(
        "A head classifies {percent}% of {pictures} validation pictures correctly. How large is the standard error of "
        "this accuracy, in percentage points, rounded to a whole number?"
    )
    values = {"percent": percent, "pictures": f"{pictures:,}"}
    reason = Slip(
        N_("√({share:g} × {rest:g} / {pictures}) is {error:g}, or {answer} in percentage points."),
        share=share, rest=round(1 - share, 2), pictures=values["pictures"],
        error=round(standard_error(share, pictures), 4), answer=answer,
    )  # fmt: skip
    hint = Slip(N_("It is √(p (1 − p) / n), with the accuracy p as a share and n pictures."))
    return Exercise(text, values, answer, by_answer(slips, answer), hint=hint, reason=reason)
