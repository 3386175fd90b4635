"""Which device models run on."""

import sys

from cnnlab.core.requests import DeviceReport, ReportDevice
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import device


def report_device(context: Context, request: ReportDevice) -> DeviceReport:
    """The device; the program and the modules show that Streamlit is not in this process."""
    return DeviceReport(
        device=device.describe(),
        program=sys.argv[0],
        modules=tuple(sorted({name.split(".")[0] for name in sys.modules})),
    )


TASKS: Tasks = {ReportDevice: report_device}
