"""The windows that a layer's arguments describe, one for each spatial axis; raises LayerError if they do not fit."""

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerError, Shape
from cnnlab.core.layers.windows import Window, causal_padding, effective_size, same_padding

PADDINGS = ("valid", "same")


def convolution_windows(arguments: Arguments, spatial: Shape, causal: bool = False) -> tuple[Window, ...]:
    """The windows of a convolution; `causal` says whether the layer supports causal padding.

    >>> convolution_windows(Arguments("Conv2D", {"kernel_size": 3}), (28, 28))[0].output_size
    26
    """
    rank = len(spatial)
    padding = _padding_of(arguments, (*PADDINGS, "causal") if causal else PADDINGS)
    kernel_size, strides = arguments.sizes("kernel_size", rank), arguments.sizes("strides", rank, 1)
    dilation_rate = arguments.sizes("dilation_rate", rank, 1)
    axes = zip(spatial, kernel_size, strides, dilation_rate, strict=True)
    return _fitting(arguments, "kernel_size", tuple(_window(*axis, padding) for axis in axes))


def pooling_windows(arguments: Arguments, spatial: Shape) -> tuple[Window, ...]:
    """The windows of a pooling layer; without `strides` they lie side by side.

    >>> pooling_windows(Arguments("MaxPooling2D", {}), (26, 26))[0].output_size
    13
    """
    rank = len(spatial)
    padding = arguments.choice("padding", PADDINGS, "valid")  # lower case only, unlike a convolution's
    pool_size = arguments.sizes("pool_size", rank, 2 if arguments.class_name.startswith("Max") else None)
    strides = pool_size if arguments.config.get("strides") is None else arguments.sizes("strides", rank)
    axes = zip(spatial, pool_size, strides, strict=True)
    return _fitting(arguments, "pool_size", tuple(_window(*axis, 1, padding) for axis in axes))


def reversed_windows(arguments: Arguments, spatial: Shape) -> tuple[Window, ...]:
    """The windows of the convolution that a transposed one reverses: from its output back to its input.

    >>> reversed_windows(Arguments("Conv2DTranspose", {"kernel_size": 2, "strides": 3}), (4, 4))[0].size
    12
    """
    rank = len(spatial)
    padding = _padding_of(arguments, PADDINGS)
    kernel_size, strides = arguments.sizes("kernel_size", rank), arguments.sizes("strides", rank, 1)
    dilation_rate = arguments.sizes("dilation_rate", rank, 1)
    output_padding = _output_padding(arguments, strides)
    axes = zip(spatial, kernel_size, strides, dilation_rate, output_padding, strict=True)
    windows = tuple(
        _window(_transposed_size(n, effective_size(k, d), s, padding, extra), k, s, d, padding)
        for n, k, s, d, extra in axes
    )
    if any(window.output_size != n or window.size < 1 for window, n in zip(windows, spatial, strict=True)):
        raise LayerError(
            N_(
                '{layer} cannot use `padding="same"` and `output_padding` = 0 with an even kernel: no convolution '
                "leads from the output back to the input {shape}, and TensorFlow refuses the layer. Leave "
                "`output_padding` out."
            ),
            layer=arguments.class_name,
            shape=spatial,
        )
    return windows


def _padding_of(arguments: Arguments, known: tuple[str, ...]) -> str:
    """The `padding` argument of a convolution, which may also be written in capitals."""
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


def _transposed_size(size: int, effective: int, strides: int, padding: str, output_padding: int | None) -> int:
    """Keras's rule: without output_padding, N * S for same and (N - 1) * S + max(K_eff, S) for valid."""
    if padding == "same":
        return size * strides if output_padding is None else (size - 1) * strides + effective % 2 + output_padding
    return (size - 1) * strides + (max(effective, strides) if output_padding is None else effective + output_padding)


def _output_padding(arguments: Arguments, strides: Shape) -> tuple[int | None, ...]:
    if arguments.config.get("output_padding") is None:
        return (None,) * len(strides)
    output_padding = arguments.sizes("output_padding", len(strides), minimum=0)
    if any(extra >= stride for extra, stride in zip(output_padding, strides, strict=True)):
        raise LayerError(
            N_(
                "{layer} cannot use `output_padding` = {output_padding} with `strides` = {strides}: it has to be "
                "smaller than the strides. Use a smaller `output_padding`."
            ),
            layer=arguments.class_name,
            output_padding=output_padding,
            strides=strides,
        )
    return output_padding


def _fitting(arguments: Arguments, name: str, windows: tuple[Window, ...]) -> tuple[Window, ...]:
    if any(window.output_size < 1 for window in windows):
        raise LayerError(
            N_(
                "The window of {layer} does not fit: it spans {window} cells, but the input has only {cells}. Use a "
                'smaller `{name}`, a larger input or `padding="same"`.'
            ),
            layer=arguments.class_name,
            window=" × ".join(str(window.effective_size) for window in windows),
            cells=" × ".join(str(window.size) for window in windows),
            name=name,
        )
    return windows
