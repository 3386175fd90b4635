"""The base class of all named errors: a template and its values, so that a page can show it in any language."""

from collections.abc import Callable
from typing import Any

OUT_OF_MEMORY = ("RESOURCE_EXHAUSTED", "OOM when allocating")  # in the texts of JAX and of TensorFlow


def N_(text: str) -> str:  # noqa: N802, gettext's own name for it
    """Mark a text for translation and return it unchanged; the page that shows it translates it."""
    return text


class CnnLabError(ValueError):
    """An error that says what is wrong, with the numbers in it, and what to do.

    `template` is the English text with named placeholders, which `values` fill. A page translates the template first.

    >>> str(CnnLabError("A kernel of {size} cells does not fit.", size=9))
    'A kernel of 9 cells does not fit.'
    """

    def __init__(self, template: str, **values: object):
        self.template, self.values = template, values
        super().__init__(template.format(**values))

    def __reduce__(self) -> tuple[Callable[..., "CnnLabError"], tuple[Any, ...]]:
        return _rebuild, (type(self), self.template, self.values)


def _rebuild(error_class: type[CnnLabError], template: str, values: dict[str, object]) -> CnnLabError:
    return error_class(template, **values)


def is_out_of_memory(error: Exception) -> bool:
    """Return whether the computer or a Keras backend's device ran out of memory.

    Python raises MemoryError; TensorFlow is recognized by the type's name, JAX by the text, without importing them.
    Keras reports what fails while it reads weights from a file as a ValueError that quotes the backend's text.

    >>> is_out_of_memory(RuntimeError("RESOURCE_EXHAUSTED: Out of memory")), is_out_of_memory(ValueError("no"))
    (True, False)
    """
    on_device = type(error).__name__ == "ResourceExhaustedError" or any(text in str(error) for text in OUT_OF_MEMORY)
    return on_device or isinstance(error, MemoryError)
