"""Run programs as a reader would, each in its own namespace; reads and writes JSON. Started by a test."""

import json
import sys
import traceback


def main() -> None:
    found = {}
    for name, program in json.load(sys.stdin).items():
        namespace: dict = {}
        try:
            exec(compile(program, name, "exec"), namespace)
            found[name] = namespace["pixels"].tolist()
        except Exception:
            found[name] = traceback.format_exc()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
