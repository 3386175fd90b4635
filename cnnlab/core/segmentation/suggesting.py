"""Which class the values of a mask file probably mean: a first choice that a reader can change."""

from cnnlab.core.segmentation.files import MaskFile

PET, BACKGROUND, BORDER = 0, 1, 2
TRIMAP = {1: PET, 2: BACKGROUND, 3: BORDER}


def suggestion(mask: MaskFile, names: tuple[str, ...]) -> dict[int, int | None]:
    """Suggest a class for each value of a mask, where the classes are (object, background, ...) by name.

    By the names in the file; else 1, 2 and 3 as in the trimaps of Oxford-IIIT Pet; else numbers that are the classes'
    own if there are three; else 0 is the background and every other value the object. With one value alone nothing is
    clear, so it is the object's.
    """
    known = {name: index for index, name in enumerate(names)}
    values = [value.value for value in mask.values]
    if any(value.name for value in mask.values):
        return {value.value: known.get(value.name) for value in mask.values}
    if set(values) <= set(TRIMAP) and len(values) > 1 and len(names) == len(TRIMAP):
        return {value: TRIMAP[value] for value in values}
    if len(values) > 2 and max(values) < len(names):
        return {value: value for value in values}
    background = BACKGROUND if len(names) > 1 else None
    return {value: PET if value or len(values) == 1 else background for value in values}
