"""Custom layers, and the picture and convolution that tests put around them."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("custom_layers")
class Mixing(layers.Layer):
    """A custom layer with weights."""

    def __init__(self, units, **config):
        super().__init__(**config)
        self.units = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units))

    def call(self, x):
        return x @ self.kernel

    def get_config(self):
        return super().get_config() | {"units": self.units}


def impostor(class_name):
    """A class of custom layers with the name of one of Keras's."""

    class Impostor(layers.Layer):
        def call(self, x):
            return ops.concatenate([x, x], axis=-1)

        def get_config(self):
            return super().get_config() | {"units": 7}

    Impostor.__name__ = class_name
    return keras.saving.register_keras_serializable("custom_layers", name=class_name)(Impostor)


Impostor = impostor("Dense")


def picture(channels=3):
    return keras.Input((8, 8, channels), name="picture")


def conv(x, name="conv", filters=4):
    return layers.Conv2D(filters, 3, name=name)(x)
