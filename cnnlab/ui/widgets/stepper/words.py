"""Every text of the stepper."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.language import _

WORDS = {
    "stepper": N_("Step through the layer with the arrow keys"),
    "previous": N_("Previous step"),
    "next": N_("Next step"),
    "nextShort": N_("Next"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "slider": N_("Step"),
    "edit": N_("Edit numbers"),
    "editHelp": N_("Click a number in the input or kernel, or press Enter; Tab goes to the next."),
    "hide": N_("Hide the output"),
    "hideHelp": N_("The output fills as the window passes; click its cell to see a value."),
    "notNumber": N_("Type a number from −999 to 999. The cell keeps its old value."),
    "spread": N_("Step through the input instead"),
    "input": N_("Input"),
    "inputChannel": N_("Input, channel {channel} of {count}"),
    "kernel": N_("Kernel"),
    "kernelFilter": N_("Kernel of filter {filter}"),
    "products": N_("Products"),
    "partial": N_("Sum"),
    "window": N_("Window"),
    "output": N_("Output"),
    "outputFilter": N_("Output of filter {filter}"),
    "outputChannel": N_("Output of channel {filter}"),
    "all": N_("All channels"),
    "channel": N_("Channel {channel}"),
    "filter": N_("Filter {filter}"),
    "stage": N_("Depthwise {channel}"),
    "channels": N_("Channels"),
    "pointwise": N_("Pointwise (1 × 1)"),
    "pointwiseFilter": N_("Pointwise (1 × 1), filter {filter}"),
    "bias": N_("Bias"),
    "cut": N_("ReLU sets negative values to 0"),
    "sumOf": N_("sum of {count}"),
    "outputAt": N_("Output, row {row}, column {column}"),
    "outputPlace": N_("row {row}, column {column}"),
    "fromPlace": N_("input row {row}, column {column}"),
    "cell": N_("row {row}, column {column}"),
    "reaches": N_("{count} output cells use it (green)"),
    "adds": N_("{count} input cells add to it (green)"),
    "addsOne": N_("1 input cell adds to it (green)"),
    "reachesOne": N_("1 output cell uses it (green)"),
    "padding": N_("padding, value 0"),
    "notCounted": N_("padding, not counted"),
    "oneSide": N_("extra padding, on this side only"),
    "unseen": N_("never covered by a window"),
    "noInput": N_("no input cell here"),
    "skipped": N_("{count} cells of padding are not counted."),
    "forgets": N_("The other {count} values are discarded."),
    "forgetsOne": N_("The other value is discarded."),
    "ties": N_("{count} cells tie for the maximum."),
    "spreadLine": N_("This input ({value}) times the kernel is added to {count} output cells."),
    "spreadLineOne": N_("This input ({value}) times the kernel is added to 1 output cell."),
    "spreadSoFar": N_("The output shows the sum after {count} input cells, including the bias."),
    "spreadSoFarOne": N_("The output shows the sum after 1 input cell, including the bias."),
    "spreadChannels": N_("All channels are added at the same time; the products shown are those of this channel."),
    "colours": N_("Blue: negative · no colour: zero · red: positive."),
    "scales": N_("Each grid has its own colour scale."),
}


def words(source: str | None) -> dict[str, str]:
    """Return the texts in the visitor's language; `source` names the layer whose maps the input is."""
    translated = {name: _(text) for name, text in WORDS.items()}
    if source:
        translated |= {
            "inputChannel": _("{source}, map {{channel}} of {{count}}").format(source=source),
            "input": source,
        }
    return translated
