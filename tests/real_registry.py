"""docker's registry 2.8 as Debian has it, on loopback: open, with htpasswd, with tokens, with TLS.

`apt-get install -y docker-registry skopeo apache2-utils`. The token service is 40 lines below; what it signs, the
registry verifies by the certificate in the head of the token.
"""

from __future__ import annotations

import base64
import datetime
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD = "publisher", "s3cret-Wort"
MISSING = [name for name in ("docker-registry", "skopeo", "htpasswd", "openssl") if shutil.which(name) is None]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass
class RealRegistry:
    """The server: a context manager. *kind* is open, basic, token or tls."""

    folder: Path
    kind: str = "open"
    life: int = 300
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> RealRegistry:
        self.port = free_port()
        config = {
            "version": "0.1",
            "log": {"level": "info", "accesslog": {"disabled": False}},
            "storage": {"filesystem": {"rootdirectory": str(self.folder / "data")}, "delete": {"enabled": True}},
            "http": {"addr": f"127.0.0.1:{self.port}", "secret": "a secret for tests"},
        }
        if self.kind in ("basic", "tls"):
            config["auth"] = {"htpasswd": {"realm": "pack-realm", "path": str(self._htpasswd())}}
        if self.kind in ("token", "tls"):
            self._certificates()
        if self.kind == "tls":
            config["http"] |= {
                "tls": {"certificate": str(self.folder / "srv.crt"), "key": str(self.folder / "srv.key")}
            }  # type: ignore[operator]
        if self.kind == "token":
            config["auth"] = {"token": self._token_service()}
        path = self.folder / "registry.yml"
        path.write_text(json.dumps(config))  # JSON is YAML
        self.log = self.folder / "log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(["docker-registry", "serve", str(path)], stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self.kind == "token":
            self._tokens.shutdown()
            self._tokens.server_close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"oci://{self.host}/base"

    @property
    def ca_file(self) -> str:
        return str(self.folder / "ca.crt") if self.kind == "tls" else ""

    def writes(self) -> int:
        """Return how many writing requests its log has."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        return sum(any(f'"{method} ' in line for method in ("PUT", "POST", "PATCH", "DELETE")) for line in lines)

    def skopeo(self, *arguments: str) -> bytes:
        """Run skopeo with the login and the certificate of this registry."""
        command, *rest = arguments
        src = "--src-" if command == "copy" else "--"
        given = []
        if self.kind == "tls":
            certificates = self.folder / "certs"
            certificates.mkdir(exist_ok=True)
            shutil.copy(self.folder / "ca.crt", certificates / "ca.crt")
            given += [f"{src}cert-dir", str(certificates)]
        else:
            given += [f"{src}tls-verify=false"]
        given += [f"{src}creds", f"{USER}:{PASSWORD}"] if self.kind != "open" else []
        done = subprocess.run(
            ["skopeo", command, *given, *rest],
            capture_output=True,
            check=False,
            env={**os.environ, "HOME": str(self.folder)},
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def _wait(self) -> None:
        for _ in range(100):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text("utf-8", "replace"))

    def _htpasswd(self) -> Path:
        path = self.folder / "htpasswd"
        path.write_bytes(_run("htpasswd", "-Bbn", "-C", "4", USER, PASSWORD))
        return path

    def _certificates(self) -> None:
        names = self.folder / "names"
        names.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        of = lambda name: str(self.folder / name)  # noqa: E731  # a word for ten uses
        key = ("-newkey", "rsa:2048", "-nodes")
        _run(
            "openssl",
            "req",
            "-x509",
            *key,
            "-keyout",
            of("ca.key"),
            "-out",
            of("ca.crt"),
            "-days",
            "2",
            "-subj",
            "/CN=own",
        )
        _run("openssl", "req", *key, "-keyout", of("srv.key"), "-out", of("srv.csr"), "-subj", "/CN=127.0.0.1")
        signed = ("-CA", of("ca.crt"), "-CAkey", of("ca.key"), "-CAcreateserial", "-extfile", str(names), "-days", "2")
        _run("openssl", "x509", "-req", "-in", of("srv.csr"), *signed, "-out", of("srv.crt"))

    def _token_service(self) -> dict[str, str]:
        registry = self

        class Tokens(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:  # the name http.server wants
                login = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
                query = parse_qs(urlsplit(self.path).query)
                good = self.headers.get("Authorization") == login
                registry.asked += query.get("scope", [])
                body = json.dumps({"token": registry._token(query.get("scope", []))} if good else {}).encode()
                self.send_response(200 if good else 401)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._tokens = ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
        threading.Thread(target=self._tokens.serve_forever, args=(0.02,), daemon=True).start()
        return {
            "realm": f"http://127.0.0.1:{self._tokens.server_address[1]}/token",
            "service": "packs",
            "issuer": "tests",
            "rootcertbundle": str(self.folder / "ca.crt"),
        }

    def _token(self, scopes: list[str]) -> str:
        now = int(datetime.datetime.now(datetime.UTC).timestamp())
        access = [dict(zip(("type", "name", "actions"), _scope(scope), strict=True)) for scope in scopes]
        claims = {
            "iss": "tests",
            "sub": USER,
            "aud": "packs",
            "iat": now,
            "nbf": now - 10,
            "exp": now + self.life,
            "jti": str(time.monotonic_ns()),
            "access": access,
        }
        lines = (self.folder / "srv.crt").read_text().split("-----")[2].split()
        head = {"typ": "JWT", "alg": "RS256", "x5c": ["".join(lines)]}
        text = b".".join(_encoded(json.dumps(part).encode()) for part in (head, claims))
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", str(self.folder / "srv.key")],
            input=text,
            capture_output=True,
            check=True,
        ).stdout
        return b".".join((text, _encoded(signature))).decode()


def _scope(scope: str) -> tuple[str, str, list[str]]:
    kind, _, rest = scope.partition(":")
    name, _, actions = rest.rpartition(":")
    return kind, name, actions.split(",")


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _run(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout
