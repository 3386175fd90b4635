"""The tf.data code of the input pipeline on ten files; tests run it."""

from cnnlab.core.pipeline import FILES, SIZE, PipelineSettings

TEXT = """import pathlib

import keras
import numpy as np
import tensorflow as tf

# Ten made-up pictures, so that the code runs as it stands; put your own folder in their place.
folder = pathlib.Path("ten_pictures")
sizes = {{
{sizes}
}}
for name, (height, width) in sizes.items():
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    keras.utils.save_img(folder / name, np.random.default_rng(0).uniform(size=(height, width, 3)))


def decode(path, label):
    return tf.io.decode_jpeg(tf.io.read_file(path), channels=3), label


def resize(picture, label):
    return tf.image.resize(picture, ({side}, {side})), label


paths = [str(path) for path in sorted(folder.glob("*/*.jpg"))]
labels = [int("dog" in pathlib.Path(path).name) for path in paths]

index = tf.data.Dataset.from_tensor_slices((paths, labels))
shuffle = index.shuffle({buffer}, seed={seed})  # another order in each epoch
decoded = shuffle.map(decode, num_parallel_calls=tf.data.AUTOTUNE)
resized = decoded.map(resize, num_parallel_calls=tf.data.AUTOTUNE)
batch = resized.batch({batch})
prefetch = batch.prefetch(tf.data.AUTOTUNE)

for step in (index, shuffle, decoded, resized, batch, prefetch):
    print([(tensor.dtype.name, tensor.shape) for tensor in step.element_spec])
for pictures, numbers in prefetch:
    print(pictures.shape, numbers.numpy())
"""


def pipeline_code(settings: PipelineSettings) -> str:
    """Return code that makes the ten files, builds the pipeline, and prints what each step gives out."""
    sizes = "\n".join(f'    "{file.path}": ({file.height}, {file.width}),' for file in FILES)
    return TEXT.format(sizes=sizes, side=SIZE, buffer=settings.buffer, seed=settings.seed, batch=settings.batch)
