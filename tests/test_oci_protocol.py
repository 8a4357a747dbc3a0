"""The distribution protocol: every legal variation of a registry gives the same result."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from oci_packs import ARCHIVE, CONFIG, FULL, QUICK, REPOSITORY, TAG, QuickClock, blob, digest, image, opened, publish
from scripted_registry import INDEX, Handler, Manner, Rule, ScriptedRegistry, says, status

from generator.registry import Descriptor, Manifest, RegistryError
from generator.registry.wire import uploads

MANNERS = {
    "as docker's registry": Manner(),
    "relative addresses of uploads": Manner(location="relative"),
    "addresses of uploads with a query": Manner(location="query"),
    "no Docker-Content-Digest": Manner(says_digest=False),
    "no mounting": Manner(mounts=False),
    "referrers API": Manner(referrers=True),
    "pages of one name": Manner(page=1),
    "pieces of 300 kB at most": Manner(largest_body=300_000),
    "basic": Manner(login="basic"),
    "token": Manner(login="bearer"),
    "token, without a scope in the challenge": Manner(login="bearer", names_scope=False),
}
LOGIN = {"PACKSCRIBE_USERNAME": "publisher", "PACKSCRIBE_PASSWORD": "s3cret-Wort"}


@pytest.mark.parametrize("name", MANNERS)
def test_every_manner_gives_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "CHUNK", 250_000)
    with ScriptedRegistry(replace(MANNERS[name])) as server:
        registry = opened(server, **LOGIN)
        assert registry.head(REPOSITORY, TAG) is None and registry.manifest(REPOSITORY, TAG) is None
        assert registry.tags(REPOSITORY) == []
        publish(registry)
        found = registry.manifest(REPOSITORY, TAG)
        assert found == image()
        assert registry.head(REPOSITORY, TAG) == Descriptor(image().media_type, image().digest, len(image().data))
        assert b"".join(registry.blob(REPOSITORY, digest(ARCHIVE), len(ARCHIVE))) == ARCHIVE
        registry.put_manifest(REPOSITORY, "1.5.0", image())
        assert registry.tags(REPOSITORY) == ["1.4.0", "1.5.0"]
        assert registry.repositories("spectro-packs/") == [REPOSITORY]
        signature = image(subject=image())
        registry.attach(REPOSITORY, signature, image().digest)
        registry.attach(REPOSITORY, signature, image().digest)
        assert [each.digest for each in registry.referrers(REPOSITORY, image().digest)] == [signature.digest]
        registry.close()


def test_what_is_there_is_not_sent() -> None:
    with ScriptedRegistry() as server:
        publish(opened(server))
        server.log.clear()
        registry = opened(server)
        publish(registry)
        assert not registry.put_blob(REPOSITORY, blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))
        assert server.count("PUT .*/blobs/|PATCH|DELETE") == 0
        assert server.count("POST") == server.count("POST .*mount=") == 1, "asked for by mounting"


def test_a_registry_that_mounts_nothing_is_asked_first() -> None:
    with ScriptedRegistry(rules=[Rule("POST .*mount=", status(405, "UNSUPPORTED"), 10)]) as server:
        publish(opened(server))
        server.log.clear()
        registry = opened(server)
        for _ in range(2):
            assert not registry.put_blob(REPOSITORY, blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))
        assert server.count("POST") == 1 and server.count("HEAD") == 1 and server.count("PUT") == 0


def test_a_large_blob_is_mounted_from_a_sibling() -> None:
    with ScriptedRegistry() as server:
        registry = opened(server)
        registry.put_blob("spectro-packs/archive/first", blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))
        puts = server.count("PUT")
        assert registry.put_blob("spectro-packs/archive/second", blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))
        assert server.count("PUT") == puts and server.count("POST .*mount=.*from=.*archive/first") == 2


@pytest.mark.parametrize("code", [401, 403, 404, 405])
def test_a_refused_mount_is_an_upload(code: int) -> None:
    with ScriptedRegistry(rules=[Rule("POST .*mount=", status(code, "DENIED"), 10)]) as server:
        registry = opened(server)
        registry.put_blob("spectro-packs/archive/first", blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))
        assert registry.put_blob("spectro-packs/archive/second", blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))


def test_index_of_referrers_keeps_what_others_wrote() -> None:
    with ScriptedRegistry() as server:
        registry = opened(server)
        publish(registry)
        tag = image().digest.replace(":", "-")
        theirs = {"mediaType": image().media_type, "digest": digest(b"theirs"), "size": 6}
        index = (
            f'{{"schemaVersion":2,"annotations":{{"a":"b"}},"manifests":[{{"digest":"{theirs["digest"]}"}}]}}'.encode()
        )
        registry.put_manifest(REPOSITORY, tag, Manifest(INDEX, index, digest(index)))
        registry.attach(REPOSITORY, image(subject=image()), image().digest)
        found = [each.digest for each in registry.referrers(REPOSITORY, image().digest)]
        assert found == [digest(b"theirs"), image(subject=image()).digest]


def test_two_who_attach_at_once_both_are_there() -> None:
    with ScriptedRegistry() as server:
        one, other = opened(server), opened(server)
        publish(one)
        signatures = [image(bytes([number]) * 5, subject=image()) for number in range(4)]
        for number in range(4):
            data = bytes([number]) * 5
            one.put_blob(REPOSITORY, blob(data), lambda data=data: io.BytesIO(data))
        with ThreadPoolExecutor(2) as pool:
            list(
                pool.map(
                    lambda each: each[0].attach(REPOSITORY, each[1], image().digest),
                    zip([one, other] * 2, signatures, strict=True),
                )
            )
        assert {each.digest for each in one.referrers(REPOSITORY, image().digest)} <= {s.digest for s in signatures}
        assert one.referrers(REPOSITORY, image().digest)


def test_a_tag_that_is_no_index_is_left_alone() -> None:
    with ScriptedRegistry() as server:
        registry = opened(server)
        publish(registry)
        registry.put_manifest(REPOSITORY, image().digest.replace(":", "-"), image())
        with pytest.raises(RegistryError, match="leads to something else"):
            registry.attach(REPOSITORY, image(subject=image()), image().digest)


def test_pages_have_an_end() -> None:
    def again(handler: Handler) -> None:
        handler.answer(200, b'{"tags": ["1.0.0"]}', Link=f'<{handler.path}>; rel="next"')

    with ScriptedRegistry(rules=[Rule("GET .*/tags/list", again, 10**6)]) as server:
        with pytest.raises(RegistryError, match="no end"):
            opened(server).tags(REPOSITORY)
        assert server.count("GET .*/tags/list") == 1


def test_pages_stay_with_the_registry() -> None:
    def away(handler: Handler) -> None:
        handler.answer(200, b'{"tags": ["1.0.0"]}', Link='<http://127.0.0.1:1/v2/x/tags/list>; rel="next"')

    with ScriptedRegistry(rules=[Rule("GET .*/tags/list", away)]) as server, pytest.raises(RegistryError) as wrong:
        opened(server).tags(REPOSITORY)
    assert wrong.value.code == "PS653"


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        (b'{"tags": null}', []),
        (b'{"tags": ["1.0.0", "a b", 5, "x/y", "\\u001b[31m"]}', ["1.0.0"]),
        (b'{"name": "x"}', []),
    ],
)
def test_tags_are_tags(body: bytes, tags: list[str]) -> None:
    with ScriptedRegistry(rules=[Rule("GET .*/tags/list", says(200, body, "application/json"))]) as server:
        assert opened(server).tags(REPOSITORY) == tags


@pytest.mark.parametrize("code", [401, 403, 404, 405])
def test_a_registry_that_lists_nothing_says_so(code: int) -> None:
    with ScriptedRegistry(rules=[Rule("GET /v2/_catalog", status(code, "UNSUPPORTED"), 9)]) as server:
        with pytest.raises(RegistryError) as wrong:
            opened(server).repositories("")
        assert wrong.value.code in ("PS644", "PS639") and not wrong.value.world


def test_a_repository_is_created_once() -> None:
    with ScriptedRegistry() as server:
        opened(server).create_repository("spectro-packs/archive")
        assert (
            server.held.manifests["base/spectro-packs/archive"] and not server.held.tags["base/spectro-packs/archive"]
        )
        server.log.clear()
        opened(server).create_repository("spectro-packs/archive")
        assert server.count("PUT|POST") == 0


@pytest.mark.parametrize(
    ("repository", "reference"),
    [
        ("Upper", "1"),
        ("a..b", "1"),
        ("a/", "1"),
        ("x", "1.0.0+build"),
        ("x", "a" * 129),
        ("x", "sha256:abc"),
        ("y" * 300, "1"),
    ],
)
def test_names_that_cannot_be_are_not_asked_for(repository: str, reference: str) -> None:
    with ScriptedRegistry() as server:
        with pytest.raises(RegistryError) as wrong:
            opened(server).head(repository, reference)
        assert wrong.value.code == "PS631" and not wrong.value.world and not server.log


def test_one_worker_is_told_to_wait_and_all_do() -> None:
    clock = QuickClock()
    with ScriptedRegistry(rules=[Rule("HEAD .*/manifests/", status(429, Retry_After="3"))]) as server:
        registry = opened(server, clock=clock)
        registry.head(REPOSITORY, TAG)
        assert 3 <= sum(clock.slept) < 3.6
        server.rules = [Rule("GET .*/tags/", status(503, Retry_After="2"))]
        clock.slept.clear()
        registry.tags(REPOSITORY)
        assert 2 <= sum(clock.slept) < 2.6


def test_the_gate_holds_other_threads() -> None:
    entered = threading.Event()
    released = []

    class Slow(QuickClock):
        def sleep(self, seconds: float) -> None:
            entered.set()
            released.append(seconds)
            super().sleep(seconds)

    with ScriptedRegistry(rules=[Rule("HEAD .*/manifests/", status(429, Retry_After="1"))]) as server:
        registry = opened(server, clock=Slow())
        registry.tags(REPOSITORY)
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda n: registry.head(REPOSITORY, f"1.{n}.0"), range(3)))
        assert entered.is_set() and released


def test_a_host_that_was_given_up_is_not_asked_again() -> None:
    clock = QuickClock()
    registry = opened("oci://127.0.0.1:9/base", clock=clock)
    with pytest.raises(RegistryError) as first:
        registry.head(REPOSITORY, TAG)
    slept = len(clock.slept)
    with pytest.raises(RegistryError) as second:
        registry.head("spectro-packs/archive/another", TAG)
    assert (first.value.code, second.value.code) == ("PS633", "PS633")
    assert len(clock.slept) == slept and "another" in second.value.message


def test_an_upload_is_read_in_pieces() -> None:
    class Watched(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size and size > 0
            Watched.largest = max(Watched.largest, size)
            return super().read(size)

    with ScriptedRegistry() as server:
        opened(server).put_blob(REPOSITORY, blob(ARCHIVE), lambda: Watched(ARCHIVE))
        assert server.held.blobs[FULL][digest(ARCHIVE)] == ARCHIVE
    assert Watched.largest <= 2**20


def test_a_proxy_that_asks_for_a_login_has_a_page_to_show() -> None:
    def page(handler: Handler) -> None:
        handler.answer(401, b"<html>", Content_Type="text/html", WWW_Authenticate='Basic realm="proxy"')

    with ScriptedRegistry(Manner(login="basic"), [Rule(r"GET /v2/\Z", page, 9)]) as server:
        publish(opened(server, **LOGIN))


def test_many_threads_one_client() -> None:
    with ScriptedRegistry(Manner(login="bearer")) as server:
        registry = opened(server, QUICK, **LOGIN)

        def one(number: int) -> None:
            data = bytes([number]) * 1000
            repository = f"spectro-packs/archive/pack-{number % 5}"
            registry.put_blob(repository, blob(CONFIG), lambda: io.BytesIO(CONFIG))
            registry.put_blob(repository, blob(data), lambda: io.BytesIO(data))
            registry.put_manifest(repository, f"1.{number}.0", image(data))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(one, range(40)))
        assert sum(len(registry.tags(f"spectro-packs/archive/pack-{n}")) for n in range(5)) == 40
        assert len(server.tokens) <= 10, "a token for each repository, not for each request"
