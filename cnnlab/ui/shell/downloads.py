"""Downloads of weights, each once for all visitors: a thread that goes on while its visitor looks at other pages."""

import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

from cnnlab.core.cards.applications import Application, DownloadError, download, on_disk
from cnnlab.core.errors import N_


class _Stopped(Exception):
    """Raised in the thread when a visitor has stopped the download."""


@dataclass
class Download:
    """What is known of a download: bytes so far, and at the end the file or what went wrong."""

    one: Application
    done: int = 0
    total: int = 1
    file: Path | None = None
    error: DownloadError | None = None
    stopped: bool = False
    over: threading.Event = field(default_factory=threading.Event)
    folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)

    def run(self) -> None:
        """Find the file on the disk or download it; the body of the thread."""
        try:
            self.file = on_disk(self.one) or download(self.one, Path(self.folder.name), self._progress)
        except DownloadError as error:
            self.error = error
        except OSError as error:
            self.error = DownloadError(
                N_("The weights of {name} cannot be read or written ({reason}). Make room on the disk and try again."),
                name=self.one.builder,
                reason=error.strerror or str(error),
            )
        except _Stopped:
            self.folder.cleanup()
        finally:
            self.over.set()

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self.stopped:
            raise _Stopped


class Downloads:
    """The downloads that run, or have ended and not been taken yet, by builder."""

    def __init__(self) -> None:
        self._running: dict[str, Download] = {}
        self._lock = threading.Lock()

    def start(self, one: Application) -> Download:
        """Start a download, or join the one that runs."""
        with self._lock:
            if one.builder not in self._running:
                self._running[one.builder] = started = Download(one)
                threading.Thread(target=started.run, daemon=True).start()
            return self._running[one.builder]

    def get(self, builder: str) -> Download | None:
        return self._running.get(builder)

    def forget(self, builder: str) -> None:
        """Drop a download and its file; one that runs stops at its next piece."""
        with self._lock:
            if known := self._running.pop(builder, None):
                known.stopped = True
                if known.over.is_set():
                    known.folder.cleanup()


DOWNLOADS = Downloads()  # those of all visitors
