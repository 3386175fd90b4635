"""Every word that the step-through grid says."""

from cnnlab.ui.shell.language import _, noted

WORDS = {
    "stepper": noted("Step through the layer; arrow keys move"),
    "previous": noted("Previous step"),
    "next": noted("Next step"),
    "nextShort": noted("Next"),
    "play": noted("Play"),
    "pause": noted("Pause"),
    "slider": noted("Step"),
    "edit": noted("Edit numbers"),
    "editHelp": noted("Click a number of the input or the kernel and write another one."),
    "notNumber": noted("A number from -999 to 999 was expected; the cell keeps its own."),
    "spread": noted("Spread from the input"),
    "input": noted("Input"),
    "inputChannel": noted("Input, channel {channel} of {count}"),
    "kernel": noted("Kernel"),
    "kernelFilter": noted("Kernel of filter {filter}"),
    "products": noted("Products"),
    "window": noted("Window"),
    "output": noted("Output"),
    "outputFilter": noted("Output of filter {filter}"),
    "outputChannel": noted("Output of channel {filter}"),
    "channel": noted("Channel {channel}"),
    "stage": noted("Depthwise {channel}"),
    "channels": noted("Channels"),
    "pointwise": noted("Pointwise (1 × 1)"),
    "pointwiseFilter": noted("Pointwise (1 × 1), filter {filter}"),
    "bias": noted("Bias"),
    "cut": noted("ReLU cuts what is below 0"),
    "sumOf": noted("sum of {count}"),
    "outputAt": noted("Output, row {row}, column {column}"),
    "outputPlace": noted("row {row}, column {column}"),
    "fromPlace": noted("input row {row}, column {column}"),
    "cell": noted("row {row}, column {column}"),
    "reaches": noted("{count} output cells depend on it (green)"),
    "adds": noted("{count} input cells add to it (green)"),
    "addsOne": noted("1 input cell adds to it (green)"),
    "reachesOne": noted("1 output cell depends on it (green)"),
    "padding": noted("padding, a zero"),
    "notCounted": noted("padding, not counted"),
    "oneSide": noted("padding on one side only"),
    "unseen": noted("never looked at"),
    "noInput": noted("no input cell here"),
    "skipped": noted("{count} cells of padding are not counted."),
    "forgets": noted("The other {count} numbers are forgotten."),
    "ties": noted("{count} of them are as large."),
    "spreadLine": noted("{value} times the whole kernel is added to {count} output cells."),
    "spreadSoFar": noted("The output shows the sum after {count} input cells, the bias included."),
    "spreadChannels": noted("Every channel is spread at the same time; the products are this channel's."),
    "colours": noted("blue below 0 · white 0 · red above 0, each grid up to its own largest value"),
}


def words(source: str | None) -> dict[str, str]:
    """The words in the reader's language; `source` names the layer whose maps the input is."""
    said = {name: _(text) for name, text in WORDS.items()}
    if source:
        said |= {"inputChannel": _("{source}, map {{channel}} of {{count}}").format(source=source), "input": source}
    return said
