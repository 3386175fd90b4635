"""Read the step-through grid of a page."""

import numpy as np


def go_to(page, step_number):
    slider = page.locator(".stepper input[type=range]").first
    slider.evaluate("(e, at) => { e.value = at; e.dispatchEvent(new Event('input')); }", step_number)


def answer(page):
    data = page.locator(".stepper .answer").evaluate("e => ({...e.dataset})")
    return {name: float(value) for name, value in data.items()}


def terms(page):
    found = page.locator(".stepper .term").evaluate_all("all => all.map(e => ({...e.dataset}))")
    return [{name: float(value) for name, value in term.items() if name not in ("inside",)} for term in found]


def assert_same_terms(shown, expected):
    """Check the position, value, weight and product of every term, in order."""
    assert [(cell["y"], cell["x"]) for cell in shown] == [term.position[:2] for term in expected]
    for name, attribute in (("value", "input"), ("weight", "weight"), ("product", "product")):
        np.testing.assert_allclose(
            [cell[name] for cell in shown], [getattr(term, attribute) for term in expected], atol=1e-6
        )


def first_channel(found):
    """Return the terms that the page shows first: those of one channel, or of the first stage."""
    source = found.depthwise[0] if found.depthwise else found
    channel = source.terms[0].position[-1]
    return [term for term in source.terms if term.position[-1] == channel]
