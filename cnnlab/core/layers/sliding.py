"""From a layer's arguments to its windows, one for each spatial axis; what cannot slide is refused."""

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerError, Shape
from cnnlab.core.layers.windows import Window, causal_padding, effective_size, same_padding

PADDINGS = ("valid", "same")


def convolution_windows(arguments: Arguments, spatial: Shape, causal: bool = False) -> tuple[Window, ...]:
    """The windows of a convolution; `causal` says whether that padding is known.

    >>> convolution_windows(Arguments("Conv2D", {"kernel_size": 3}), (28, 28))[0].output_size
    26
    """
    rank = len(spatial)
    padding = _padding_of(arguments, (*PADDINGS, "causal") if causal else PADDINGS)
    kernel_size, strides = arguments.sizes("kernel_size", rank), arguments.sizes("strides", rank, 1)
    dilation_rate = arguments.sizes("dilation_rate", rank, 1)
    steps = zip(spatial, kernel_size, strides, dilation_rate, strict=True)
    return _fitting(arguments, "kernel_size", tuple(_window(*each, padding) for each in steps))


def pooling_windows(arguments: Arguments, spatial: Shape) -> tuple[Window, ...]:
    """The windows of a pooling; without `strides` they lie side by side.

    >>> pooling_windows(Arguments("MaxPooling2D", {}), (26, 26))[0].output_size
    13
    """
    rank = len(spatial)
    padding = arguments.choice("padding", PADDINGS, "valid")  # unlike a convolution's, in small letters only
    pool_size = arguments.sizes("pool_size", rank, 2 if arguments.class_name.startswith("Max") else None)
    strides = pool_size if arguments.config.get("strides") is None else arguments.sizes("strides", rank)
    steps = zip(spatial, pool_size, strides, strict=True)
    return _fitting(arguments, "pool_size", tuple(_window(*each, 1, padding) for each in steps))


def reversed_windows(arguments: Arguments, spatial: Shape) -> tuple[Window, ...]:
    """The windows of the convolution that a transposed one reverses: from its output back to its input.

    >>> reversed_windows(Arguments("Conv2DTranspose", {"kernel_size": 2, "strides": 3}), (4, 4))[0].size
    12
    """
    rank = len(spatial)
    padding = _padding_of(arguments, PADDINGS)
    kernel_size, strides = arguments.sizes("kernel_size", rank), arguments.sizes("strides", rank, 1)
    dilation_rate = arguments.sizes("dilation_rate", rank, 1)
    extra = _output_padding(arguments, strides)
    steps = zip(spatial, kernel_size, strides, dilation_rate, extra, strict=True)
    windows = tuple(
        _window(_transposed_size(n, effective_size(k, d), s, padding, more), k, s, d, padding)
        for n, k, s, d, more in steps
    )
    if any(back.output_size != size or back.size < 1 for back, size in zip(windows, spatial, strict=True)):
        raise LayerError(
            N_(
                "{layer} with padding same, an even kernel and output_padding 0 would make an output from which no "
                "convolution leads back to the input {spatial}, and TensorFlow stops at it. Leave output_padding out."
            ),
            layer=arguments.class_name,
            spatial=spatial,
        )
    return windows


def _padding_of(arguments: Arguments, known: tuple[str, ...]) -> str:
    """The padding's word; convolutions take it in capitals too."""
    word = arguments.config.get("padding", "valid")
    lowered = {"padding": word.lower() if isinstance(word, str) else word}
    return Arguments(arguments.class_name, lowered).choice("padding", known, "valid")


def _window(size: int, kernel_size: int, strides: int, dilation_rate: int, padding: str) -> Window:
    before, after = 0, 0
    if padding == "same":
        before, after = same_padding(size, kernel_size, strides, dilation_rate)
    elif padding == "causal":
        before, after = causal_padding(kernel_size, dilation_rate)
    return Window(size, kernel_size, strides, dilation_rate, before, after)


def _transposed_size(size: int, reach: int, strides: int, padding: str, more: int | None) -> int:
    """Keras's rule: without output_padding N * S for same and (N - 1) * S + max(K_eff, S) for valid."""
    if padding == "same":
        return size * strides if more is None else (size - 1) * strides + reach % 2 + more
    return (size - 1) * strides + (max(reach, strides) if more is None else reach + more)


def _output_padding(arguments: Arguments, strides: Shape) -> tuple[int | None, ...]:
    if arguments.config.get("output_padding") is None:
        return (None,) * len(strides)
    extra = arguments.sizes("output_padding", len(strides), least=0)
    if any(more >= step for more, step in zip(extra, strides, strict=True)):
        raise LayerError(
            N_(
                "{layer} takes an output_padding smaller than its strides {strides}; {came} came. "
                "Make output_padding smaller."
            ),
            layer=arguments.class_name,
            strides=strides,
            came=extra,
        )
    return extra


def _fitting(arguments: Arguments, name: str, windows: tuple[Window, ...]) -> tuple[Window, ...]:
    for axis, window in enumerate(windows):
        if window.output_size < 1:
            raise LayerError(
                N_(
                    "{layer} reaches over {reach} cells, and axis {axis} of its input has only {size}: no window fits. "
                    "Make {name} smaller, the input larger, or choose padding same."
                ),
                layer=arguments.class_name,
                reach=window.effective_size,
                axis=axis + 1,
                size=window.size,
                name=name,
            )
    return windows
