"""What the components of a page are given."""

import json


def header_of(data: bytes) -> dict:
    """The header of bytes that `packed` in component.py has made."""
    length = int.from_bytes(data[:4], "little")
    return json.loads(data[4 : 4 + length])


def data_of(test, name: str) -> bytes:
    """The data of the first component on the page whose name ends with `name`."""
    message = next(each.proto.bytes for each in test.get("bidi_component") if each.proto.component_name.endswith(name))
    size = header_of(message)["sizes"][1]
    assert size
    return message[-size:]
