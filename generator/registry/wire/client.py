"""Asking one registry: where it is, who we are, redirects, retries, and one gate per host for all workers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from generator import __version__
from generator.registry import Options, RegistryError
from generator.registry.wire.address import Address, Origin, joined, may_lead, origin
from generator.registry.wire.authentication import Authentication
from generator.registry.wire.budget import Budget, Clock
from generator.registry.wire.failures import (
    AGAIN,
    LED_ASTRAY,
    STOPPED,
    TOO_SLOW,
    Place,
    Trouble,
    refusal,
)
from generator.registry.wire.gate import Gate, retry_after
from generator.registry.wire.greeting import greeted
from generator.registry.wire.shown import clean, spoken
from generator.registry.wire.transport import Answer, Request, Transport

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_NOT_DONE = {408, 429, 503}  # of these an answer says that nothing was done
_ELSEWHERE = "tell those who run the registry; credentials go to its own host only, and never from https to http"


class Client:
    """Asks one registry. Safe to be used by several threads."""

    def __init__(
        self,
        address: Address,
        options: Options,
        clock: Clock | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.address, self.options = address, options
        self.stopped = threading.Event()
        self._clock = clock or Clock(sleep=self.stopped.wait)
        self._transport = Transport(options.ca_file, options.read_timeout, f"packscribe/{__version__}")
        self._auth = Authentication(address, options, self._clock, ask=self.send, environment=environment)
        self._gates: dict[Origin | None, Gate] = {}
        self._lock, self._starting = threading.Lock(), threading.Lock()
        self._home: Origin | None = None
        self._failed: tuple[Place, Trouble] | None = None

    def budget(self, size: int = 0) -> Budget:
        """Return what one operation may take that moves *size* bytes."""
        return Budget(self._clock, self.options, size)

    def place(self, doing: str, repository: str = "") -> Place:
        """Return the place for messages: *repository* as the registry knows it."""
        return Place(self.address.host, repository, doing)

    def url(self, repository: str, path: str, budget: Budget) -> str:
        """Return the address of *path* in *repository* ("" for the registry), having looked where the registry is."""
        home = self._home or self._start(repository, budget)
        start = f"{home.scheme}://{self.address.endpoint}/v2/"
        return start + quote(f"{repository}/{path}" if repository else path, safe="/:?=&,")

    def send(self, request: Request, budget: Budget) -> Answer:
        """Send *request*, again where that can help and does no harm, and return the answer.

        The answer may be a refusal: `refused` says what it means. Raise `Trouble` where there is none.
        """
        while True:
            try:
                answer = self._led(request, budget)
                if answer.status not in AGAIN:
                    return answer
                trouble = self._put_off(answer, request)
            except Trouble as lost:
                trouble = lost
            harmless = request.repeatable or trouble.unsent or trouble.status in _NOT_DONE
            if not (trouble.again and harmless and budget.again(trouble)):
                if trouble.unreachable or (trouble.silent and request.method in ("GET", "HEAD")):
                    url, place = trouble.at or (request.url, request.place)
                    self._gate(url).give_up(trouble, place)
                raise trouble

    def refused(self, answer: Answer, request: Request) -> Trouble:
        """Return what it means that *request* was not granted."""
        here = origin(answer.url)
        if answer.status in (401, 403) and here is not None and here != self._home and request.login:
            cause = f"{here.netloc}, where it leads to, refuses ({answer.status}); credentials are not sent there"
            return Trouble(LED_ASTRAY, f"{request.place}: {cause}", "tell those who run the registry")
        said = spoken(answer.data, answer.headers.get("Content-Type", ""), self._auth.hide)
        return refusal(self._led_place(request.place, here), answer.status, said)

    def is_home(self, url: str) -> bool:
        """Tell whether *url* is of the registry itself."""
        return origin(url) == self._home

    def last_word(self, request: Request, seconds: float) -> None:
        """Send *request* once, even after `close`, and let nothing come of it where it fails."""
        with suppress(RegistryError):
            here = self._checked(request)
            budget = self.budget()
            used = self._auth.header(here, request.scopes, request.place, budget) if here == self._home else ""
            headers = {"Authorization": used} if used else {}
            self._transport.exchange(request, headers, connect=seconds, seconds=seconds)

    @property
    def wants_tokens(self) -> bool:
        """Whether every other scope costs a question to a token service."""
        return self._auth.wants_tokens

    def close(self) -> None:
        """End all waiting, and let go of all connections; what is under way ends with an error."""
        self.stopped.set()
        self._transport.close()

    def _led(self, request: Request, budget: Budget) -> Answer:
        """Send *request* where the registry leads it, with credentials only for the registry itself."""
        seen, renewed = {request.url}, False
        while True:
            here = self._checked(request)
            identify = request.login and self._home is not None and here == self._home
            used = self._auth.header(here, request.scopes, request.place, budget) if identify else ""
            there = replace(request, place=self._led_place(request.place, here))
            answer = self._exchange(there, {"Authorization": used} if used else {}, budget)
            if answer.status == 401 and identify:
                self._auth.learn(answer, request, used, last=renewed)
                renewed = bool(used)  # once: what a new token does not allow, the next one will not either
            elif answer.status in _REDIRECTS and "Location" in answer.headers:
                target = joined(request.url, answer.headers["Location"])
                if not request.follow and origin(target) != here:
                    return answer
                request = self._redirected(request, answer.status, target, seen)
            else:
                return answer

    def _checked(self, request: Request) -> Origin:
        """Return the origin of *request*, where the registry may lead to it."""
        here = origin(request.url)
        if here is None or (self._home is not None and not may_lead(self._home, here)):
            there = clean(here.netloc, 80) if here else "an address that is none"
            raise Trouble(LED_ASTRAY, f"{request.place}: it leads to {there}, not by https", _ELSEWHERE)
        return here

    def _led_place(self, place: Place, asked: Origin | None) -> Place:
        """Return *place*, where need be with the other host that was *asked*: it is not the registry that failed."""
        if asked is None or asked.netloc == place.host:  # the latter for a token service
            return place
        own = asked == origin(f"{asked.scheme}://{self.address.endpoint}")
        return place if own else place._replace(led_to=clean(asked.netloc, 80))

    def _redirected(self, request: Request, status: int, target: str, seen: set[str]) -> Request:
        if request.method not in ("GET", "HEAD") and status not in (307, 308):
            raise Trouble(LED_ASTRAY, f"{request.place}: it redirects ({status}) what it should store", _ELSEWHERE)
        if target in seen or len(seen) > _MOST_REDIRECTS:
            raise Trouble(LED_ASTRAY, f"{request.place}: it redirects in a circle or too often", _ELSEWHERE)
        seen.add(target)
        elsewhere = origin(target) != origin(request.url)
        own = {k: v for k, v in request.headers.items() if not (elsewhere and k == "Authorization")}
        return replace(request, url=target, headers=own)

    def _exchange(self, request: Request, headers: Mapping[str, str], budget: Budget) -> Answer:
        gate = self._gate(request.url)
        gate.pass_through(budget, request.place)
        self._go_on(request.place)
        if budget.left() <= 0:
            raise Trouble(TOO_SLOW, f"{request.place}: not done within {self.options.deadline:g} s", _LONGER)
        unmet = self._home is None
        seconds = budget.left_to_meet() if unmet else budget.left()
        if seconds <= 0:
            raise Trouble(TOO_SLOW, f"{request.place}: no answer within {budget.patience:g} s", _NEVER)
        try:
            answer = self._transport.exchange(request, headers, connect=budget.begin(), seconds=seconds)
        except Trouble as trouble:
            self._go_on(request.place)
            trouble.at = request.url, request.place
            if unmet and trouble.code == TOO_SLOW:
                budget.unmet()
            trouble.again &= not (unmet and trouble.garbled)  # it is something else, and stays so
            raise
        budget.reached()
        gate.reached()
        return answer

    def _go_on(self, place: Place) -> None:
        if self.stopped.is_set():
            raise Trouble(STOPPED, f"{place}: stopped", "run the same command again, it does only what is missing")

    def _put_off(self, answer: Answer, request: Request) -> Trouble:
        """Return the trouble of an answer that may be another one later, and hold everyone for as long as it asks."""
        trouble = self.refused(answer, request)
        trouble.after = retry_after(answer.headers, self._clock.wall())
        if trouble.after is not None:
            self._gate(answer.url).hold(trouble.after)
        return trouble

    def _gate(self, url: str) -> Gate:
        there = origin(url)
        gate = self._gates.get(there)
        if gate is None:
            with self._lock:
                gate = self._gates.setdefault(there, Gate(self._clock))
        return gate

    def _start(self, repository: str, budget: Budget) -> Origin:
        """Find out how the registry is reached, and that it is one; the first thread does so for all."""
        with self._starting:
            place = self.place("looking for a registry", repository)
            if self._failed is not None:  # in all the time that there was: each pack would wait its time out anew
                failed_at, trouble = self._failed
                raise trouble.said_at(place, failed_at)
            if self._home is None:
                send, once = partial(self.send, budget=budget), partial(self._exchange, headers={}, budget=budget)
                try:
                    scheme, answer = greeted(self.address, self.options, place, send=send, once=once)
                except Trouble as trouble:
                    self._failed = place, trouble
                    raise
                home = origin(f"{scheme}://{self.address.endpoint}/v2/")
                assert home is not None  # an address that was parsed
                self._home = home
                if answer.status == 401 and answer.headers.getlist("WWW-Authenticate"):
                    self._auth.offered(answer)
            return self._home


_NEVER = "check host and port, and whether the registry runs; a slow one has more time with a longer `--deadline`"
_LONGER = "run the same command again, it does only what is missing; or set a longer deadline"
