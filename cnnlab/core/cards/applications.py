"""Networks of keras.applications whose ImageNet weights can be downloaded: where from, how large, under which licence.

The addresses and the MD5 sums are those that Keras itself uses; Keras's documentation gives the licences.
"""

import hashlib
import os
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cnnlab.core.errors import N_, CnnLabError

BASE = "https://storage.googleapis.com/tensorflow/keras-applications/"
PIECE, PATIENCE = 1 << 18, 30  # bytes read at once; seconds without an answer
SWITCH = "CNNLAB_DOWNLOADS"  # 1 offers them; on a public server visitors would fill its disk
Progress = Callable[[int, int], None]


class DownloadError(CnnLabError):
    """The weights of a network cannot be had."""


@dataclass(frozen=True)
class Application:
    """A builder of keras.applications and the file of its weights.

    `scaling` is what its `preprocess_input` does to values from 0 to 255: "tf" takes them to [-1, 1], "torch"
    subtracts ImageNet's mean colour and divides by its deviation, "caffe" orders the channels blue, green, red and
    subtracts the mean. `most` is the size of the file in bytes, rounded up, and the most that is read.
    """

    builder: str
    file: str  # below `base`
    md5: str  # "" where Keras checks none
    most: int
    side: int  # pixels
    scaling: Literal["tf", "torch", "caffe"]
    licence: str
    credit: str
    base: str = BASE

    @property
    def id(self) -> str:
        """The id of the card that it becomes."""
        return f"keras_{self.builder.lower()}"

    @property
    def url(self) -> str:
        return self.base + self.file


MEGABYTE = 1_000_000
APPLICATIONS = (
    Application(
        "MobileNetV2",
        "mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5",
        "",
        15 * MEGABYTE,
        224,
        "tf",
        "Apache 2.0",
        "Google (TensorFlow models)",
    ),
    Application(
        "DenseNet121",
        "densenet/densenet121_weights_tf_dim_ordering_tf_kernels.h5",
        "9d60b8095a5708f2dcce2bca79d332c7",
        34 * MEGABYTE,
        224,
        "torch",
        "BSD 3-Clause",
        "Facebook AI Research",
    ),
    Application(
        "Xception",
        "xception/xception_weights_tf_dim_ordering_tf_kernels.h5",
        "0a58e3b7378bc2990ea3b43d5981f1f6",
        92 * MEGABYTE,
        299,
        "tf",
        "MIT",
        "François Chollet",
    ),
    Application(
        "ResNet50",
        "resnet/resnet50_weights_tf_dim_ordering_tf_kernels.h5",
        "2cb95161c43110f7111970584f804107",
        103 * MEGABYTE,
        224,
        "caffe",
        "MIT",
        "Kaiming He",
    ),
    Application(
        "VGG16",
        "vgg16/vgg16_weights_tf_dim_ordering_tf_kernels.h5",
        "64373286793e3c8b2b4e3219cbf3544b",
        554 * MEGABYTE,
        224,
        "caffe",
        "CC BY 4.0",
        "Visual Geometry Group, University of Oxford",
    ),
)


def offered() -> tuple[Application, ...]:
    """The networks that may be downloaded on this server: none, unless its owner says so."""
    return APPLICATIONS if os.environ.get(SWITCH) == "1" else ()


def application(builder: str) -> Application:
    """The entry of a builder. Raises DownloadError where there is none."""
    for one in APPLICATIONS:
        if one.builder == builder:
            return one
    raise DownloadError(
        N_("There are no weights for {name}. Choose one of {known}."),
        name=repr(builder[:60]),
        known=", ".join(one.builder for one in APPLICATIONS),
    )


def on_disk(one: Application) -> Path | None:
    """The file that Keras itself has downloaded earlier, if it is there and its MD5 sum says that it is whole."""
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    file = home / "models" / Path(one.file).name
    return file if one.md5 and file.is_file() and one.md5 == _md5(file) else None


def download(one: Application, folder: Path, progress: Progress = lambda done, total: None) -> Path:
    """Download the weights into `folder` and return their file.

    `progress(done, total)` gets bytes, and may raise to stop. Raises DownloadError if the server cannot be reached or
    sends another file.
    """
    target = folder / Path(one.file).name
    try:
        with urllib.request.urlopen(one.url, timeout=PATIENCE) as answer, target.open("wb") as file:
            length = int(answer.headers.get("Content-Length") or 0)
            done = 0
            while done <= one.most and (piece := answer.read(PIECE)):
                file.write(piece)
                done += len(piece)
                progress(done, length or one.most)
    except (OSError, HTTPException, ValueError) as error:  # URLError is an OSError
        raise DownloadError(
            N_("The weights of {name} cannot be downloaded ({reason}). Check the connection to {host} and try again."),
            name=one.builder,
            reason=_reason(error),
            host=urlsplit(one.url).netloc,
        ) from error
    checked = one.md5 == _md5(target) if one.md5 else length > 0  # some sum or length has to be right
    if not length <= done <= one.most or not checked:
        raise DownloadError(
            N_("The file from {host} ({bytes} bytes) is not the weights of {name}. Try again later."),
            name=one.builder,
            bytes=f"{done:,}",
            host=urlsplit(one.url).netloc,
        )
    return target


def _reason(error: Exception) -> str:
    """What went wrong, without the number that the system has for it."""
    inner = getattr(error, "reason", error)  # of a URLError
    return str(getattr(inner, "strerror", None) or inner)


def _md5(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
