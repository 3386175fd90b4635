"""The device is chosen from what the backend sees, and left for the CPU when its memory does not suffice.

With a fake list of devices, since the tests' machine has no GPU, and the backend's own errors.
"""

import contextlib
from types import SimpleNamespace

import keras
import numpy as np
import psutil
import pytest

from cnnlab.core.pictures import sample, square
from cnnlab.engine import tasks
from cnnlab.engine.worker import Context
from cnnlab.nets import catalog, device

pytestmark = pytest.mark.backends

TOO_MANY = 1 << 42  # float32 values: 16 TB


def with_gpus(monkeypatch, found, growth=None):
    import tensorflow as tf

    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind=None: found)
    monkeypatch.setattr(tf.config.experimental, "set_memory_growth", growth or (lambda gpu, enable: None))
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda gpu: {"device_name": "Some GPU 9000"})


def tensorflow_gpu():
    import tensorflow as tf

    return tf.config.PhysicalDevice("/physical_device:GPU:0", "GPU")


@pytest.fixture
def gpu(monkeypatch):
    """A GPU in the backend's list."""
    if keras.backend.backend() == "jax":
        import jax

        listed = [
            SimpleNamespace(platform="cpu"),
            SimpleNamespace(platform="gpu", device_kind="Some GPU 9000"),
        ]
        monkeypatch.setattr(jax, "devices", lambda: listed)
    else:
        with_gpus(monkeypatch, [tensorflow_gpu()])


@pytest.fixture
def no_gpu(monkeypatch):
    if keras.backend.backend() == "jax":
        import jax

        monkeypatch.setattr(jax, "devices", lambda: [SimpleNamespace(platform="cpu")])
    else:
        with_gpus(monkeypatch, [])


def test_out_of_memory_while_a_model_is_loaded_goes_to_the_cpu_too(gpu, placed, monkeypatch):
    """It is no word on the model's file."""
    real, loads = keras.saving.load_model, []

    def full_at_first(*arguments, **options):
        loads.append(arguments)
        return exhaust() if len(loads) == 1 else real(*arguments, **options)

    catalog.forget()
    monkeypatch.setattr(keras.saving, "load_model", full_at_first)
    picture = square(sample("cat"), "crop", 180).pixels
    context = Context(1, lambda *_: None, set())
    found = tasks.TASKS["activations"](context, model="cats_dogs_scratch", picture=picture)
    assert found["on_cpu"] is True
    assert len(loads) == 2


@pytest.fixture
def placed(monkeypatch):
    """The devices that were asked for, from now on; the backend hears of none, so that it needs no GPU."""
    asked = []

    @contextlib.contextmanager
    def remember(name):
        asked.append(name)
        yield
        asked.append("left")

    monkeypatch.setattr(keras, "device", remember)
    return asked


def exhaust():
    """Fail as the backend does: JAX itself, and TensorFlow in its words, since it tries for ten seconds before."""
    if keras.backend.backend() == "jax":
        return keras.ops.ones((TOO_MANY,))
    from tensorflow.errors import ResourceExhaustedError

    raise ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[4398046511104] and type float")


@pytest.mark.tensorflow
def test_a_gpu_is_taken_and_not_all_of_its_memory(monkeypatch):
    grown, gpu = [], tensorflow_gpu()
    with_gpus(monkeypatch, [gpu], lambda gpu, enable: grown.append((gpu, enable)))
    found = device.describe()
    assert (found.kind, found.name, found.backend) == ("GPU", "Some GPU 9000", "tensorflow")
    assert grown == [(gpu, True)]


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("printed", "memory"),
    [
        ("Another GPU, 1024\nSome GPU 9000, 81559\n", 81_559 * 1024**2),
        ("Another GPU, 1024\n", None),
        ("Failed to initialize NVML\n", None),
        (None, None),
    ],
)
def test_a_gpus_memory_is_told_where_its_driver_tells_it(monkeypatch, printed, memory):
    def answer(command, **_):
        if printed is None:
            raise FileNotFoundError(command[0])
        return SimpleNamespace(stdout=printed)

    with_gpus(monkeypatch, [tensorflow_gpu()])
    monkeypatch.setattr(device.subprocess, "run", answer)
    assert device.describe().memory == memory


@pytest.mark.tensorflow
def test_asking_again_after_tensorflow_has_started_is_no_error(monkeypatch):
    def too_late(gpu, enable):
        raise RuntimeError("Physical devices cannot be modified after being initialized")

    with_gpus(monkeypatch, [tensorflow_gpu()], too_late)
    assert device.describe().kind == "GPU"


def test_a_gpu_in_the_list_is_the_device(gpu):
    found = device.describe()
    assert (found.kind, found.name, found.backend) == ("GPU", "Some GPU 9000", keras.backend.backend())


def test_without_a_gpu_it_is_the_processor(no_gpu):
    found = device.describe()
    assert found.kind == "CPU"
    assert found.name
    assert found.cores >= 1
    assert found.memory == psutil.virtual_memory().total
    assert found.precision == "float32"


def test_the_precision_is_the_one_that_layers_compute_in(no_gpu):
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        assert device.describe().precision == "bfloat16"
    finally:
        keras.config.set_dtype_policy(before)


def test_out_of_memory_on_the_gpu_runs_again_on_the_cpu(gpu, placed):
    """What was held is dropped before the second run and after it."""
    happened = []

    def run():
        happened.append(f"run {placed}")
        return {"answer": exhaust()} if len(happened) == 1 else {"answer": 42}

    found = device.or_on_cpu(run, lambda: happened.append("forget"))
    assert found == ({"answer": 42}, True)
    assert happened == ["run []", "forget", "run ['cpu:0']", "forget"]
    assert placed == ["cpu:0", "left"]


def test_what_fits_runs_once_and_nothing_is_dropped(gpu, placed):
    found = device.or_on_cpu(lambda: {"answer": 42}, lambda: pytest.fail("dropped"))
    assert (found, placed) == (({"answer": 42}, False), [])


def test_out_of_memory_on_the_cpu_is_an_error(no_gpu, placed):
    with pytest.raises(Exception, match=r"OOM|Out of memory"):
        device.or_on_cpu(exhaust, lambda: pytest.fail("dropped"))
    assert placed == []


def test_another_error_on_the_gpu_stays_one(gpu, placed):
    def run():
        raise ValueError("unforeseen")

    with pytest.raises(ValueError, match="unforeseen"):
        device.or_on_cpu(run, lambda: pytest.fail("dropped"))
    assert placed == []


def test_the_task_itself_falls_back_and_says_so(gpu, placed, monkeypatch):
    """Grad-CAM as the engine runs it; the model is loaded anew, and the next task goes to the GPU again."""
    picture = square(sample("cat"), "crop", 180).pixels
    explain, context = tasks.TASKS["explain"], Context(1, lambda *_: None, set())
    expected = explain(context, model="cats_dogs_scratch", picture=picture, layer="conv4")
    assert "on_cpu" not in expected
    before = catalog.load("cats_dogs_scratch")

    explained, original = [], tasks.GradCAM.explain

    def full_at_first(self, *arguments):
        explained.append(self)
        return exhaust() if len(explained) == 1 else original(self, *arguments)

    monkeypatch.setattr(tasks.GradCAM, "explain", full_at_first)
    found = explain(context, model="cats_dogs_scratch", picture=picture, layer="conv4")
    assert found["on_cpu"] is True
    assert np.allclose(found["signed"], expected["signed"], rtol=1e-4, atol=1e-8)
    assert placed == ["cpu:0", "left"]
    assert catalog.load("cats_dogs_scratch") is not before
    assert "on_cpu" not in explain(context, model="cats_dogs_scratch", picture=picture, layer="conv4")
