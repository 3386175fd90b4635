"""Every word that the step-through grid says."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.language import _

WORDS = {
    "stepper": N_("Step through the layer; arrow keys move"),
    "previous": N_("Previous step"),
    "next": N_("Next step"),
    "nextShort": N_("Next"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "slider": N_("Step"),
    "edit": N_("Edit numbers"),
    "editHelp": N_("Click a number of the input or the kernel and write another one."),
    "notNumber": N_("A number from -999 to 999 was expected; the cell keeps its own."),
    "spread": N_("Spread from the input"),
    "input": N_("Input"),
    "inputChannel": N_("Input, channel {channel} of {count}"),
    "kernel": N_("Kernel"),
    "kernelFilter": N_("Kernel of filter {filter}"),
    "products": N_("Products"),
    "window": N_("Window"),
    "output": N_("Output"),
    "outputFilter": N_("Output of filter {filter}"),
    "outputChannel": N_("Output of channel {filter}"),
    "channel": N_("Channel {channel}"),
    "stage": N_("Depthwise {channel}"),
    "channels": N_("Channels"),
    "pointwise": N_("Pointwise (1 × 1)"),
    "pointwiseFilter": N_("Pointwise (1 × 1), filter {filter}"),
    "bias": N_("Bias"),
    "cut": N_("ReLU cuts what is below 0"),
    "sumOf": N_("sum of {count}"),
    "outputAt": N_("Output, row {row}, column {column}"),
    "outputPlace": N_("row {row}, column {column}"),
    "fromPlace": N_("input row {row}, column {column}"),
    "cell": N_("row {row}, column {column}"),
    "reaches": N_("{count} output cells depend on it (green)"),
    "adds": N_("{count} input cells add to it (green)"),
    "addsOne": N_("1 input cell adds to it (green)"),
    "reachesOne": N_("1 output cell depends on it (green)"),
    "padding": N_("padding, a zero"),
    "notCounted": N_("padding, not counted"),
    "oneSide": N_("padding on one side only"),
    "unseen": N_("never looked at"),
    "noInput": N_("no input cell here"),
    "skipped": N_("{count} cells of padding are not counted."),
    "forgets": N_("The other {count} numbers are forgotten."),
    "ties": N_("{count} of them are as large."),
    "spreadLine": N_("{value} times the whole kernel is added to {count} output cells."),
    "spreadSoFar": N_("The output shows the sum after {count} input cells, the bias included."),
    "spreadChannels": N_("Every channel is spread at the same time; the products are this channel's."),
    "colours": N_("blue below 0 · white 0 · red above 0, each grid up to its own largest value"),
}


def words(source: str | None) -> dict[str, str]:
    """The words in the reader's language; `source` names the layer whose maps the input is."""
    said = {name: _(text) for name, text in WORDS.items()}
    if source:
        said |= {"inputChannel": _("{source}, map {{channel}} of {{count}}").format(source=source), "input": source}
    return said
