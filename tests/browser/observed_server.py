"""The lab's server, as `streamlit run app.py` starts it, with a line to it: for each line on the standard input one
JSON line on the standard output that tells what this process and the engine hold."""

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


def counted() -> list[str]:
    """The types of the requests that the engine gets from now on."""
    asked: list[str] = []
    submit = Engine.submit

    def noting(engine: Engine, request: Request):
        asked.append(type(request).__name__)
        return submit(engine, request)

    Engine.submit = noting  # type: ignore[method-assign, assignment]
    return asked


def answer(asked: list[str]) -> None:
    for line in sys.stdin:
        from cnnlab.ui.shell.cache import engine

        if line.strip() == "kill":
            import psutil

            psutil.Process(engine().worker_pid).kill()
        status = engine().status()
        told = {
            "keras_here": sorted({"keras", "tensorflow", "jax"} & set(sys.modules)),
            "state": status.state,
            "waiting": status.waiting,
            "asked": list(asked),
            "replaced": status.replaced,
            "worker": asdict(engine().submit(ReportDevice()).result().value) if line.strip() == "report" else None,
        }
        print("told:" + json.dumps(told), flush=True)


def main() -> None:
    threading.Thread(target=answer, args=[counted()], daemon=True).start()
    options = {"server.port": int(sys.argv[1]), "server.headless": True, "server.fileWatcherType": "none"}
    bootstrap.load_config_options(options)
    assert config.get_option("runner.postScriptGC") is False
    bootstrap.run(str(APP), False, [], options)


if __name__ == "__main__":
    main()
