"""Where a registry is: `oci://HOST[:PORT]/BASE`, and which addresses a client may be led to from there."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from generator.registry import RegistryError
from generator.registry.names import is_repository
from generator.registry.wire.shown import clean

NO_ADDRESS = "PS630"

_LABEL = "[A-Za-z0-9-]{1,63}"
_HOST = re.compile(rf"(?=[A-Za-z0-9].{{0,252}}\Z){_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\]", re.ASCII)
"""A name whose parts are none of them empty or too long (RFC 1035): no resolver takes another."""
_DOCKER_HUB = {"docker.io", "index.docker.io"}

_HELP = "write it as `oci://HOST[:PORT]/BASE`, such as `oci://registry.example.com/packs`"


class Address(NamedTuple):
    """A registry: *host* with its port as messages spell it, and the *base* below which its repositories are."""

    host: str
    base: str

    def __str__(self) -> str:
        return f"oci://{self.host}" + (f"/{self.base}" if self.base else "")

    @property
    def loopback(self) -> bool:
        """Whether the registry is on this machine, so that nobody can listen to plain HTTP."""
        return is_loopback(urlsplit(f"//{self.host}").hostname or "")

    @property
    def endpoint(self) -> str:
        """The host that is asked: Docker Hub answers under another name than it goes by."""
        return "registry-1.docker.io" if self.host in _DOCKER_HUB else self.host

    def full(self, repository: str) -> str:
        """Return the name that the registry knows *repository* by."""
        return f"{self.base}/{repository}" if self.base else repository


class Origin(NamedTuple):
    """What credentials are bound to: scheme, host and port."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """Host and port as they are said; a usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS.get(self.scheme) else f"{host}:{self.port}"


_PORTS = {"http": 80, "https": 443}


def parse(address: str) -> Address:
    """Read `oci://HOST[:PORT]/BASE`, with or without the scheme. Raise where it is none, never showing a password."""
    rest = address.removeprefix("oci:").removeprefix("//")
    host, _, base = rest.partition("/")
    if "@" in host:
        raise RegistryError(
            NO_ADDRESS,
            "the address of the registry has a user name in it",
            "leave it out: credentials come from the environment or from docker's config.json",
            world=False,
        )
    name, _, port = host.rpartition(":") if re.search(r":[0-9]*\Z", host) else (host, "", "443")
    if not _HOST.fullmatch(name) or not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536):
        raise RegistryError(NO_ADDRESS, f"`{clean(address, 80)}` names no registry", _HELP, world=False)
    if base and not is_repository(base.strip("/")):
        cause = f"`{clean(base, 80)}` in the address of the registry is no path of repositories"
        help = "use small letters and digits, with `.`, `_`, `-` between them and `/` between the parts"
        raise RegistryError(NO_ADDRESS, cause, help, world=False)
    return Address(host.lower(), base.strip("/"))


def origin(url: str) -> Origin | None:
    """Return what credentials for *url* would be bound to, or none where it is no address of HTTP."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return _bound(parts.scheme, parts.netloc)


@lru_cache(64)  # asked for several times in each request, mostly of one host
def _bound(scheme: str, netloc: str) -> Origin | None:
    parts = split(f"{scheme}://{netloc}")
    if parts is None or scheme not in _PORTS or not parts.hostname or parts.username is not None:
        return None
    return Origin(scheme, parts.hostname, parts.port or _PORTS[scheme])


def split(url: str) -> SplitResult | None:
    """Take an address apart, or return none where that cannot be done: it may come from anyone."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def joined(url: str, location: str) -> str:
    """Return where *location*, absolute or relative, leads from *url*; "" where it leads nowhere."""
    if not location or len(location) > 16_384 or not location.isprintable() or " " in location:
        return ""
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def may_lead(start: Origin, end: Origin | None) -> bool:
    """Tell whether a registry at *start* may lead a client to *end*.

    Never from TLS to plain HTTP, and plain HTTP never leaves the machine or the host that was asked for with it.
    """
    if end is None or end.scheme == "https":
        return end is not None
    return start.scheme == "http" and (end.host == start.host or (is_loopback(start.host) and is_loopback(end.host)))


def is_loopback(host: str) -> bool:
    """Tell whether *host* is this machine by its name alone; what a name resolves to proves nothing."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
