"""What each tile of the comparison shows, and its answer from the engine."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from cnnlab.core.cards import ModelCard, Stage
from cnnlab.core.cards.scores import best, probabilities
from cnnlab.core.heat_maps import BY_ID, DEFAULT, METHODS, Method
from cnnlab.core.pictures import Square
from cnnlab.core.requests import Explain, Explanation
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.in_parts import in_parts
from cnnlab.ui.lessons.grad_cam.settings import Settings
from cnnlab.ui.shell.ask import ask, named, recalled
from cnnlab.ui.shell.cache import class_names, model_cards, squared
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.networks import title_of
from cnnlab.ui.widgets.numbers import percent, size

CLASSES, LAYERS = 5, 6


@dataclass(frozen=True)
class Tile:
    """A map of the comparison: its request, the picture below it, and its caption, which may wait for the answer."""

    request: Explain
    square: Square
    title: Callable[[Explanation], str]
    name: str = ""  # of its class, where classes are compared


def tiles_of(kind: str, settings: Settings, answer: Answer, slow: bool) -> list[Tile]:
    """The tiles of a comparison: "methods", "classes", "layers" or "networks"."""
    if kind == "networks":
        return [_network(card, settings) for card in _cats_and_dogs()]
    square = answer.square
    request = Explain(
        settings.card.id, _pixels(settings, square), settings.layer, answer.class_index, settings.method.id
    )
    if kind == "classes":
        names, shares = settings.network.names, answer.probabilities
        return [
            Tile(replace(request, class_index=index), square, _said(names[index], float(shares[index])), names[index])
            for index in best(shares, CLASSES)
        ]
    if kind == "layers":
        stages = settings.card.stages
        chosen = sorted({round(at) for at in np.linspace(0, len(stages) - 1, LAYERS)})
        method = settings.method if settings.method.at == "layer" else BY_ID[DEFAULT]
        return [_at(stages[at], replace(request, method=method.id), square) for at in chosen]
    methods = [method for method in METHODS if slow or not method.slow]
    return [Tile(_by(method, request, settings), square, _named(_(method.title))) for method in methods]


def _named(text: str) -> Callable[[Explanation], str]:
    return lambda _explanation: text


def _said(name: str, share: float) -> Callable[[Explanation], str]:
    return _named(f"{name} · {percent(share)}")


def _at(stage: Stage, request: Explain, square: Square) -> Tile:
    title = f"{stage.convolution} · {size((stage.height, stage.width))}"
    return Tile(replace(request, layer=stage.output), square, _named(title))


def _by(method: Method, request: Explain, settings: Settings) -> Explain:
    layer = None if method.at == "pixels" else settings.stage.output
    return replace(request, layer=layer, method=method.id)


def _pixels(settings: Settings, square: Square) -> np.ndarray:
    """The picture as the network gets it, by the name under which the page's own map is remembered."""
    side = square.pixels.shape[0]
    return named(f"{settings.picture.digest} {settings.squaring} {side}", lambda: square.pixels)


def _cats_and_dogs() -> list[ModelCard]:
    return [
        card
        for card in model_cards().values()
        if card.explains_photographs and set(class_names(card.id, "en")[0]) == {"cat", "dog"}
    ]


def _network(card: ModelCard, settings: Settings) -> Tile:
    """The map of the class that a network of cats and dogs finds more likely."""
    picture = settings.picture
    square = squared(
        picture.own, digest=picture.digest, _picture=picture.pixels, how=settings.squaring, size=card.input.height
    )
    layer = None if settings.method.at == "pixels" or card.last_map is None else card.last_map.output

    def title(found: Explanation) -> str:
        share = float(probabilities(found.logits, found.activation)[found.class_index])
        name = class_names(card.id, current())[0][found.class_index]
        return f"{title_of(card)}: {name} · {percent(share)}"

    return Tile(Explain(card.id, _pixels(settings, square), layer, None, settings.method.id), square, title)


def remembered(tile: Tile, own: bool) -> Explanation | None:
    """The map of a tile if it is known."""
    known = recalled(tile.request, own=own)
    return None if known is None else known.value


def ask_tile(tile: Tile, own: bool) -> Explanation | None:
    """The map of a tile from the engine, in parts where the method is slow."""
    if BY_ID[tile.request.method].slow:
        result = in_parts(tile.request, None, own, part="compare")
    else:
        result = ask(tile.request, own=own, part="compare")
    return None if result is None else result.value
