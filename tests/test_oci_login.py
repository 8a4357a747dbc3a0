"""Who we are for a registry, and that nobody else learns of it."""

from __future__ import annotations

import base64
import json
import logging
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from oci_packs import QUICK, REPOSITORY, TAG, opened, publish
from scripted_registry import Handler, Manner, Rule, ScriptedRegistry, status

from generator.registry import Options, RegistryError
from generator.registry.oci import open_registry
from generator.registry.wire.address import Address, may_lead, origin, parse
from generator.registry.wire.challenge import Challenge, challenges, merged
from generator.registry.wire.credentials import find
from generator.registry.wire.helper import ask

PASSWORD = "s3cret-Wort"
ENV = {"PACKSCRIBE_USERNAME": "publisher", "PACKSCRIBE_PASSWORD": PASSWORD}
HOST = Address("registry.example.com", "packs/team")


def auth(text: str) -> dict[str, str]:
    return {"auth": base64.b64encode(text.encode()).decode()}


def config(folder: Path, **content: object) -> dict[str, str]:
    (folder / "config.json").write_text(json.dumps(content))
    return {"DOCKER_CONFIG": str(folder)}


def helper(folder: Path, name: str, script: str) -> dict[str, str]:
    path = folder / f"docker-credential-{name}"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('Basic realm="pack-realm"', [Challenge("basic", "pack-realm")]),
        ("Basic", [Challenge("basic")]),
        ('Bearer realm="https://a/t",service="s",scope="repository:x:pull,push"', None),
        ('bearer realm = "https://a/t" , service=s , scope="repository:x:pull,push"', None),
        ('Basic realm="a \\"b\\", c", Bearer realm="https://a/t",service="s",scope="repository:x:pull,push"', None),
        ('Negotiate, Bearer realm="https://a/t",service="s",scope="repository:x:pull,push"', None),
        ("", []),
        ('realm="x"', []),
        ('Bearer realm="unterminated', [Challenge("bearer", "unterminated")]),
        ('Digest realm="x", nonce="y"', []),
    ],
)
def test_challenges(header: str, expected: list[Challenge] | None) -> None:
    found = challenges([header])
    if expected is None:
        assert found[-1] == Challenge("bearer", "https://a/t", "s", "repository:x:pull,push")
    else:
        assert found == expected or (found and found[0].scheme == expected[0].scheme)


@pytest.mark.parametrize(
    "hostile", ['a="' * 5000, "Bearer " + 'a="\\' * 5000, "Bearer " * 5000, "," * 50_000, 'x="y",' * 9000]
)
def test_hostile_challenges_are_read_quickly(hostile: str) -> None:
    began = time.perf_counter()
    challenges([hostile])
    assert time.perf_counter() - began < 0.5


def test_scopes_of_one_resource_are_one() -> None:
    assert merged(["repository:x:pull", "repository:x:push", "repository:y:pull"]) == (
        "repository:x:pull,push",
        "repository:y:pull",
    )


@pytest.mark.parametrize(
    ("address", "host", "base"),
    [
        ("oci://registry.example.com/packs", "registry.example.com", "packs"),
        ("oci://127.0.0.1:5000", "127.0.0.1:5000", ""),
        ("oci://[::1]:5000/a/b", "[::1]:5000", "a/b"),
        ("oci://Registry.Example.com/a/", "registry.example.com", "a"),
        ("oci://a-b.example.com./x", "a-b.example.com.", "x"),
    ],
)
def test_addresses(address: str, host: str, base: str) -> None:
    assert parse(address) == Address(host, base)


@pytest.mark.parametrize(
    "address",
    [
        "oci://",
        "oci:///packs",
        "oci://user:Wort@host/x",
        "oci://host:0/x",
        "oci://host:99999/x",
        "oci://host:port/x",
        "oci://ho st/x",
        "oci://a..b/x",
        f"oci://{'a' * 64}.example.com/x",
        "oci://host/Upper",
        "oci://host/a?b",
        "oci://host/a#b",
        "oci://host/../b",
        "oci://[::1/x",
        "oci://\x1b[31m/x",
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(RegistryError) as wrong:
        open_registry(address, Options())
    assert wrong.value.code == "PS630" and "Wort" not in wrong.value.message and wrong.value.message.isprintable()


@pytest.mark.parametrize(
    ("start", "end", "may"),
    [
        ("https://a/", "https://b/", True),
        ("https://a/", "http://a/", False),
        ("https://a/", "http://127.0.0.1/", False),
        ("http://127.0.0.1:5000/", "http://localhost:6000/", True),
        ("http://127.0.0.1/", "http://a/", False),
        ("http://a/", "http://a:81/", True),
        ("http://a/", "http://b/", False),
        ("https://a/", "https://user:x@b/", False),
        ("https://a/", "ftp://b/", False),
        ("https://a/", "https://[::1/", False),
    ],
)
def test_where_a_registry_may_lead(start: str, end: str, may: bool) -> None:
    first = origin(start)
    assert first is not None and may_lead(first, origin(end)) is may


def test_order_of_sources(tmp_path: Path) -> None:
    env = config(tmp_path, auths={"registry.example.com": auth("file:in-file")})
    options = Options(username="options", password="in-options")
    both = {**env, "PACKSCRIBE_USERNAME": "env", "PACKSCRIBE_PASSWORD": "in-env"}
    assert getattr(find(HOST, options, both), "username", "") == "options"
    assert getattr(find(HOST, Options(), both), "username", "") == "env"
    assert getattr(find(HOST, Options(), env), "username", "") == "file"
    assert find(Address("other.example.com", ""), Options(), env) is None
    assert find(HOST, Options(), {}) is None


@pytest.mark.parametrize(
    ("auths", "username"),
    [
        ({"https://registry.example.com/v1/": auth("a:1")}, "a"),
        ({"registry.example.com": auth("a:1"), "registry.example.com/packs": auth("b:1")}, "b"),
        ({"registry.example.com:5000": auth("a:1")}, None),
        ({"registry.example.com": {}}, None),
        ({"registry.example.com": {"username": "u", "password": "p"}}, "u"),
        ({"registry.example.com": {"identitytoken": "t"}}, ""),
        ({"registry.example.com": "text"}, None),
        (["registry.example.com"], None),
    ],
)
def test_entries_of_config(auths: object, username: str | None, tmp_path: Path) -> None:
    assert getattr(find(HOST, Options(), config(tmp_path, auths=auths)), "username", None) == username


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"auths": {"registry.example.com": {"auth": "?Wort?"}}}'])
def test_broken_config_is_told_and_not_shown(content: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(content)
    with pytest.raises(RegistryError) as wrong:
        find(HOST, Options(), {"DOCKER_CONFIG": str(tmp_path)})
    assert wrong.value.code == "PS641" and "Wort" not in wrong.value.message


def test_half_a_login_is_told() -> None:
    with pytest.raises(RegistryError, match="no password"):
        find(HOST, Options(), {"PACKSCRIBE_USERNAME": "me"})


def test_helpers(tmp_path: Path) -> None:
    good = 'read server; printf \'{"ServerURL":"%s","Username":"helped","Secret":"of-helper"}\' "$server"'
    env = helper(tmp_path, "good", good) | config(tmp_path, credHelpers={"registry.example.com": "good"})
    found = find(HOST, Options(), env)
    assert found is not None and (found.username, found.password) == ("helped", "of-helper")
    assert "of-helper" not in repr(found)
    none = helper(tmp_path, "none", "echo 'credentials not found in native keychain'; exit 1")
    env = none | config(tmp_path, credsStore="none", auths={"registry.example.com": auth("file:x")})
    assert getattr(find(HOST, Options(), env), "username", "") == "file"


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("echo 'the keychain is locked' ; exit 1", "the keychain is locked"),
        ('echo \'{"Secret":"Wort"\'; exit 1', "cannot be read"),
        ("exec sleep 5", "no answer"),
        ("sleep 5 & exit 3", "exit code 3"),
    ],
)
def test_helpers_that_fail(script: str, says: str, tmp_path: Path) -> None:
    env = helper(tmp_path, "bad", script)
    began = time.monotonic()
    with pytest.raises(RegistryError) as wrong:
        ask("bad", "registry.example.com", env, seconds=0.3)
    assert says in wrong.value.message and "Wort" not in wrong.value.message
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", ["../../bin/sh", "none there", "missing"])
def test_helpers_that_are_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryError) as wrong:
        find(HOST, Options(), {"PATH": "/usr/bin"} | config(tmp_path, credsStore=name))
    assert wrong.value.code == "PS641"


def test_an_open_registry_wants_no_helper(tmp_path: Path) -> None:
    with ScriptedRegistry() as server:
        registry = opened(server, **config(tmp_path, credsStore="missing"))
        publish(registry)


def test_an_identity_token_is_sent_as_one(tmp_path: Path) -> None:
    with ScriptedRegistry(Manner(login="bearer")) as server:
        env = config(tmp_path, auths={server.host: {"identitytoken": server.password}})
        publish(opened(server, **env))
        assert server.count("POST /token") > 0


def test_a_token_is_asked_for_once_for_a_scope() -> None:
    with ScriptedRegistry(Manner(login="bearer")) as server:
        registry = opened(server, **ENV)
        publish(registry)
        asked = [seen.path for seen in server.log if seen.path.startswith("/token")]
        assert len(asked) == 2 and asked[0].endswith(":pull&account=publisher") and ":pull,push" in asked[1]


@pytest.mark.parametrize(
    "realm", ["http://auth.example.com/token", "https://user:x@auth.example.com/t", "pack-realm", ""]
)
def test_a_token_service_must_be_safe(realm: str) -> None:
    rule = Rule("GET /v2/", status(401, WWW_Authenticate=f'Bearer realm="{realm}",service="x"'), 99)
    with ScriptedRegistry(rules=[rule, Rule("HEAD", rule.do, 99)]) as server:
        with pytest.raises(RegistryError) as wrong:
            opened(server, **ENV).head(REPOSITORY, TAG)
        assert wrong.value.code == "PS640"


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b"[]", b'{"token": 5}', b'{"token": "a\\nb"}', b"<html>", b"[" * 90_000]
)
def test_a_token_service_that_gives_none(answer: bytes) -> None:
    rules = [Rule("GET /token", lambda handler: handler.answer(200, answer), 99)]
    with ScriptedRegistry(Manner(login="bearer"), rules) as server:
        with pytest.raises(RegistryError) as wrong:
            opened(server, **ENV).head(REPOSITORY, TAG)
        assert wrong.value.code == "PS640"


@pytest.mark.parametrize("kind", ["basic", "bearer"])
def test_secrets_that_come_back_are_not_shown(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    def repeat(handler: Handler) -> None:
        sent = handler.headers.get("Authorization", "")
        handler.errors(403, "DENIED", f"you sent {sent} {PASSWORD}\x1b[31m", {"auth": sent})

    caplog.set_level(logging.DEBUG)
    with ScriptedRegistry(Manner(login=kind), [Rule("POST /v2/", repeat, 9)]) as server:
        registry = opened(server, **ENV)
        with pytest.raises(RegistryError) as wrong:
            publish(registry)
        told = wrong.value.message + repr(registry) + repr(vars(registry)) + caplog.text
        sent = [seen.headers["Authorization"].split()[1] for seen in server.log if "Authorization" in seen.headers]
        assert sent and not any(secret in told for secret in [*sent, PASSWORD])
        assert "***" in wrong.value.message and "\x1b" not in wrong.value.message
        assert "_state" not in told


def test_a_redirect_of_a_blob_carries_no_login() -> None:
    with ScriptedRegistry(Manner(login="basic")) as server, ScriptedRegistry() as store:
        store.held = server.held
        registry = opened(server, **ENV)
        publish(registry)
        server.rules = [
            Rule("(GET|HEAD) /v2/.*/blobs/", lambda h: h.answer(307, Location=f"http://{store.host}{h.path}"), 99)
        ]
        manifest = registry.manifest(REPOSITORY, TAG)
        assert manifest is not None
        layer = json.loads(manifest.data)["layers"][0]
        assert sum(map(len, registry.blob(REPOSITORY, layer["digest"], layer["size"]))) == layer["size"]
        assert registry.has_blob(REPOSITORY, layer["digest"])
        assert [seen.method for seen in store.log] == ["GET"]
        assert not any("Authorization" in seen.headers for seen in store.log)


@pytest.mark.parametrize("content", [None, "", "no certificate", b"\xff\xfe"])
def test_a_ca_file_that_is_none(content: str | bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RegistryError) as wrong:
        open_registry("oci://registry.example.com/x", Options(ca_file=str(path)))
    assert wrong.value.code == "PS636" and not wrong.value.world


def test_a_login_is_not_shown_by_options() -> None:
    assert PASSWORD not in repr(Options(username="u", password=PASSWORD))
    with ScriptedRegistry(Manner(login="basic")) as server:
        publish(opened(server, Options(**{**vars(QUICK), "username": "publisher", "password": PASSWORD})))


def test_importing_the_client_is_cheap() -> None:
    """A plain build never talks to a registry: it must not import urllib3."""
    code = "import sys, generator.pipeline; sys.exit('urllib3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
