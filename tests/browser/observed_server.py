"""The server that `streamlit run app.py` starts, with a control channel for the tests.

For each line on standard input it prints one line of JSON: the state of this process and of the engine.
"""

import json
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from streamlit import config
from streamlit.web import bootstrap

from cnnlab.core.requests import ReportDevice, Request
from cnnlab.engine import Engine

APP = Path(__file__).parents[2] / "app.py"


def record_requests() -> list[str]:
    """Record the types of the requests that the engine gets from now on, in the list that is returned."""
    requests: list[str] = []
    submit = Engine.submit

    def recording(engine: Engine, request: Request):
        requests.append(type(request).__name__)
        return submit(engine, request)

    Engine.submit = recording  # type: ignore[method-assign, assignment]
    return requests


def answer(requests: list[str]) -> None:
    for line in sys.stdin:
        from cnnlab.ui.shell.cache import engine

        if line.strip() == "kill":
            import psutil

            psutil.Process(engine().worker_pid).kill()
        status = engine().status()
        state = {
            "keras_here": sorted({"keras", "tensorflow", "jax"} & set(sys.modules)),
            "state": status.state,
            "waiting": status.waiting,
            "requests": list(requests),
            "replaced": status.replaced,
            "worker": asdict(engine().submit(ReportDevice()).result().value) if line.strip() == "report" else None,
        }
        print("state:" + json.dumps(state), flush=True)


def main() -> None:
    threading.Thread(target=answer, args=[record_requests()], daemon=True).start()
    options = {"server.port": int(sys.argv[1]), "server.headless": True, "server.fileWatcherType": "none"}
    bootstrap.load_config_options(options)
    assert config.get_option("runner.postScriptGC") is False
    bootstrap.run(str(APP), False, [], options)


if __name__ == "__main__":
    main()
