"""From what happened to a `RegistryError`: a code, words that name host, repository and cause, and the way out."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.registry import NoSubjects, RegistryError
from generator.registry.wire.shown import Spoken

UNREACHABLE, NO_HOST, NO_TRUST, NO_CA = "PS633", "PS634", "PS635", "PS636"
LOST, TOO_SLOW = "PS637", "PS638"
NO_LOGIN, NO_TOKEN, NO_CREDENTIALS, FORBIDDEN = "PS639", "PS640", "PS641", "PS642"
NOT_THERE, UNSUPPORTED, NO_SUBJECT, IMMUTABLE = "PS643", "PS644", "PS645", "PS646"
TOO_LARGE, OUT_OF_STEP, TOO_MANY, BROKEN_SERVER, FULL = "PS647", "PS648", "PS649", "PS650", "PS651"
WRONG_DIGEST, LED_ASTRAY, NO_REGISTRY, STOPPED = "PS652", "PS653", "PS654", "PS655"
UNKNOWN_BLOB, LOST_RACE, CHANGED, REFUSED = "PS656", "PS657", "PS658", "PS659"

_TRIES = re.compile(r" \(tried \d+ times\)\Z")

AGAIN = {408, 429, 500, 502, 503, 504}
"""Statuses that may be others a moment later."""

_NO_SPACE = re.compile(r"no space left|ENOSPC|disk quota exceeded|insufficient storage", re.IGNORECASE)
_ECR = re.compile(r"\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(:[0-9]+)?\Z")


class Trouble(RegistryError):
    """A `RegistryError` with what the client needs to go on.

    *again*: another try may help. *unsent*: no byte of the request has left. *unreachable*: the host is not there.
    *silent*: it is there and says nothing. *at*: the address that was asked, and its place. *after*: the seconds that
    it asked to wait. *status* and *codes* are of the answer, where there was one. *untrusted*: it speaks TLS, and its
    certificate is not trusted. *garbled*: what it says is no HTTP. *given_up*: no time, or no try, was left.
    """

    def __init__(
        self, code: str, message: str, help: str, *, world: bool = True, again: bool = False, unsent: bool = False
    ) -> None:
        super().__init__(code, message, help, world=world)
        self.again, self.unsent = again, unsent
        self.unreachable = self.silent = self.untrusted = self.garbled = self.given_up = False
        self.at: tuple[str, Place] | None = None
        self.after: float | None = None
        self.status = 0
        self.codes: tuple[str, ...] = ()

    def said_at(self, place: Place, instead_of: Place) -> Trouble:
        """Return the same of another *place*: what is wrong with a host is wrong for all that is asked of it."""
        message = self.message.replace(str(instead_of), str(place), 1)
        return Trouble(self.code, message, self.help, world=self.world)

    def say_tries(self, tries: int) -> None:
        """Say in the message how often it was tried, where that is more than once."""
        if tries > 1:
            self.message = f"{_TRIES.sub('', self.message)} (tried {tries} times)"
            self.args = (self.message,)


class Place(NamedTuple):
    """Where something happened: the *host*, the *repository* ("" for none), and what was being done, as in
    `reading the tags`; *led_to* is the other host that it leads to, and that was asked ("" for none)."""

    host: str
    repository: str = ""
    doing: str = ""
    led_to: str = ""

    def __str__(self) -> str:
        where = f"{self.host}, repository {self.repository}" if self.repository else self.host
        doing = f"{where}: {self.doing}" if self.doing else where
        return f"{doing}: it leads to {self.led_to}" if self.led_to else doing


class _Meaning(NamedTuple):
    """What a status means: code, cause, way out; *world* as in `RegistryError`."""

    code: str
    cause: str
    help: str
    world: bool = False


_RETRY_LATER = "nothing was half-published: run the same command again later, it does only what is missing"

_UNABLE = "the registry does not support that"
_OTHER_REGISTRY = "use one that follows the OCI distribution specification, 1.0 or newer"

_MEANINGS = {
    401: _Meaning(NO_LOGIN, "the registry refuses the credentials", "log in again, or correct user name and password"),
    403: _Meaning(FORBIDDEN, "no right to do that", "ask for the right to push there, or log in as somebody else"),
    404: _Meaning(NOT_THERE, "not there", ""),
    405: _Meaning(UNSUPPORTED, _UNABLE, _OTHER_REGISTRY),
    408: _Meaning(TOO_SLOW, "the registry gave up waiting", _RETRY_LATER, world=True),
    409: _Meaning(IMMUTABLE, "conflict with what is there", "publish another version; this one may be protected"),
    412: _Meaning(IMMUTABLE, "a rule of the registry protects what is there", "publish another version"),
    413: _Meaning(
        TOO_LARGE,
        "too large for the registry or for a proxy in front of it",
        "raise the limit (nginx: `client_max_body_size`), or leave large files out of the pack",
    ),
    416: _Meaning(OUT_OF_STEP, "the upload is out of step with the registry", _RETRY_LATER, world=True),
    429: _Meaning(TOO_MANY, "too many requests", "wait, or publish with fewer workers", world=True),
    501: _Meaning(UNSUPPORTED, _UNABLE, _OTHER_REGISTRY),
    507: _Meaning(FULL, "the disk of the registry is full", "free space there, then run the same command again", True),
}
_SERVER = _Meaning(BROKEN_SERVER, "the registry failed", f"look into its log; {_RETRY_LATER}", world=True)
_OTHER = _Meaning(REFUSED, "the registry refuses", "the words of the registry say why")
_WORDLESS = _Meaning(REFUSED, "the registry refuses and does not say why", "look into its log, or ask who runs it")
_NO_REPOSITORY = "create it there first, or publish with `--create-repos`"


def refusal(place: Place, status: int, said: Spoken) -> Trouble:
    """Return what an answer with *status*, which *said* why, means."""
    meaning = _meaning(place, status, said)
    told = f": {said.words}" if said.words else ""
    trouble = Trouble(meaning.code, f"{place}: {meaning.cause} ({status}{told})", meaning.help, world=meaning.world)
    trouble.again = status in AGAIN and meaning.code != FULL
    trouble.status, trouble.codes = status, said.codes
    return trouble


def _meaning(place: Place, status: int, said: Spoken) -> _Meaning:
    if status >= 500 and _NO_SPACE.search(said.words):
        return _MEANINGS[507]
    if "DIGEST_INVALID" in said.codes and "MANIFEST_BLOB_UNKNOWN" not in said.codes:
        help = "a proxy or a disk damages data on the way; try again, then ask who runs the registry"
        return _Meaning(WRONG_DIGEST, "what arrived has another digest than what was sent", help, world=True)
    if "MANIFEST_BLOB_UNKNOWN" in said.codes or (status == 400 and "BLOB_UNKNOWN" in said.codes):
        cause = "the registry does not know a blob that it has taken"
        return _Meaning(UNKNOWN_BLOB, cause, _RETRY_LATER, world=True)
    if {"BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID"} & set(said.codes):
        return _Meaning(OUT_OF_STEP, "the registry has lost the upload", _RETRY_LATER, world=True)
    if status == 404:
        return _absent(place, said)
    other = _OTHER if said.words and not said.html else _WORDLESS
    return _MEANINGS.get(status, _SERVER if status >= 500 else other)


def _absent(place: Place, said: Spoken) -> _Meaning:
    if said.html:
        return _Meaning(NO_REGISTRY, "what answers is no registry", "check host, port and base path of the address")
    if "NAME_UNKNOWN" not in said.codes and "NAME_INVALID" not in said.codes:
        return _Meaning(
            NOT_THERE, "not there", f"check name and version; if the repository is missing, {_NO_REPOSITORY}"
        )
    return _Meaning(NOT_THERE, "there is no such repository", repository_help(place.host, place.repository))


def repository_help(host: str, repository: str, *, create: bool = False) -> str:
    """Return how to make *repository* on *host*: Amazon ECR has no other way than its own API.

    *create*: to store something there was tried, and made none.
    """
    if _ECR.search(host):
        return f"create it: `aws ecr create-repository --repository-name {repository}`"
    return "create it there: the registry lets no client do so by the distribution API" if create else _NO_REPOSITORY


def no_subject(trouble: Trouble) -> RegistryError:
    """Return what it means that a manifest with a subject was refused like *trouble*."""
    help = "what was published stands; signatures and attestations need another registry (Amazon ECR refuses some)"
    return NoSubjects(NO_SUBJECT, f"{trouble.message}: it takes no manifest that refers to another", help, world=False)
