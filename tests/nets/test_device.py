"""The device is the one that the backend sees, and the CPU replaces a GPU that runs out of memory.

With a fake list of devices, because the tests' machine has no GPU, and with the backend's own errors.
One file, because the tests share the fake devices.
"""

import contextlib
from types import SimpleNamespace

import keras
import numpy as np
import psutil
import pytest

from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import ComputeOutputs, Explain
from cnnlab.engine import tasks
from cnnlab.engine.context import Context
from cnnlab.nets import catalog, device
from cnnlab.nets.grad_cam import Explainer

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
    """The backend lists a GPU."""
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


def test_out_of_memory_while_loading_a_model_falls_back_to_the_cpu(gpu, placed, monkeypatch):
    """It is not reported as an error in the model's file."""
    real, loads = keras.saving.load_model, []

    def full_at_first(*arguments, **options):
        loads.append(arguments)
        return exhaust() if len(loads) == 1 else real(*arguments, **options)

    catalog.forget()
    monkeypatch.setattr(keras.saving, "load_model", full_at_first)
    picture = square(sample("cat"), "crop", 180).pixels
    context = Context()
    tasks.TASKS[ComputeOutputs](context, ComputeOutputs("cats_dogs_scratch", picture))
    assert context.on_cpu
    assert len(loads) == 2


@pytest.mark.filterwarnings("ignore:Skipping nested container:UserWarning:keras")  # of a layer that failed before
def test_out_of_memory_while_weights_are_read_falls_back_to_the_cpu(gpu, placed, monkeypatch):
    """Keras then raises a ValueError that lists the layers without weights."""
    real = keras.Variable.assign

    def full(variable, value):
        return real(variable, value) if placed else exhaust()

    catalog.forget()
    monkeypatch.setattr(keras.Variable, "assign", full)
    context = Context()
    tasks.TASKS[ComputeOutputs](context, ComputeOutputs("cats_dogs_scratch", square(sample("cat"), "crop", 180).pixels))
    assert context.on_cpu


@pytest.fixture
def placed(monkeypatch):
    """Record the devices that are requested, without passing them to the backend, so that no GPU is needed."""
    requested = []

    @contextlib.contextmanager
    def record(name):
        requested.append(name)
        yield
        requested.append("left")

    monkeypatch.setattr(keras, "device", record)
    return requested


def exhaust():
    """Run out of memory: really on JAX; with TensorFlow's own error, which would take it ten seconds to raise."""
    if keras.backend.backend() == "jax":
        return keras.ops.ones((TOO_MANY,)).block_until_ready()  # JAX may report it only when the result is used
    from tensorflow.errors import ResourceExhaustedError

    raise ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[4398046511104] and type float")


@pytest.mark.tensorflow
def test_gpu_is_used_and_its_memory_grows_on_demand(monkeypatch):
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
def test_gpu_memory_is_that_of_its_driver(monkeypatch, printed, memory):
    def answer(command, **_):
        if printed is None:
            raise FileNotFoundError(command[0])
        return SimpleNamespace(stdout=printed)

    with_gpus(monkeypatch, [tensorflow_gpu()])
    monkeypatch.setattr(device.subprocess, "run", answer)
    assert device.describe().memory == memory


@pytest.mark.tensorflow
def test_describe_works_after_tensorflow_has_started(monkeypatch):
    def too_late(gpu, enable):
        raise RuntimeError("Physical devices cannot be modified after being initialized")

    with_gpus(monkeypatch, [tensorflow_gpu()], too_late)
    assert device.describe().kind == "GPU"


def test_a_listed_gpu_is_the_device(gpu):
    found = device.describe()
    assert (found.kind, found.name, found.backend) == ("GPU", "Some GPU 9000", keras.backend.backend())


def test_without_a_gpu_the_device_is_the_processor(no_gpu):
    found = device.describe()
    assert found.kind == "CPU"
    assert found.name
    assert found.cores >= 1
    assert found.memory == psutil.virtual_memory().total
    assert found.precision == "float32"


def test_precision_is_the_one_that_layers_compute_in(no_gpu):
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        assert device.describe().precision == "bfloat16"
    finally:
        keras.config.set_dtype_policy(before)


def test_out_of_memory_on_the_gpu_runs_again_on_the_cpu(gpu, placed):
    """Loaded models are dropped before the second run and after it."""
    calls = []

    def run():
        calls.append(f"run {placed}")
        return {"answer": exhaust()} if len(calls) == 1 else {"answer": 42}

    found = device.retry_on_cpu(run, lambda: calls.append("forget"))
    assert found == ({"answer": 42}, True)
    assert calls == ["run []", "forget", "run ['cpu:0']", "forget"]
    assert placed == ["cpu:0", "left"]


def test_task_that_fits_runs_once_and_nothing_is_dropped(gpu, placed):
    found = device.retry_on_cpu(lambda: {"answer": 42}, lambda: pytest.fail("dropped"))
    assert (found, placed) == (({"answer": 42}, False), [])


def test_out_of_memory_on_the_cpu_is_an_error(no_gpu, placed):
    with pytest.raises(Exception, match=r"OOM|Out of memory"):
        device.retry_on_cpu(exhaust, lambda: pytest.fail("dropped"))
    assert placed == []


def test_other_errors_on_the_gpu_are_raised(gpu, placed):
    def run():
        raise ValueError("unforeseen")

    with pytest.raises(ValueError, match="unforeseen"):
        device.retry_on_cpu(run, lambda: pytest.fail("dropped"))
    assert placed == []


def test_the_computers_own_memory_error_is_raised(gpu, placed):
    def run():
        raise MemoryError("no more")

    with pytest.raises(MemoryError):
        device.retry_on_cpu(run, lambda: pytest.fail("dropped"))
    assert placed == []


def test_a_task_falls_back_to_the_cpu_and_reports_it(gpu, placed, monkeypatch):
    """Grad-CAM as the engine runs it: the model is loaded again, and the next task runs on the GPU."""
    picture = square(sample("cat"), "crop", 180).pixels
    explain, request, context = tasks.TASKS[Explain], Explain("cats_dogs_scratch", picture, "conv4"), Context()
    expected = explain(context, request)
    assert not context.on_cpu
    before = catalog.load("cats_dogs_scratch")

    explained, original = [], Explainer.explain

    def full_at_first(self, *arguments):
        explained.append(self)
        return exhaust() if len(explained) == 1 else original(self, *arguments)

    monkeypatch.setattr(Explainer, "explain", full_at_first)
    found = explain(context, request)
    assert context.on_cpu
    assert np.allclose(found.signed, expected.signed, rtol=1e-4, atol=1e-8)
    assert placed == ["cpu:0", "left"]
    assert catalog.load("cats_dogs_scratch") is not before
    explain(context, request)
    assert not context.on_cpu
