"""Which device models run on."""

from dataclasses import dataclass

from cnnlab.core.requests.request import Request


@dataclass(frozen=True)
class Device:
    """`kind` is "GPU" or "CPU"; `cores` are the processor's in both cases.

    `memory` is the GPU's or the computer's in bytes, None where it is unknown; `precision` is what layers compute in.
    """

    kind: str
    name: str
    memory: int | None
    precision: str
    cores: int
    backend: str
    keras: str


@dataclass(frozen=True)
class DeviceReport:
    """The device that models run on, and the process that runs them."""

    device: Device
    program: str  # the path of the Python file that the process runs
    modules: tuple[str, ...]  # the top-level names of all imported modules


@dataclass(frozen=True, eq=False)
class ReportDevice(Request[DeviceReport]):
    """Describe the device; the cheapest request, so it also serves to start the engine."""
