"""A local server of a built site, as a plain web host is: compressed, with the site's 404 page. No tests in here."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".yaml": "text/yaml",
}
PACKED = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")


class Server(ThreadingHTTPServer):
    """Serves *folder* below the path *prefix* (`/`, or such as `/docs/packs/`); counts what it sends."""

    daemon_threads = True

    def __init__(self, folder: Path, prefix: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.folder, self.prefix = folder.resolve(), prefix
        self.sent: list[tuple[str, int]] = []  # path and bytes of each body

    @property
    def url(self) -> str:
        """The address of the home page, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"

    def find(self, path: str) -> Path | None:
        """Return the file that *path* asks for, or None."""
        if not path.startswith(self.prefix):
            return None
        found = (self.folder / unquote(path.removeprefix(self.prefix))).resolve()
        if path.endswith("/"):
            found /= "index.html"
        return found if found.is_relative_to(self.folder) and found.is_file() else None


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = self.server.find(path)
        if file is None and self.server.find(path + "/"):
            self._send(301, "text/plain", b"", {"Location": path + "/"})
        elif file is None:
            missing = self.server.folder / "404.html"
            self._send(404, "text/html; charset=utf-8", missing.read_bytes() if missing.is_file() else b"not found")
        else:
            self._send(200, *_type_and_bytes(file))

    def _send(self, status: int, kind: str, body: bytes, more: dict[str, str] | None = None) -> None:
        headers = {"Content-Type": kind, "Cache-Control": "no-store", **(more or {})}
        if kind.startswith(PACKED) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = _packed(body), "gzip"
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.server.sent.append((self.path, len(body)))
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test that fails says what was asked for."""


def _type_and_bytes(file: Path) -> tuple[str, bytes]:
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return kind + ("; charset=utf-8" if kind.startswith("text/") else ""), file.read_bytes()


@cache
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


@contextmanager
def serving(folder: Path, prefix: str = "/") -> Iterator[Server]:
    """Serve *folder* below *prefix* on a free port of this machine while the context lasts."""
    server = Server(folder, prefix)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
