"""The device is chosen from what the backend sees: a fake list of devices, since the tests' machine has no GPU."""

import tensorflow as tf

from cnnlab.nets import device

GPU = tf.config.PhysicalDevice("/physical_device:GPU:0", "GPU")


def with_gpus(monkeypatch, found, growth):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind=None: found)
    monkeypatch.setattr(tf.config.experimental, "set_memory_growth", growth)
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda gpu: {"device_name": "Some GPU 9000"})


def test_a_gpu_is_taken_and_not_all_of_its_memory(monkeypatch):
    grown = []
    with_gpus(monkeypatch, [GPU], lambda gpu, enable: grown.append((gpu, enable)))
    found = device.describe()
    assert (found.kind, found.name, found.backend) == ("GPU", "Some GPU 9000", "tensorflow")
    assert grown == [(GPU, True)]


def test_asking_again_after_tensorflow_has_started_is_no_error(monkeypatch):
    def too_late(gpu, enable):
        raise RuntimeError("Physical devices cannot be modified after being initialized")

    with_gpus(monkeypatch, [GPU], too_late)
    assert device.describe().kind == "GPU"


def test_without_a_gpu_it_is_the_processor(monkeypatch):
    with_gpus(monkeypatch, [], None)
    found = device.describe()
    assert found.kind == "CPU"
    assert found.name
    assert found.cores >= 1
