"""Who we are for a registry: options, environment, docker's config.json with its helpers, or nobody, in this order."""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.registry import Options
from generator.registry.wire.address import Address
from generator.registry.wire.failures import NO_CREDENTIALS, Trouble
from generator.registry.wire.shown import clean

USERNAME, PASSWORD = "PACKSCRIBE_USERNAME", "PACKSCRIBE_PASSWORD"

_LARGEST_CONFIG = 2**20
_HUB_KEY = "https://index.docker.io/v1/"


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and a password, or one of docker's two tokens; *source* says where from, and is all that is shown."""

    username: str = ""
    password: str = field(default="", repr=False)
    identity_token: str = field(default="", repr=False)
    registry_token: str = field(default="", repr=False)
    source: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown, in the forms in which it is sent."""
        basic = [self.basic] if self.password else []
        return tuple(s for s in (self.password, self.identity_token, self.registry_token, *basic) if s)

    @property
    def basic(self) -> str:
        """User name and password as HTTP has them (RFC 7617)."""
        return base64.b64encode(f"{self.username}:{self.password}".encode()).decode("ascii")


def find(address: Address, options: Options, environment: Mapping[str, str] | None = None) -> Login | None:
    """Return the login for the registry at *address*, or none. Raise where one is named and cannot be had."""
    env = os.environ if environment is None else environment
    if options.username or options.password:
        return _pair(options.username, options.password, "the options")
    if env.get(USERNAME) or env.get(PASSWORD):
        return _pair(env.get(USERNAME, ""), env.get(PASSWORD, ""), f"{USERNAME} and {PASSWORD}")
    for path in _config_files(env):
        config = _read(path)
        if config is not None:
            found = _in_config(config, path, address, env)
            if found is not None:
                return found
    return None


def sources(environment: Mapping[str, str] | None = None) -> str:
    """Say where a login was looked for."""
    env = os.environ if environment is None else environment
    files = [f"`{clean(str(path))}`" for path in _config_files(env)]
    return ", ".join(["the options", f"{USERNAME} and {PASSWORD}", *files])


def _pair(username: str, password: str, source: str) -> Login:
    if not username or not password:
        missing = "user name" if not username else "password"
        raise _trouble(f"{source} name no {missing}", "give both user name and password, or neither")
    if ":" in username:
        raise _trouble(f"the user name in {source} has a colon, which ends it", "correct the user name")
    return Login(username, password, source=source)


def _config_files(env: Mapping[str, str]) -> Iterator[Path]:
    """Yield where docker, podman and skopeo keep logins; a file that is named is the only one."""
    if named := env.get("REGISTRY_AUTH_FILE"):
        yield Path(named)
        return
    if folder := env.get("DOCKER_CONFIG"):
        yield Path(folder) / "config.json"
        return
    if runtime := env.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / "containers" / "auth.json"
    if home := env.get("HOME") or env.get("USERPROFILE"):
        yield Path(home) / ".docker" / "config.json"


def _read(path: Path) -> dict[str, object] | None:
    """Return what stands in *path*, none where there is no such file."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_LARGEST_CONFIG))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as wrong:
        cause = f"`{clean(str(path))}` cannot be read: {clean(wrong.strerror or '')}"
        raise _trouble(cause, "mend or remove it") from None
    except (ValueError, RecursionError):
        raise _trouble(f"`{clean(str(path))}` is no JSON", "write it again with `docker login`") from None
    return data if isinstance(data, dict) else None


def _in_config(config: dict[str, object], path: Path, address: Address, env: Mapping[str, str]) -> Login | None:
    """Look for the login in docker's *config*: the helper of this host, the store of all hosts, or the file itself."""
    server = _HUB_KEY if _is_hub(address) else address.host
    helpers, store = config.get("credHelpers"), config.get("credsStore")
    named = helpers.get(server) or helpers.get(address.host) if isinstance(helpers, dict) else None
    helper = named or store
    if isinstance(helper, str) and helper:
        from generator.registry.wire.helper import ask

        answer = ask(helper, server, env)
        if answer is not None:
            username, secret = answer
            source = f"docker-credential-{clean(helper, 40)}"
            if username == "<token>":
                return Login(identity_token=secret, source=source)
            return Login(username, secret, source=source)
    auths = config.get("auths")
    entry = _closest(auths, address) if isinstance(auths, dict) else None
    return _login(entry, f"`{clean(str(path))}`") if entry else None


def _is_hub(address: Address) -> bool:
    return address.endpoint == "registry-1.docker.io"


def _closest(auths: dict[str, object], address: Address) -> dict[str, object] | None:
    """Return the entry whose key names the most of *address*: a host, or a host and the start of the path."""
    parts = [address.host, *(address.base.split("/") if address.base else [])]
    wanted = ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]
    if _is_hub(address):
        wanted += ["index.docker.io", "docker.io", "registry-1.docker.io"]
    keys = {_plain(key): entry for key, entry in auths.items()}
    found = (keys.get(name) for name in wanted)
    return next((entry for entry in found if isinstance(entry, dict) and entry), None)


def _plain(key: str) -> str:
    """Return the key of an entry without scheme and version of the API, which old clients wrote."""
    host = key.removeprefix("https://").removeprefix("http://").rstrip("/")
    return host.removesuffix("/v1").removesuffix("/v2")


def _login(entry: dict[str, object], source: str) -> Login | None:
    text = {key: value for key, value in entry.items() if isinstance(value, str) and value}
    if "registrytoken" in text:
        return Login(registry_token=text["registrytoken"], source=source)
    if "identitytoken" in text:
        return Login(identity_token=text["identitytoken"], source=source)
    if "auth" not in text:
        both = {"username", "password"} <= set(text)
        return Login(text["username"], text["password"], source=source) if both else None
    try:
        username, colon, password = base64.b64decode(text["auth"], validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        colon = ""
    if not colon:
        raise _trouble(f"the login in {source} is not readable", "write it again with `docker login`")
    return Login(username, password.rstrip("\0"), source=source)


def _trouble(message: str, help: str) -> Trouble:
    return Trouble(NO_CREDENTIALS, message, help, world=False)
