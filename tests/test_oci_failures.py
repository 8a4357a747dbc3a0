"""Every failure of a registry that is known to happen: the tag is never wrong, nothing hangs, a rerun converges.

`PACKSCRIBE_GOLDENS=write pytest tests/test_oci_failures.py` writes docs_src/registry-failures.md from what happened.
"""

from __future__ import annotations

import io
import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO
from unittest.mock import patch

import pytest
from oci_packs import ARCHIVE, FULL, QUICK, REPOSITORY, TAG, blob, digest, image, opened, publish
from scripted_registry import Handler, Manner, Rule, ScriptedRegistry, drip, reset, says, silent, status, truncated

from generator.registry import NoSubjects, RegistryError
from generator.registry.oci import OciRegistry

PAGE = Path(__file__).parent.parent / "docs_src" / "registry-failures.md"
FOR_EVER = 10**6
SEVERAL_SECONDS = 30.0  # the deadline of 5 s, and time for the rest of the case

BLOB_PUT, MANIFEST_PUT, TAG_PUT = r"PUT /v2/.+/uploads/", r"PUT /v2/.+/manifests/", rf"PUT /v2/.+/manifests/{TAG}"
START = r"POST /v2/.+/uploads/"

Case = Callable[["Scene"], None]


@dataclass
class Scene:
    """A registry, a client, and what the case does with them."""

    server: ScriptedRegistry
    stack: ExitStack
    env: dict[str, str] = field(default_factory=dict)
    act: Callable[[OciRegistry], None] = publish
    address: str = ""

    def another(self, manner: Manner | None = None) -> ScriptedRegistry:
        """Return another host that keeps what it is given at the same place."""
        other = self.stack.enter_context(ScriptedRegistry(manner))
        other.held = self.server.held
        return other


@dataclass(frozen=True)
class Failure:
    """What happens, what must come of it (a code, or "" where the client gets over it), and what the tag then is."""

    name: str
    code: str
    stage: Case
    tag: str = ""  # none, old or new; "": new where there is no code, else none
    error: type[RegistryError] = RegistryError


def rules(*given: Rule, manner: Manner | None = None) -> Case:
    def stage(scene: Scene) -> None:
        scene.server.rules = [replace(rule) for rule in given]
        scene.server.manner = replace(manner or Manner())

    return stage


def always(on: str, do: Callable[[Handler], bool | None]) -> Rule:
    return Rule(on, do, FOR_EVER)


def _nobody(scene: Scene) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        scene.address = f"oci://127.0.0.1:{free.getsockname()[1]}/base"


def _unknown_host(scene: Scene) -> None:
    scene.address = "oci://registry.invalid/base"
    real = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **more: Any) -> Any:
        if host == "registry.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **more)

    scene.stack.enter_context(patch("socket.getaddrinfo", resolve))


def _login(kind: str, password: str = "") -> Case:
    def stage(scene: Scene) -> None:
        scene.server.manner.login = kind
        if password:
            scene.env = {"PACKSCRIBE_USERNAME": "publisher", "PACKSCRIBE_PASSWORD": password}

    return stage


def _expired(scene: Scene) -> None:
    _login("bearer", scene.server.password)(scene)

    def expire(handler: Handler) -> bool:
        handler.registry.tokens.clear()
        return False

    scene.server.rules = [Rule(MANIFEST_PUT, expire)]


def _old_tag(scene: Scene, archive: bytes = b"old") -> None:
    publish(opened(scene.server), archive)
    scene.server.log.clear()


def _protected(rule: Rule, *, same: bool = False) -> Case:
    def stage(scene: Scene) -> None:
        _old_tag(scene, ARCHIVE if same else b"old")
        scene.server.rules = [replace(rule)]
        if same:
            scene.act = lambda registry: registry.put_manifest(REPOSITORY, TAG, image())

    return stage


def _attached(scene: Scene) -> None:
    def act(registry: OciRegistry) -> None:
        publish(registry)
        scene.server.rules = [always(MANIFEST_PUT, status(405, "UNSUPPORTED", "invalid manifest"))]
        registry.attach(REPOSITORY, image(subject=image()), image().digest)

    scene.act = act


def _read(rule: Rule) -> Case:
    def stage(scene: Scene) -> None:
        _old_tag(scene, ARCHIVE)
        scene.server.rules = [replace(rule)]

        def act(registry: OciRegistry) -> None:
            assert b"".join(registry.blob(REPOSITORY, digest(ARCHIVE), len(ARCHIVE))) == ARCHIVE

        scene.act = act

    return stage


def _tags(rule: Rule) -> Case:
    def stage(scene: Scene) -> None:
        scene.server.rules = [replace(rule)]
        scene.act = lambda registry: assert_none(registry.tags(REPOSITORY))

    return stage


def assert_none(found: object) -> None:
    assert not found


def _uploads_elsewhere(scene: Scene) -> None:
    _login("basic", scene.server.password)(scene)
    other = scene.another()

    def lead(handler: Handler) -> None:
        scene.server.held.uploads["there"] = b""
        handler.answer(202, Location=f"http://{other.host}/v2/{FULL}/blobs/uploads/there?x=1")

    scene.server.rules = [always(START, lead)]
    scene.stack.callback(lambda: assert_none([seen for seen in other.log if "Authorization" in seen.headers]))
    scene.stack.callback(lambda: assert_none(not other.log))


def _wants_login_elsewhere(scene: Scene) -> None:
    _login("basic", scene.server.password)(scene)
    other = scene.another(Manner(login="basic"))

    def lead(handler: Handler) -> None:
        handler.answer(307, Location=f"http://{other.host}{handler.path}")

    scene.server.rules = [always(BLOB_PUT, lead)]
    scene.stack.callback(lambda: assert_none([seen for seen in other.log if "Authorization" in seen.headers]))


def _race(times: int) -> Case:
    detail = {"digest": digest(b"{}")}
    return rules(Rule(MANIFEST_PUT, status(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown", detail), times))


def _lost_blob(scene: Scene) -> None:
    def lose(handler: Handler) -> bool:
        handler.registry.held.blobs[FULL].pop(digest(b"{}"))
        return False

    scene.server.rules = [Rule(MANIFEST_PUT, lose)]


def _other_publisher(scene: Scene) -> None:
    def overtake(handler: Handler) -> bool:
        held = handler.registry.held
        held.manifests[FULL][digest(b"theirs")] = (image().media_type, b"theirs")
        held.tags[FULL][TAG] = digest(b"theirs")
        return False

    scene.server.rules = [always(rf"GET /v2/.+/manifests/{TAG}", overtake)]


def _interrupted(scene: Scene) -> None:
    def content() -> BinaryIO:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if self.tell() > len(ARCHIVE) // 2:
                    raise KeyboardInterrupt
                return super().read(size)

        return Broken(ARCHIVE)

    def act(registry: OciRegistry) -> None:
        with pytest.raises(KeyboardInterrupt):
            publish(registry, content=content)
        assert scene.server.count("DELETE /v2/.+/uploads/") == 1, "the upload is cancelled"
        registry.close()
        registry.tags(REPOSITORY)

    scene.act = act


def _changed(scene: Scene) -> None:
    changed = ARCHIVE[:-1] + b"!"
    scene.act = partial(publish, content=lambda: io.BytesIO(changed))


def _gone(scene: Scene) -> None:
    def content() -> BinaryIO:
        raise FileNotFoundError(2, "No such file or directory")

    scene.act = partial(publish, content=content)


def _dated(handler: Handler) -> None:
    handler.answer(429, Retry_After=formatdate(time.time() + 2, usegmt=True), Date=formatdate(usegmt=True))


def _circle(handler: Handler) -> None:
    handler.answer(307, Location=handler.path)


def _wrong_digest(handler: Handler) -> None:
    handler.body()
    handler.answer(201, Docker_Content_Digest=digest(b"another"))


def _damaged(handler: Handler) -> None:
    handler.answer(200, b"x" * len(ARCHIVE))


NO_SPACE = status(500, "UNKNOWN", "unknown error", {"Path": "/data", "Err": "no space left on device"})
HTML = says(200, b"<!DOCTYPE html><html><title>Welcome</title>", "text/html")

FAILURES = [
    Failure("nothing listens at the port", "PS633", _nobody),
    Failure("the name of the host is unknown", "PS634", _unknown_host),
    Failure("what answers is a web site", "PS654", rules(always(r"GET /v2/\Z", HTML))),
    Failure("what answers has no `/v2/`", "PS654", rules(always(r"GET /v2/\Z", status(404)))),
    Failure("connection cut in the middle of a blob, once", "", rules(Rule(BLOB_PUT, reset(300_000)))),
    Failure("connection cut in the middle of a blob, always", "PS637", rules(always(BLOB_PUT, reset(300_000)))),
    Failure("killed between blob and image manifest", "PS637", rules(always(MANIFEST_PUT, reset()))),
    Failure("killed between image manifest and tag", "PS637", rules(always(TAG_PUT, reset()))),
    Failure("no login, and one is wanted", "PS639", _login("basic")),
    Failure("wrong password", "PS639", _login("basic", "wrong-Wort")),
    Failure("wrong password at the token service", "PS639", _login("bearer", "wrong-Wort")),
    Failure("token expired on the way", "", _expired),
    Failure("token for reading only, without a login", "PS639", _login("bearer")),
    Failure("401 without a way to log in", "PS639", rules(always(START, status(401, "UNAUTHORIZED")))),
    Failure("403", "PS642", rules(always(START, status(403, "DENIED", "requested access is denied")))),
    Failure(
        "404, no such repository", "PS643", rules(always(START, status(404, "NAME_UNKNOWN", "no such repository")))
    ),
    Failure("405 for a manifest with a subject", "PS645", _attached, "new", NoSubjects),
    Failure(
        "409 for a tag with the same content", "", _protected(always(TAG_PUT, status(409, "TAG_INVALID")), same=True)
    ),
    Failure("409 for a tag with other content", "PS646", _protected(always(TAG_PUT, status(409, "DENIED"))), "old"),
    Failure("412, a rule of Harbor", "PS646", _protected(always(TAG_PUT, status(412, "PRECONDITION"))), "old"),
    Failure(
        "400, an immutable tag of Amazon ECR",
        "PS646",
        _protected(always(TAG_PUT, status(400, "TAG_INVALID", "the tag already exists and cannot be overwritten"))),
        "old",
    ),
    Failure("413, even for a piece", "PS647", rules(always(BLOB_PUT, status(413)))),
    Failure("416 for an upload, once", "", rules(Rule(BLOB_PUT, status(416)))),
    Failure("429 with `Retry-After` in seconds", "", rules(Rule(BLOB_PUT, status(429, Retry_After="2")))),
    Failure("429 with `Retry-After` as a date", "", rules(Rule(MANIFEST_PUT, _dated))),
    Failure("429 with a time beyond the deadline", "PS649", rules(Rule(BLOB_PUT, status(429, Retry_After="3600")))),
    Failure("429 without a time, always", "PS649", rules(always(START, status(429, "TOOMANYREQUESTS")))),
    *(
        Failure(
            f"{code}, once at each step", "", rules(*(Rule(on, status(code)) for on in (START, BLOB_PUT, MANIFEST_PUT)))
        )
        for code in (500, 502, 503, 504)
    ),
    Failure("500, always", "PS650", rules(always(START, status(500, "UNKNOWN", "unknown error")))),
    Failure("503, always", "PS650", rules(always(TAG_PUT, status(503)))),
    Failure("never answers", "PS638", rules(always(TAG_PUT, silent))),
    Failure("never answers, once", "", rules(Rule(TAG_PUT, silent))),
    Failure("sends a byte now and then", "PS638", rules(always(TAG_PUT, drip))),
    Failure("says it has stored another digest", "PS652", rules(always(TAG_PUT, _wrong_digest))),
    Failure("blob damaged on its way, once", "", rules(Rule(BLOB_PUT, status(400, "DIGEST_INVALID")))),
    Failure("blob damaged on its way, always", "PS652", rules(always(BLOB_PUT, status(400, "DIGEST_INVALID")))),
    Failure("blob cut off while it is read, once", "", _read(Rule(r"GET /v2/.+/blobs/", truncated))),
    Failure("blob damaged where it is stored", "PS652", _read(always(r"GET /v2/.+/blobs/", _damaged)), "new"),
    Failure("disk of the registry full (500)", "PS651", rules(always(BLOB_PUT, NO_SPACE))),
    Failure("disk of the registry full (507)", "PS651", rules(always(BLOB_PUT, status(507)))),
    Failure("upload led to another host", "", _uploads_elsewhere),
    Failure("upload led to a host that wants a login", "PS653", _wants_login_elsewhere),
    Failure("redirect in a circle", "PS653", rules(always(BLOB_PUT, _circle))),
    Failure(
        "redirect to plain HTTP on another host",
        "PS653",
        rules(always(BLOB_PUT, status(307, Location="http://mirror.example.net/v2/"))),
    ),
    Failure("MANIFEST_BLOB_UNKNOWN for a blob that is there, once", "", _race(1)),
    Failure("MANIFEST_BLOB_UNKNOWN for a blob that is there, always", "PS656", _race(FOR_EVER)),
    Failure("a blob lost before the image manifest", "", _lost_blob),
    Failure("somebody else moves the tag", "PS657", _other_publisher, "other"),
    Failure("image manifest refused", "PS659", rules(always(MANIFEST_PUT, status(400, "MANIFEST_INVALID", "too new")))),
    Failure(
        "image manifest refused without a word", "PS659", rules(always(MANIFEST_PUT, says(400, b"", "text/plain")))
    ),
    Failure(
        "tags that are no JSON", "PS654", _tags(always("GET /v2/.+/tags/", says(200, b"[[[[", "application/json")))
    ),
    Failure("Ctrl-C in the middle of a blob", "PS655", _interrupted),
    Failure("archive changed while it is sent", "PS658", _changed),
    Failure("archive gone while it is sent", "PS658", _gone),
]


@dataclass(frozen=True)
class Result:
    """What came of a failure."""

    code: str
    message: str
    tag: str
    requests: int
    rerun: str


@cache
def result(name: str) -> Result:
    failure = next(each for each in FAILURES if each.name == name)
    with ExitStack() as stack:
        server = stack.enter_context(ScriptedRegistry())
        scene = Scene(server, stack)
        failure.stage(scene)
        registry = opened(scene.address or server, QUICK, **scene.env)
        began = time.monotonic()
        code, message = "", "published"
        try:
            scene.act(registry)
        except RegistryError as wrong:
            assert isinstance(wrong, failure.error)
            assert wrong.help and wrong.message.isprintable()
            host = scene.address.removeprefix("oci://").removesuffix("/base") or server.host
            assert host in wrong.message or wrong.code == "PS655"
            assert "Wort" not in wrong.message + wrong.help
            code, message = wrong.code, _anonymous(f"{wrong.message}. *{wrong.help}*", scene)
        assert time.monotonic() - began < SEVERAL_SECONDS
        registry.close()
        tag, requests = _tag_of(server), len(server.log)
        return Result(code, message, tag, requests, _rerun(scene, failure))


def _anonymous(text: str, scene: Scene) -> str:
    host = scene.address.removeprefix("oci://").removesuffix("/base") or scene.server.host
    text = text.replace(host, "registry.example.com")
    for other in (each for each in range(1) if "127.0.0.1" in text):
        start = text.index("127.0.0.1")
        text = text.replace(text[start : start + 15].partition(",")[0], f"other{other or ''}.example.com")
    return text.replace("|", "\\|")


def _tag_of(server: ScriptedRegistry) -> str:
    """Return what the tag leads to: a whole pack, old or new, or nothing. Anything else is a failure of ours."""
    found = server.held.tags.get(FULL, {}).get(TAG)
    if found is None:
        return "none"
    if found == digest(b"theirs"):
        return "other"
    _, data = server.held.manifests[FULL][found]
    told = json.loads(data)
    assert all(d["digest"] in server.held.blobs[FULL] for d in [told["config"], *told["layers"]])
    assert found in (image().digest, image(b"old").digest)
    return "new" if found == image().digest else "old"


def _rerun(scene: Scene, failure: Failure) -> str:
    """Publish again when all is well; what was there is not sent again."""
    if failure.tag in ("old", "other"):
        return "refused until that is settled"
    scene.server.rules = []
    scene.server.manner = Manner()
    began = scene.server.count("PUT .*/blobs/")
    registry = opened(scene.server)
    publish(registry)
    registry.close()
    assert _tag_of(scene.server) == "new"
    sent = scene.server.count("PUT .*/blobs/") - began
    return {0: "sends no blob", 1: "sends 1 blob"}.get(sent, f"sends {sent} blobs")


@pytest.mark.parametrize("name", [failure.name for failure in FAILURES])
def test_failure(name: str) -> None:
    failure = next(each for each in FAILURES if each.name == name)
    found = result(name)
    assert found.code == failure.code, found.message
    assert found.tag == (failure.tag or ("new" if not failure.code else "none")) or "tags" in name


def test_page_is_what_happened() -> None:
    page = _page()
    if os.environ.get("PACKSCRIBE_GOLDENS") == "write":
        PAGE.write_text(page)
    assert page == PAGE.read_text()


def _page() -> str:
    lines = [
        "---",
        "title: Failures of registries",
        "source: tests/test_oci_failures.py",
        "---",
        "",
        "# Failures of registries",
        "",
        "What happens when one pack is published to a registry at `registry.example.com` that fails in a known way.",
        "Tests play each failure against the client over real connections, and write this page from what they see.",
        "",
        "*Tag* is what the version leads to afterwards: nothing, the old pack or the new one, and never half of one.",
        "*Again* is what the same command sends when the failure is over.",
        "",
        "| Failure | Code | What is said, and the way out | Tag | Again |",
        "| --- | --- | --- | --- | --- |",
    ]
    for failure in FAILURES:
        found = result(failure.name)
        said = found.message if found.code else "nothing: it is published"
        lines.append(f"| {failure.name} | {found.code or '–'} | {said} | {found.tag} | {found.rerun} |")
    return "\n".join(lines) + "\n"


def test_blob_is_there() -> None:
    """The cases are worth something: without a failure the registry has what was sent."""
    with ScriptedRegistry() as server:
        registry = opened(server)
        publish(registry)
        assert registry.has_blob(REPOSITORY, blob(ARCHIVE).digest)
        assert _tag_of(server) == "new"
