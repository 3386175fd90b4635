"""A server of weights on this machine, in the place of Google's."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the files of a folder; the address ends in a slash."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Print nothing."""

    def end_headers(self) -> None:
        if self.path.startswith("/cut/"):  # say that there is more than comes
            self._headers_buffer = [  # type: ignore[has-type]
                b"Content-Length: 999\r\n" if line.startswith(b"Content-Length") else line
                for line in self._headers_buffer
            ]
        super().end_headers()
