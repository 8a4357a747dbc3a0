"""Proving who we are: Basic, or tokens for the scope of each request, kept until they expire.

The protocol is docker's token authentication (distribution, `docs/spec/auth/token.md` and `oauth.md`). Credentials go
to the registry, or to the token service that the registry names, and nowhere else.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote, urlencode

from generator.registry import Options, RegistryError
from generator.registry.wire.address import Address, Origin, may_lead, origin
from generator.registry.wire.budget import Budget, Clock
from generator.registry.wire.challenge import Challenge, challenges, merged
from generator.registry.wire.credentials import Login, find, sources
from generator.registry.wire.failures import FORBIDDEN, NO_LOGIN, NO_TOKEN, Place, Trouble, refusal
from generator.registry.wire.shown import parsed, spoken
from generator.registry.wire.transport import Answer, Request

_LARGEST_TOKEN = 256 * 1024
_USUAL_LIFE, _LONGEST_LIFE = 60.0, 86_400.0
_SENDABLE = re.compile(r"[\x21-\x7e]+")
_CLIENT = "packscribe"


class Authentication:
    """How one registry wants to know us, and what it is told. Safe to be used by several threads."""

    def __init__(
        self,
        address: Address,
        options: Options,
        clock: Clock,
        *,
        ask: Callable[[Request, Budget], Answer],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._address, self._options, self._clock, self._ask = address, options, clock, ask
        self._environment = environment
        self._lock = threading.RLock()
        self._looked: Login | RegistryError | None = None
        self._has_looked = False
        self._challenge: Challenge | None = None
        self._wanted: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._tokens: dict[tuple[str, ...], tuple[str, float]] = {}
        self._secrets: set[str] = set()

    def header(self, home: Origin, scopes: tuple[str, ...], place: Place, budget: Budget) -> str:
        """Return what to send in `Authorization` for *scopes*; "" where the registry never asked."""
        if self._challenge is None:
            return ""
        if self._challenge.scheme == "basic":
            login = self._login()
            return f"Basic {login.basic}" if login and login.password else ""
        return f"Bearer {self._token(home, self._challenge, scopes, place, budget)}"

    def learn(self, answer: Answer, request: Request, used: str, *, last: bool = False) -> None:
        """Take what an *answer* of 401 to *request* asks for. Raise where *used*, what was sent, can be no better."""
        found = challenges(answer.headers.getlist("WWW-Authenticate"))
        offered = {challenge.scheme: challenge for challenge in found}
        chosen = offered.get("bearer") or offered.get("basic")
        login = self._login()
        if chosen is None:
            raise self._no_login(request.place, "it wants a login, of a kind that is not known here")
        if chosen.scheme == "basic" and (login is None or not login.password):
            raise self._no_login(request.place, "it wants a login")
        if last or (chosen.scheme == "basic" and used.startswith("Basic ")):
            raise self._refused(request.place, chosen, answer)
        with self._lock:
            self._challenge = chosen
            self._tokens = {key: kept for key, kept in self._tokens.items() if f"Bearer {kept[0]}" != used}
            if chosen.scope:
                self._wanted[request.scopes] = _asked(chosen.scope, request.scopes)

    @property
    def wants_tokens(self) -> bool:
        """Whether the registry wants tokens."""
        return self._challenge is not None and self._challenge.scheme == "bearer"

    def offered(self, answer: Answer) -> None:
        """Take what the registry asks everyone for, so that the first request has it already."""
        found = {challenge.scheme: challenge for challenge in challenges(answer.headers.getlist("WWW-Authenticate"))}
        self._challenge = found.get("bearer") or found.get("basic")

    def hide(self, text: str) -> str:
        """Return *text* without any secret that was sent: servers repeat what they were sent."""
        with self._lock:
            known = sorted(self._secrets, key=len, reverse=True)
        for secret in known:
            text = text.replace(secret, "***")
        return text

    def _login(self) -> Login | None:
        """Look for the login once, when it is wanted: a helper may be slow, and may ask a person."""
        with self._lock:
            if not self._has_looked:
                try:
                    self._looked = find(self._address, self._options, self._environment)
                except RegistryError as wrong:
                    self._looked = wrong
                self._has_looked = True
                if isinstance(self._looked, Login):
                    self._keep_secret(self._looked.secrets)
        if isinstance(self._looked, RegistryError):
            raise self._looked
        return self._looked

    def _keep_secret(self, secrets: Iterable[str]) -> None:
        self._secrets |= {form for secret in secrets for form in (secret, quote(secret)) if len(form) > 3}

    def _token(self, home: Origin, challenge: Challenge, scopes: tuple[str, ...], place: Place, budget: Budget) -> str:
        """Return a token for *scopes*, a kept one or a new one. One thread asks at a time: others profit from it."""
        with self._lock:
            wanted = self._wanted.get(scopes, merged(scopes))
            kept = self._tokens.get(wanted)
            if kept is None or self._clock.now() >= kept[1]:
                kept = self._tokens[wanted] = self._fetched(home, challenge, wanted, place, budget)
                self._keep_secret([kept[0]])
            return kept[0]

    def _fetched(
        self, home: Origin, challenge: Challenge, wanted: tuple[str, ...], place: Place, budget: Budget
    ) -> tuple[str, float]:
        login = self._login()
        if login and login.registry_token:
            return self._checked(login.registry_token, place), self._clock.now() + _LONGEST_LIFE
        service = origin(challenge.realm)
        if service is None or not may_lead(home, service):
            cause = "it names a token service that is not on https, so no credentials go there"
            raise Trouble(NO_TOKEN, f"{place}: {cause}", "tell those who run the registry", world=False)
        there = Place(service.netloc, place.repository, f"asking for a token for {place.host}")
        began = self._clock.now()
        try:
            answer = self._ask(_question(challenge, wanted, login, there), budget)
        except Trouble as trouble:
            trouble.unreachable = False  # of the registry itself
            raise
        if not answer.good:
            raise self._no_token(answer, there, login)
        data = parsed(answer.data)
        found = (data.get("token") or data.get("access_token")) if isinstance(data, dict) else None
        if not isinstance(found, str) or not isinstance(data, dict):
            raise Trouble(NO_TOKEN, f"{there}: the answer holds no token", "tell those who run the registry")
        return self._checked(found, there), began + _life(data.get("expires_in"))

    def _checked(self, token: str, place: Place) -> str:
        if not _SENDABLE.fullmatch(token):
            raise Trouble(NO_TOKEN, f"{place}: the token cannot be sent as it is", "tell those who run the registry")
        return token

    def _no_token(self, answer: Answer, place: Place, login: Login | None) -> Trouble:
        said = spoken(answer.data, answer.headers.get("Content-Type", ""), self.hide)
        if answer.status in (400, 401, 403) and login:
            cause = f"the login from {login.source} is refused ({answer.status}{said.words and ': ' + said.words})"
            return Trouble(NO_LOGIN, f"{place}: {cause}", self._log_in(), world=False)
        if answer.status in (401, 403):
            return self._no_login(place, "it wants a login")
        trouble = refusal(place, answer.status, said)
        return Trouble(NO_TOKEN, trouble.message, "tell those who run the registry; its token service fails")

    def _refused(self, place: Place, challenge: Challenge, answer: Answer) -> Trouble:
        """Return what it means that a registry answers 401 to what it was given for its own challenge."""
        login = self._login()
        said = spoken(answer.data, answer.headers.get("Content-Type", ""), self.hide)
        told = f" ({answer.status}{': ' + said.words if said.words else ''})"
        if login is None:
            return self._no_login(place, "it wants a login")
        if challenge.scheme == "basic":
            cause = f"the user name or the password from {login.source} is wrong{told}"
            return Trouble(NO_LOGIN, f"{place}: {cause}", self._log_in(), world=False)
        if challenge.error == "invalid_token":
            cause = f"it does not accept what its own token service gives out{told}"
            return Trouble(NO_TOKEN, f"{place}: {cause}", "check the clocks, and the keys of both, with who runs them")
        cause = f"the login from {login.source} has no right to do that{told}"
        return Trouble(FORBIDDEN, f"{place}: {cause}", "ask for the right to push to this repository", world=False)

    def _no_login(self, place: Place, cause: str) -> Trouble:
        login = self._looked if isinstance(self._looked, Login) else None
        found = f"{login.source} has none" if login else f"none was found (looked in: {sources(self._environment)})"
        return Trouble(NO_LOGIN, f"{place}: {cause}, and {found}", self._log_in(), world=False)

    def _log_in(self) -> str:
        return f"run `docker login {self._address.host}`, or set PACKSCRIBE_USERNAME and PACKSCRIBE_PASSWORD"


def _asked(scope: str, ours: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scopes to ask for: those of the challenge, with our actions where they are for the same resource."""
    asked = scope.split()[:8]
    resources = {each.rpartition(":")[0] for each in asked}
    return merged([*asked, *(each for each in ours if each.rpartition(":")[0] in resources)])


def _question(challenge: Challenge, wanted: tuple[str, ...], login: Login | None, place: Place) -> Request:
    """Return the request for a token: GET with Basic, or POST with the token that stands for a password."""
    asked = [("service", challenge.service)] if challenge.service else []
    if login and login.identity_token:
        form = [*asked, ("client_id", _CLIENT), ("grant_type", "refresh_token"), ("scope", " ".join(wanted))]
        body = urlencode([*form, ("refresh_token", login.identity_token)]).encode("ascii")
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return Request(
            "POST", challenge.realm, place, headers, lambda: [body], len(body), limit=_LARGEST_TOKEN, login=False
        )
    asked += [("scope", scope) for scope in wanted] + ([("account", login.username)] if login else [])
    mark = "&" if "?" in challenge.realm else "?"
    url = f"{challenge.realm}{mark}{urlencode(asked, safe=':/,*')}" if asked else challenge.realm
    headers = {"Accept": "application/json"} | ({"Authorization": f"Basic {login.basic}"} if login else {})
    return Request("GET", url, place, headers, limit=_LARGEST_TOKEN, login=False, follow=False)


def _life(expires_in: object) -> float:
    """Return the seconds for which a token is used: nine tenths of its life, so that none expires on its way."""
    if isinstance(expires_in, bool) or not isinstance(expires_in, int | float) or expires_in != expires_in:
        return _USUAL_LIFE * 0.9
    return min(max(float(expires_in), 0.0), _LONGEST_LIFE) * 0.9
