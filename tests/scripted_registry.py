"""A registry on loopback that keeps to a script: every legal variation of the protocol, and every failure.

`Manner` says how it does what the distribution specification leaves open; each `Rule` says what happens instead of the
right answer, how often, and to which requests. What was asked is in `log`.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

INDEX = "application/vnd.oci.image.index.v1+json"


@dataclass
class Manner:
    """How a registry does what the specification leaves to it."""

    location: str = "absolute"  # of an upload: absolute, relative, or with a query of its own
    says_digest: bool = True
    referrers: bool = False  # the API, and OCI-Subject
    mounts: bool = True
    page: int = 1000
    largest_body: int = 10**9  # a proxy in front: more at once is 413
    least_chunk: int = 0
    head_type: bool = True
    login: str = ""  # "", basic or bearer
    token_life: int = 300
    names_scope: bool = True


@dataclass
class Rule:
    """What happens to requests whose `METHOD path` matches *on*: *times* times, after *skip* that pass."""

    on: str
    do: Callable[[Handler], bool | None]
    times: int = 1
    skip: int = 0

    def applies(self, line: str) -> bool:
        if not re.match(self.on, line):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return self.times >= 0


@dataclass
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Stored:
    """What a registry holds."""

    blobs: dict[str, dict[str, bytes]] = field(default_factory=dict)
    manifests: dict[str, dict[str, tuple[str, bytes]]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)
    sessions: Iterator[int] = field(default_factory=itertools.count)  # a number that was given is never given again


class ScriptedRegistry:
    """The server: a context manager. *address* is what it is opened by."""

    def __init__(self, manner: Manner | None = None, rules: list[Rule] | None = None) -> None:
        self.manner, self.rules, self.held = manner or Manner(), rules or [], Stored()
        self.log: list[Seen] = []
        self.tokens: dict[str, tuple[set[str], float]] = {}
        self.user, self.password = "publisher", "s3cret-Wort"
        self.closing = threading.Event()
        self.lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.registry = self
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.address = f"oci://{self.host}/base"

    def __enter__(self) -> ScriptedRegistry:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def count(self, line: str) -> int:
        """Return how many requests matched *line*."""
        return sum(bool(re.match(line, f"{seen.method} {seen.path}")) for seen in self.log)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    registry: ScriptedRegistry

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections are cut on purpose."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    @property
    def registry(self) -> ScriptedRegistry:
        return self.server.registry

    def _serve(self) -> None:
        registry = self.registry
        with registry.lock:
            registry.log.append(Seen(self.command, self.path, dict(self.headers.items())))
            rule = next((r for r in registry.rules if r.applies(f"{self.command} {self.path}")), None)
        self.body_read = False
        if rule is None or rule.do(self) is False:
            self._as_it_should()

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815  # names of http.server

    def body(self) -> bytes:
        self.body_read = True
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        if not self.body_read and self.headers.get("Content-Length", "0") != "0":
            self.body()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def errors(self, status: int, code: str, message: str = "", detail: object = None, **headers: str) -> None:
        entry = {"code": code, "message": message or code.lower()} | ({"detail": detail} if detail else {})
        self.answer(status, json.dumps({"errors": [entry]}).encode(), Content_Type="application/json", **headers)

    def reset(self) -> None:
        """Cut the connection as a machine that dies does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    # What a registry does.

    def _as_it_should(self) -> None:
        if self.path.startswith("/token"):
            return self._token()
        if not self._allowed():
            return None
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if url.path == "/v2/":
            return self.answer(200, b"{}", Content_Type="application/json")
        if url.path == "/v2/_catalog":
            held = self.registry.held
            return self._page(sorted({*held.manifests, *held.blobs}), "repositories", query)
        found = re.fullmatch(r"/v2/(.+)/(blobs|manifests|tags|referrers)/(.*)", url.path)
        if not found or "/blobs/uploads" in found[1]:
            found = re.fullmatch(r"/v2/(.+)/(blobs)/(uploads/.*)", url.path)
        if not found:
            return self.answer(404, b"404 page not found")
        with self.registry.lock:
            return getattr(self, f"_{found[2]}")(found[1], found[3], query)

    def _allowed(self) -> bool:
        manner, sent = self.registry.manner, self.headers.get("Authorization", "")
        if manner.login == "basic":
            basic = base64.b64encode(f"{self.registry.user}:{self.registry.password}".encode()).decode()
            if sent == f"Basic {basic}":
                return True
            self.errors(401, "UNAUTHORIZED", WWW_Authenticate='Basic realm="the registry"')
        elif manner.login == "bearer":
            wanted = self._scope()
            scopes, ends = self.registry.tokens.get(sent.removeprefix("Bearer "), (set(), 0.0))
            if ends > time.monotonic() and (not wanted or wanted in scopes):
                return True
            scope = f',scope="{wanted}"' if wanted and manner.names_scope else ""
            realm = f"http://{self.registry.host}/token"
            self.errors(401, "UNAUTHORIZED", WWW_Authenticate=f'Bearer realm="{realm}",service="the, service"{scope}')
        return not manner.login

    def _scope(self) -> str:
        if self.path.startswith("/v2/_catalog"):
            return "registry:catalog:*"
        found = re.match(r"/v2/(.+?)/(?:blobs|manifests|tags|referrers)/", self.path)
        actions = "pull" if self.command in ("GET", "HEAD") else "pull,push"
        return f"repository:{found[1]}:{actions}" if found else ""

    def _token(self) -> None:
        registry = self.registry
        basic = base64.b64encode(f"{registry.user}:{registry.password}".encode()).decode()
        query = parse_qs(urlsplit(self.path).query)
        if self.command == "POST":
            query = parse_qs(self.body().decode())
            if query.get("refresh_token") != [registry.password]:
                return self.errors(401, "UNAUTHORIZED")
        elif self.headers.get("Authorization") not in (None, f"Basic {basic}"):
            return self.errors(401, "UNAUTHORIZED", "wrong password")
        scopes = {scope for text in query.get("scope", []) for scope in text.split()}
        if "Authorization" not in self.headers and self.command == "GET":
            scopes = {scope for scope in scopes if scope.endswith(":pull")}
        scopes |= {scope.replace(":pull,push", ":pull") for scope in scopes}
        token = f"token-{len(registry.tokens)}-{hashlib.sha256(repr(scopes).encode()).hexdigest()}"
        registry.tokens[token] = (scopes, time.monotonic() + registry.manner.token_life)
        return self.answer(200, json.dumps({"token": token, "expires_in": 300}).encode())

    def _page(self, names: list[str], key: str, query: dict[str, str]) -> None:
        rest = [name for name in names if name > query.get("last", "")]
        page = rest[: self.registry.manner.page]
        more = len(rest) > len(page)
        path = urlsplit(self.path).path
        link = {"Link": f'<{path}?last={page[-1]}&n=9>; rel="next"'} if more else {}
        self.answer(200, json.dumps({key: page}).encode(), Content_Type="application/json", **link)

    def _tags(self, repository: str, _: str, query: dict[str, str]) -> None:
        tags = self.registry.held.tags.get(repository)
        if tags is None:
            return self.errors(404, "NAME_UNKNOWN")
        return self._page(sorted(tags), "tags", query)

    def _blobs(self, repository: str, name: str, query: dict[str, str]) -> None:
        if name.startswith("uploads"):
            return self._upload(repository, name.removeprefix("uploads").strip("/"), query)
        data = self.registry.held.blobs.get(repository, {}).get(name)
        if data is None:
            return self.errors(404, "BLOB_UNKNOWN")
        start = int((re.match(r"bytes=(\d+)-", self.headers.get("Range", "")) or [0, 0])[1])
        extra = {"Content_Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
        body = data[start:] if self.command == "GET" else b""
        length = str(len(data) - start)
        return self.answer(206 if start else 200, body, Content_Length=length, **extra)

    def _upload(self, repository: str, session: str, query: dict[str, str]) -> None:
        held, manner = self.registry.held, self.registry.manner
        if self.command == "POST":
            found = held.blobs.get(query.get("from", ""), {}).get(query.get("mount", ""))
            if found is not None and manner.mounts:
                held.blobs.setdefault(repository, {})[query["mount"]] = found
                return self.answer(201, Location=f"/v2/{repository}/blobs/{query['mount']}")
            session = f"session-{next(held.sessions)}"
            held.uploads[session] = b""
            least = {"OCI_Chunk_Min_Length": str(manner.least_chunk)} if manner.least_chunk else {}
            return self.answer(202, Location=self._location(repository, session), **least)
        if session not in held.uploads:
            return self.errors(404, "BLOB_UPLOAD_UNKNOWN")
        if self.command == "DELETE":
            del held.uploads[session]
            return self.answer(204)
        data = self.body()
        if len(data) > manner.largest_body:
            return self.answer(413, b"<html><h1>413 Request Entity Too Large</h1>", Content_Type="text/html")
        held.uploads[session] += data
        if self.command == "PATCH":
            last = len(held.uploads[session]) - 1
            return self.answer(202, Location=self._location(repository, session), Range=f"0-{last}")
        return self._closed(repository, held.uploads.pop(session), query.get("digest", ""))

    def _closed(self, repository: str, data: bytes, digest: str) -> None:
        if _digest(data) != digest:
            return self.errors(400, "DIGEST_INVALID", "provided digest did not match uploaded content")
        self.registry.held.blobs.setdefault(repository, {})[digest] = data
        extra = {"Docker_Content_Digest": digest} if self.registry.manner.says_digest else {}
        return self.answer(201, Location=f"/v2/{repository}/blobs/{digest}", **extra)

    def _location(self, repository: str, session: str) -> str:
        path = f"/v2/{repository}/blobs/uploads/{session}"
        return {
            "absolute": f"http://{self.registry.host}{path}",
            "relative": path,
            "query": f"{path}?_state=ab%2Bc%3D%3D&x=1",
        }[self.registry.manner.location]

    def _manifests(self, repository: str, reference: str, _: dict[str, str]) -> None:
        held = self.registry.held
        if self.command == "PUT":
            return self._put_manifest(repository, reference)
        digest = held.tags.get(repository, {}).get(reference, reference)
        kind, data = held.manifests.get(repository, {}).get(digest, ("", b""))
        if not kind or kind not in self.headers.get("Accept", ""):
            return self.errors(404, "MANIFEST_UNKNOWN")
        extra = {"Docker_Content_Digest": digest} if self.registry.manner.says_digest else {}
        return self.answer(200, data, Content_Type=kind, Content_Length=str(len(data)), **extra)

    def _put_manifest(self, repository: str, reference: str) -> None:
        held, data = self.registry.held, self.body()
        told = json.loads(data)
        needed = [told.get("config"), *told.get("layers", [])]
        missing = [d["digest"] for d in needed if d and d["digest"] not in held.blobs.get(repository, {})]
        if missing:
            return self.errors(400, "MANIFEST_BLOB_UNKNOWN", detail={"digest": missing[0]})
        digest = _digest(data)
        held.manifests.setdefault(repository, {})[digest] = (self.headers["Content-Type"], data)
        tags = held.tags.setdefault(repository, {})
        if reference != digest:
            tags[reference] = digest
        extra = {"Docker_Content_Digest": digest} if self.registry.manner.says_digest else {}
        if "subject" in told and self.registry.manner.referrers:
            extra["OCI_Subject"] = told["subject"]["digest"]
        return self.answer(201, Location=f"/v2/{repository}/manifests/{digest}", **extra)

    def _referrers(self, repository: str, digest: str, _: dict[str, str]) -> None:
        if not self.registry.manner.referrers:
            return self.answer(404, b"404 page not found", Content_Type="text/plain")
        entries = [
            {
                "mediaType": kind,
                "digest": key,
                "size": len(data),
                "artifactType": json.loads(data).get("artifactType", ""),
            }
            for key, (kind, data) in self.registry.held.manifests.get(repository, {}).items()
            if json.loads(data).get("subject", {}).get("digest") == digest
        ]
        index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}
        return self.answer(200, json.dumps(index).encode(), Content_Type=INDEX)


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


# What may happen instead.


def status(code: int, name: str = "", message: str = "", detail: object = None, **headers: str) -> Callable[..., None]:
    """Answer with *code*, and an error of the specification called *name*."""

    def do(handler: Handler) -> None:
        if name:
            handler.errors(code, name, message, detail, **headers)
        else:
            handler.answer(code, **headers)

    return do


def says(code: int, body: bytes, kind: str) -> Callable[[Handler], None]:
    """Answer with *body*."""
    return lambda handler: handler.answer(code, body, Content_Type=kind)


def reset(after: int = 0) -> Callable[[Handler], None]:
    """Cut the connection when *after* bytes of the request's content have come."""

    def do(handler: Handler) -> None:
        handler.rfile.read(min(after, int(handler.headers.get("Content-Length") or 0) // 2))
        handler.reset()

    return do


def silent(handler: Handler) -> None:
    """Never answer."""
    handler.registry.closing.wait(30)
    handler.reset()


def drip(handler: Handler) -> None:
    """Answer a byte at a time, for ever."""
    for byte in _forever():
        if handler.registry.closing.wait(0.05):
            break
        handler.wfile.write(byte)
    handler.reset()


def _forever() -> Iterator[bytes]:
    yield from (bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        yield b"y"


def truncated(handler: Handler) -> None:
    """Promise more than is sent, of the right answer."""
    repository, digest = re.fullmatch(r"/v2/(.+)/blobs/(.+)", handler.path).groups()  # type: ignore[union-attr]
    data = handler.registry.held.blobs[repository][digest]
    start = int((re.match(r"bytes=(\d+)-", handler.headers.get("Range", "")) or [0, 0])[1])
    extra = {"Content_Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
    half = data[start : start + (len(data) - start) // 2]
    handler.answer(206 if start else 200, half, Content_Length=str(len(data) - start), **extra)
    handler.close_connection = True


def then(first: Callable[[Handler], Any]) -> Callable[[Handler], bool]:
    """Do *first*, and then what is right."""

    def do(handler: Handler) -> bool:
        first(handler)
        return False

    return do
