"""What the components of a page are given."""

import json

from cnnlab.ui.shell import held


def header_of(data: bytes) -> dict:
    """The header of bytes that `packed` in component.py has made."""
    length = int.from_bytes(data[:4], "little")
    return json.loads(data[4 : 4 + length])


def data_of(test, name: str) -> bytes:
    """The data of the first component on the page whose name ends with `name`, sent in this run or before."""
    message = next(each.proto.bytes for each in test.get("bidi_component") if each.proto.component_name.endswith(name))
    header = header_of(message)
    if size := header["sizes"][1]:
        return message[-size:]
    named = (made for key, all_made in held._of_all.items() if key.endswith(":name") for made in all_made)
    return next(made.given for made in named if made.value == header["data"])
