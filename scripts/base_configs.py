"""Write the configs of keras.applications's bases, from which the Transfer learning page reads layers; run once.

    python -m scripts.base_configs

No weights are downloaded, and the page needs no Keras to read the files.
"""

import json

import keras

from cnnlab.core.transfer.bases import CONFIGS

SHAPE = (180, 180, 3)
BUILT = {"vgg16": keras.applications.VGG16, "xception": keras.applications.Xception}


def main() -> None:
    CONFIGS.mkdir(exist_ok=True)
    for name in BUILT:
        (CONFIGS / f"{name}.json").write_text(config(name) + "\n", encoding="utf-8")


def config(name: str) -> str:
    """Return the config of a base without its top, as one line of JSON.

    The names that Keras counts up, such as conv2d_1, are those of a program that builds nothing else.
    """
    keras.backend.clear_session()
    base = BUILT[name](include_top=False, weights=None, input_shape=SHAPE)
    return json.dumps(json.loads(base.to_json()), separators=(",", ":"))


if __name__ == "__main__":
    main()
