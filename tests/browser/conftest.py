"""A CNN Lab server and a real Chromium."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.browser import find as find_chromium

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # else letters have other widths in the headless shell than in the browser
    "--use-fake-device-for-media-stream",  # a fake camera with a moving test pattern
    "--use-fake-ui-for-media-stream",  # and leave to use it, which the headless shell has nobody to ask for
]
TIMEOUT = 90_000  # milliseconds; the first request has to import TensorFlow
# Streamlit requests these below the page's address before it tries the root; those failures are expected.
STREAMLIT_PROBES = ("/_stcore/health", "/_stcore/host-config")

expect.set_options(timeout=TIMEOUT)

collect_ignore = ["observed_server.py"]


class Server:
    """A fresh server process; `ask` returns the state of the process and its engine."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        command = [sys.executable, "-m", "tests.browser.observed_server", str(self.port)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._wait()

    def ask(self, command: str = "status") -> dict:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("state:"):
                return json.loads(line.removeprefix("state:"))
        raise AssertionError("the server has exited")

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _wait(self) -> None:
        deadline = time.monotonic() + TIMEOUT / 1000
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.address + "/_stcore/health", timeout=5):
                    return
            except OSError:
                assert self._process.poll() is None, "the server has exited"
                time.sleep(0.05)
        raise AssertionError("the server does not respond")


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    """A server that nobody has visited."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "no Chromium: run `make test`, which installs one, or set CNNLAB_CHROMIUM to the path of yours"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    """A page without content, for scripts that need no server."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    yield page
    page.close()


@pytest.fixture(scope="session")
def contexts() -> dict[tuple, BrowserContext]:
    """One context for each kind of visitor. Only its HTTP cache outlives a test: a page's files are loaded once."""
    return {}


@pytest.fixture
def visit(chromium, server, contexts):
    """Open an address as a visitor, `alone` in a context; after the test, assert that the console had no errors."""
    pages, errors = [], []

    def opened(
        path: str,
        *,
        width: int = 1440,
        height: int | None = None,
        theme: str = "light",
        locale: str = "en-US",
        at: Server | None = None,
        alone: bool = False,
    ) -> Page:
        phone = width < 500
        kind = theme, locale, phone, len(contexts) if alone else None
        if kind not in contexts:
            contexts[kind] = chromium.new_context(
                color_scheme=theme, locale=locale, is_mobile=phone, has_touch=phone, accept_downloads=True
            )
        page = contexts[kind].new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height or (844 if phone else 900)})
        page.set_default_timeout(TIMEOUT)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.extend(_errors_in(message)))
        page.goto((at or server).address + path)
        return page

    yield opened
    for page in [page for page in pages if not page.is_closed()]:
        origin = "/".join(page.url.split("/")[:3])
        browser = page.context.new_cdp_session(page)
        browser.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,cookies"})
        page.context.clear_permissions()
    for page in [page for context in contexts.values() for page in context.pages]:  # popups as well
        page.close()
    assert errors == []


def _errors_in(message) -> list[str]:
    """Errors, but for Streamlit's probes, and for pictures that a newer run dropped before they were asked for.

    Of these the browser tells a 404, and Streamlit an "Image source error".
    """
    url = message.location["url"]
    dropped = ("/media/" in url and "404" in message.text) or "Image source error" in message.text
    expected = dropped or url.endswith(STREAMLIT_PROBES)
    return [f"{message.text} {url}"] if message.type == "error" and not expected else []
