"""TensorBoard's event files: those of Keras 2 and 3, those that the callback writes here, and TensorFlow's protos.

tf.summary.scalar needs the package tensorboard, which TensorFlow 2.21 does not bring along. In the test that runs the
callback, tf.summary.write takes its place, which writes the same records.
"""

import json
import math
from pathlib import Path
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

from cnnlab.core.history import HistoryError, Source, read_histories, read_history
from cnnlab.core.history.event_files import event_file
from cnnlab.core.history.events import scalars, tensor_scalar
from cnnlab.core.history.tfrecord import records
from cnnlab.core.history.wire import Fields
from tests.core.history.hostile import VERSION, event, framed

DATA = Path(__file__).parent / "data"


def folder(path: Path) -> list[tuple[str, bytes]]:
    """The files of a folder as an upload of it gives them."""
    return [
        (str(file.relative_to(path.parent)), file.read_bytes()) for file in sorted(path.rglob("*")) if file.is_file()
    ]


def said(history) -> str:
    return " ".join(str(note) for note in history.notes)


@pytest.mark.parametrize("version", ["keras2", "keras3"])
def test_the_callbacks_of_keras_2_and_3(version):
    upload = read_histories(folder(DATA / version))
    expected = json.loads((DATA / f"{version}.json").read_text(encoding="utf-8"))
    assert (len(upload.histories), upload.refused) == (1, [])
    (history,) = upload.histories
    assert (history.name, history.source, history.epochs) == (version, Source.TENSORBOARD, [0, 1, 2, 3])
    if version == "keras2":  # validation_freq=2
        expected |= {name: [None, values[0], None, values[1]] for name, values in expected.items() if "val_" in name}
    else:
        expected["learning_rate"] = [float(np.float32(1e-3))] * 4
    assert history.metrics == expected
    assert history.seconds[0] is None
    assert all(0 < seconds < 60 for seconds in history.seconds[1:])


def scalar(name, value, step):
    """As tensorboard's tf.summary.scalar: a tensor of float32 with the metadata of the plugin for scalars."""
    metadata = tf.compat.v1.SummaryMetadata(plugin_data={"plugin_name": "scalars", "content": b""})
    return tf.summary.write(name, tf.cast(value, tf.float32), step, metadata)


def test_what_the_callback_of_keras_writes_in_a_run(tmp_path):
    random = np.random.default_rng(0)
    pictures = random.random((64, 4)).astype("float32")
    labels = (pictures.sum(axis=1) > 2).astype("float32")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    board = keras.callbacks.TensorBoard(str(tmp_path / "run1"), update_freq="batch")
    board._summary_module = SimpleNamespace(**{**vars(tf.summary), "scalar": scalar})
    recorded = model.fit(
        pictures,
        labels,
        validation_data=(pictures[:32], labels[:32]),
        validation_freq=3,
        epochs=6,
        verbose=0,
        callbacks=[board, keras.callbacks.CSVLogger(str(tmp_path / "log.csv"))],
    ).history
    (history,) = read_histories(folder(tmp_path / "run1")).histories
    from_csv = read_history((tmp_path / "log.csv").read_bytes(), "log.csv")
    assert history.name == "run1"
    assert history.metrics.pop("learning_rate") == [float(np.float32(1e-3))] * 6
    assert [value for value in history.metrics["val_loss"] if value is not None] == recorded["val_loss"]
    assert history.metrics["loss"] == recorded["loss"]
    assert {name: history.metrics[name] for name in from_csv.metrics} == from_csv.metrics


KINDS = [tf.float32, tf.float64, tf.float16, tf.bfloat16, tf.int32, tf.int64]
NUMBERS = [0.0, 0.5, -3.0, 2.0, math.inf]


@pytest.mark.parametrize("dtype", KINDS, ids=lambda dtype: dtype.name)
@pytest.mark.parametrize("number", NUMBERS)
def test_tensors_of_every_type_as_tensorflow_writes_them(dtype, number):
    if not dtype.is_floating:
        number = 7 if math.isinf(number) else int(number)
    in_content = tf.make_tensor_proto(np.array(number, dtype.as_numpy_dtype))  # an array: tensor_content or a value
    in_values = tf.make_tensor_proto(number, dtype)
    raw = tf.compat.v1.make_ndarray(in_values).tobytes()
    explicit = type(in_values)(dtype=in_values.dtype, tensor_shape=in_values.tensor_shape, tensor_content=raw)
    nothing = type(in_values)(dtype=in_values.dtype, tensor_shape=in_values.tensor_shape)  # which is 0
    for proto in (in_content, in_values, explicit, nothing):
        assert tensor_scalar(proto.SerializeToString(), Fields(100)) == float(tf.compat.v1.make_ndarray(proto))


@pytest.mark.parametrize(
    "value", [np.zeros(2, "float32"), np.array("text"), np.array(True), np.zeros((1, 0), "float32")]
)
def test_other_tensors_are_no_scalars(value):
    assert tensor_scalar(tf.make_tensor_proto(value).SerializeToString(), Fields(100)) is None


def test_events_of_every_shape_as_tensorflow_writes_them():
    summary = tf.compat.v1.Summary()
    summary.value.add(tag="loss", simple_value=0.25)
    summary.value.add(tag="images", image={"height": 1, "width": 1, "encoded_image_string": b"x"})
    summary.value.add(tag="accuracy", node_name="n", tensor=tf.make_tensor_proto(0.75))
    proto = tf.compat.v1.Event(wall_time=1.5e9, step=-2, summary=summary)
    found = list(scalars(proto.SerializeToString(), Fields(100)))
    assert found == [("loss", -2, 0.25, 1.5e9), ("accuracy", -2, 0.75, 1.5e9)]


def test_the_framing_is_that_of_tensorflows_writer(tmp_path):
    parts = [bytes(range(size)) for size in (0, 1, 7, 200)] + [b"x" * 5_000]
    with tf.io.TFRecordWriter(str(tmp_path / "file")) as writer:
        for part in parts:
            writer.write(part)
    data = (tmp_path / "file").read_bytes()
    assert records(data) == (parts[:-1], True)  # the last one is too large for a scalar
    assert data[: -(5_000 + 16)] == b"".join(framed(part) for part in parts[:-1])


@pytest.mark.parametrize("byte", range(len(event("epoch_loss"))))
def test_a_changed_byte_is_noticed_wherever_it_is(byte):
    data = VERSION + event("epoch_loss", 0) + event("epoch_loss", 1)
    at = len(VERSION) + byte
    damaged = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
    with pytest.raises(HistoryError, match=f"record at byte {len(VERSION)} does not fit"):
        read_history(damaged, "events")


def test_a_run_that_was_killed_while_it_wrote():
    data = VERSION + event("epoch_loss", 0, 0.5) + event("epoch_loss", 1, 0.25)
    for cut in range(1, len(event("epoch_loss"))):
        history = read_history(data[:-cut], "train/events")
        assert history.metrics == {"loss": [0.5]}
        assert "last record of an event file is cut off" in said(history)


def test_old_keras_wrote_simple_values_without_a_prefix():
    data = VERSION + event("loss", 0, 0.5) + event("val_loss", 0, 0.75) + event("batch_loss", 1)
    history = read_history(data, "run/events")
    assert history.metrics == {"loss": [0.5], "val_loss": [0.75]}
    assert "no tags epoch_*" in said(history)


def test_a_file_alone_says_what_it_is_taken_for():
    training, validation = event("epoch_loss"), event("epoch_loss") + event("evaluation_loss_vs_iterations", 9)
    taken = {
        "events": (training, "loss", "does not say whether it is of training"),
        "events.v2": (validation, "val_loss", "of validation only (tags evaluation_*)"),
    }
    for name, (data, metric, words) in taken.items():
        history = read_history(VERSION + data, name)
        assert (history.name, list(history.metrics)) == ("events", [metric])
        assert words in said(history)
    assert read_history(VERSION + validation, "train/events").metrics == {"loss": [0.5]}
    assert read_history(VERSION + training, "validation/events").metrics == {"val_loss": [0.5]}


def test_two_runs_in_one_folder_follow_each_other_in_time():
    def file(first: float, *values: float) -> bytes:
        return VERSION + b"".join(_event_at(first + step, step, value) for step, value in enumerate(values))

    upload = read_histories(
        [
            ("run/train/b", file(2e9, 0.3, 0.2)),
            ("run/train/a", file(1e9, 0.5, 0.4)),
            ("run/validation/c", file(2e9 + 0.5, 0.25)),  # validation in the second run only
        ]
    )
    (history,) = upload.histories
    assert history.epochs == [0, 1, 2, 3]
    assert history.metrics == {"loss": [0.5, 0.4, 0.3, 0.2], "val_loss": [None, None, 0.25, None]}
    assert history.seconds == [None, 1.0, None, 1.0]
    assert "start again at 0 after epoch 1" in said(history)


def _event_at(time: float, step: int, value: float) -> bytes:
    summary = tf.compat.v1.Summary()
    summary.value.add(tag="epoch_loss", tensor=tf.make_tensor_proto(value, tf.float64))
    return framed(tf.compat.v1.Event(wall_time=time, step=step, summary=summary).SerializeToString())


def test_a_run_that_starts_again_in_one_file():
    data = VERSION + b"".join(event("epoch_loss", step, value) for step, value in [(0, 0.5), (1, 0.25), (0, 0.125)])
    assert len(event_file(data, "train/events").segments) == 2
    assert read_history(data, "train/events").metrics == {"loss": [0.5, 0.25, 0.125]}


def test_the_number_of_fields_is_limited():
    with pytest.raises(ValueError, match="too many fields"):
        list(Fields(2).of(b"\x08\x01" * 3))
