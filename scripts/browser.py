"""Find a Chromium for the tests, or get one: Debian's when this is root on Debian or Ubuntu, else playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find() -> str | None:
    """The path of a Chromium: of CNNLAB_CHROMIUM, on the PATH, or playwright's own; None where there is none."""
    named = os.environ.get("CNNLAB_CHROMIUM")
    if named:
        return named
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        done = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False)
        if done.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    if find() is None:
        _install()
    if find() is None:
        sys.exit(
            "The tests drive a real browser, and no Chromium was found or could be installed. Install one "
            "(Debian and Ubuntu: apt-get install chromium; elsewhere: python -m playwright install chromium), "
            "or name yours: CNNLAB_CHROMIUM=/path/to/chrome make test"
        )
    print(f"browser: {find()}")


if __name__ == "__main__":
    main()
