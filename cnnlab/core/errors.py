"""The named errors of the house: a text with gaps and what fills them, so that a page can say it in any language."""


def N_(text: str) -> str:  # noqa: N802, gettext's own name for it
    """Mark a text for translation and return it as it is; the page that shows it translates it."""
    return text


class CnnLabError(ValueError):
    """Says what was expected, what came and what to do.

    `template` is the English text with named gaps; `values` fill them. A page translates the template first.

    >>> str(CnnLabError("A kernel of {size} cells was expected.", size=9))
    'A kernel of 9 cells was expected.'
    """

    def __init__(self, template: str, **values: object):
        self.template, self.values = template, values
        super().__init__(template.format(**values))

    def __reduce__(self):
        return _rebuild, (type(self), self.template, self.values)


def _rebuild(kind: type[CnnLabError], template: str, values: dict) -> CnnLabError:
    return kind(template, **values)
