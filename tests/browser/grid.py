"""What the step-through grid shows, read off the page."""

import numpy as np


def go_to(page, step_number):
    slider = page.locator(".stepper input[type=range]").first
    slider.evaluate("(e, at) => { e.value = at; e.dispatchEvent(new Event('input')); }", step_number)


def answer(page):
    data = page.locator(".stepper .answer").evaluate("e => ({...e.dataset})")
    return {name: float(value) for name, value in data.items()}


def terms(page):
    found = page.locator(".stepper .term").evaluate_all("all => all.map(e => ({...e.dataset}))")
    return [{name: float(value) for name, value in each.items() if name not in ("inside",)} for each in found]


def same_terms(shown, expected):
    """Place, value, weight and product of every term, in order."""
    assert [(each["y"], each["x"]) for each in shown] == [term.position[:2] for term in expected]
    for name, attribute in (("value", "input"), ("weight", "weight"), ("product", "product")):
        np.testing.assert_allclose(
            [each[name] for each in shown], [getattr(term, attribute) for term in expected], atol=1e-6
        )


def first_channel(found):
    """The terms that the page writes out first: those of one channel, or of the first stage."""
    source = found.depthwise[0] if found.depthwise else found
    channel = source.terms[0].position[-1]
    return [term for term in source.terms if term.position[-1] == channel]
