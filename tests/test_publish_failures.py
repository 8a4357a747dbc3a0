"""Whatever fails, and whenever: a tag leads to the old pack or to the whole new one, and a rerun does the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_packs import build, repository
from test_registry_contract import blob, image, opener

from generator import published
from generator.publishing import run as runs
from generator.publishing.judged import Wish
from generator.publishing.outcome import Outcome
from generator.publishing.plan import State
from generator.publishing.run import Request
from generator.registry import Descriptor, Manifest, Options, Registry, RegistryError
from generator.registry.memory import Memory, open_registry

VERSIONS = ["1.1.0", "1.0.0"]
REPOSITORY = "spectro-packs/archive/one"
WRITES = 3 * len(VERSIONS)  # two blobs, and the image manifest under its tag


class Failing(Memory):
    """A registry in memory whose writes fail as *plan* says: by their number, before or after they took place."""

    plan: frozenset[tuple[int, str]] = frozenset()
    error: Callable[[], Exception] = staticmethod(lambda: RegistryError("PS637", "cut off", "try again"))

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.writes = 0
        self.meanwhile: Callable[[int], None] = lambda number: None

    def put_blob(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO]) -> bool:
        return self._write(lambda: Memory.put_blob(self, repository, blob, content))

    def put_manifest(self, repository: str, reference: str, manifest: Manifest) -> None:
        self._write(lambda: Memory.put_manifest(self, repository, reference, manifest))

    def _write(self, write: Callable[[], bool | None]) -> bool:
        number = self.writes
        self.writes += 1
        self.meanwhile(number)
        if (number, "before") in self.plan:
            raise self.error()
        done = write()
        if (number, "after") in self.plan:
            raise self.error()
        return bool(done)


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a repository, and the same with other content under its versions."""
    old = repository(tmp_path_factory.mktemp("old"), "one", versions=VERSIONS)
    new = repository(tmp_path_factory.mktemp("new"), "one", versions=VERSIONS)
    file = new / "packs" / "one" / "pack.yaml"
    file.write_text(file.read_text().replace("nodes: 1", "nodes: 2"))
    build(new)
    return old, new


@pytest.fixture(autouse=True)
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packs are without errors, and compiling them for each case would take most of the time."""
    monkeypatch.setattr(runs, "refused", lambda *arguments, **more: (set(), []))


def publish(root: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch, message: str = "") -> Outcome:
    monkeypatch.setattr(runs, "open_destination", lambda address, options: registry)
    (root / published.FILE).unlink(missing_ok=True)
    return runs.publish(root, Wish(), Request(registry.name, message=message))


def content(name: str) -> dict[str, str]:
    """Return what each tag leads to, by the tar that its manifest states, and check that all of it is there."""
    registry = open_registry(name, Options())
    found = {}
    for tag in registry.tags(REPOSITORY):
        manifest = registry.manifest(REPOSITORY, tag)
        assert manifest is not None
        fields = json.loads(manifest.data)
        for each in (fields["config"], *fields["layers"]):
            assert sum(map(len, registry.blob(REPOSITORY, each["digest"], each["size"]))) == each["size"]
        found[tag] = manifest.digest
    return found


def published_digests(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    registry = Failing(f"memory:{uuid4()}")
    publish(root, registry, monkeypatch)
    assert registry.writes == WRITES
    return content(registry.name)


failures = st.frozensets(st.tuples(st.integers(0, WRITES - 1), st.sampled_from(["before", "after"])), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=failures)
def test_tags_are_never_wrong_and_a_rerun_converges(
    plan: frozenset[tuple[int, str]], roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = published_digests(roots[0], monkeypatch)
    registry = Failing(f"memory:{uuid4()}")
    registry.plan = plan
    outcome = publish(roots[0], registry, monkeypatch)
    assert all(new[tag] == digest for tag, digest in content(registry.name).items())
    for (_name, version), row in outcome.rows.items():
        assert row.state in (State.PUBLISHED, State.FAILED)
        assert row.state is State.FAILED or content(registry.name)[version] == new[version]
    again = Failing(registry.name)
    assert all(
        row.state in (State.PUBLISHED, State.UNCHANGED) for row in publish(roots[0], again, monkeypatch).rows.values()
    )
    assert content(registry.name) == new
    last = Failing(registry.name)
    publish(roots[0], last, monkeypatch)
    assert last.writes == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=failures)
def test_replacing_leaves_the_old_or_the_new(
    plan: frozenset[tuple[int, str]], roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = published_digests(roots[1], monkeypatch)
    first = Failing(f"memory:{uuid4()}")
    publish(roots[0], first, monkeypatch)
    old = content(first.name)
    second = Failing(first.name)
    second.plan = plan
    publish(roots[1], second, monkeypatch, message="why")
    assert all(digest in (old[tag], new[tag]) for tag, digest in content(first.name).items())
    publish(roots[1], Failing(first.name), monkeypatch, message="why")
    assert content(first.name) == new


@pytest.mark.parametrize("number", range(WRITES))
def test_an_error_of_the_disk_at_any_write_fails_its_version_only(
    number: int, roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Failing(f"memory:{uuid4()}")
    registry.plan = frozenset({(number, "before")})
    registry.error = lambda: OSError(28, "No space left on device")  # type: ignore[method-assign]
    outcome = publish(roots[0], registry, monkeypatch)
    assert Counter(row.state for row in outcome.rows.values()) == {State.PUBLISHED: 1, State.FAILED: 1}
    assert outcome.world and [d.code for d in outcome.found] == ["PS612"]


@pytest.mark.parametrize("number", range(WRITES))
def test_a_registry_that_goes_away_is_left_alone(
    number: int, roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Failing(f"memory:{uuid4()}")
    registry.plan = frozenset((each, "before") for each in range(number, WRITES))
    registry.error = lambda: RegistryError("PS633", "not there", "start it")  # type: ignore[method-assign]
    outcome = publish(roots[0], registry, monkeypatch)
    assert registry.writes == number + 1, "nothing else is attempted"
    assert [d.code for d in outcome.found] == ["PS633"] and outcome.world
    assert all(row.state in (State.PUBLISHED, State.LEFT) for row in outcome.rows.values())


def test_a_blob_that_a_registry_forgets_is_stored_again(
    roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A race of docker-registry 2.8: it has taken a blob, and does not know it a moment later."""
    registry = Failing(f"memory:{uuid4()}")
    registry.plan = frozenset({(2, "before"), (5, "before")})
    registry.error = lambda: RegistryError("PS656", "unknown blob", "again")  # type: ignore[method-assign]
    outcome = publish(roots[0], registry, monkeypatch)
    assert {row.state for row in outcome.rows.values()} == {State.PUBLISHED}
    assert registry.writes == WRITES + 6


def test_a_registry_that_forgets_for_ever_is_not_asked_for_ever(
    roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Failing(f"memory:{uuid4()}")
    registry.plan = frozenset((number, "before") for number in range(2, 100, 3))
    registry.error = lambda: RegistryError("PS656", "unknown blob", "again")  # type: ignore[method-assign]
    outcome = publish(roots[0], registry, monkeypatch)
    assert State.FAILED in {row.state for row in outcome.rows.values()} and registry.writes < 30


@pytest.mark.parametrize("number", range(3))
def test_somebody_else_who_publishes_first_is_not_overwritten(
    number: int, roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Failing(f"memory:{uuid4()}")
    theirs = image(b"theirs")

    def meanwhile(at: int) -> None:
        if at == number:
            other = Memory(registry.name)
            for data in (b"{}", b"theirs"):
                other.put_blob(REPOSITORY, blob(data), opener(data))
            other.put_manifest(REPOSITORY, VERSIONS[0], theirs)

    registry.meanwhile = meanwhile
    outcome = publish(roots[0], registry, monkeypatch)
    row = outcome.rows["one", VERSIONS[0]]
    if number < 2:  # before the last look at the tag
        assert row.state is State.FAILED and content(registry.name)[VERSIONS[0]] == theirs.digest
        assert [d.code for d in outcome.found] == ["PS609"]
    else:  # in the moment between, which no registry can close; theirs is overwritten, and ours is whole
        assert row.state is State.PUBLISHED
    assert outcome.rows["one", VERSIONS[1]].state is State.PUBLISHED


@pytest.mark.parametrize("number", range(3))
def test_somebody_else_who_publishes_the_same_is_no_conflict(
    number: int, roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Memory(f"memory:{uuid4()}")
    publish(roots[0], before, monkeypatch)
    same = before.manifest(REPOSITORY, VERSIONS[0])
    assert same is not None
    registry = Failing(f"memory:{uuid4()}")

    def meanwhile(at: int) -> None:
        if at == number:
            other = Memory(registry.name)
            for each in (json.loads(same.data)["config"], *json.loads(same.data)["layers"]):
                data = b"".join(before.blob(REPOSITORY, each["digest"], each["size"]))
                other.put_blob(REPOSITORY, blob(data), opener(data))
            other.put_manifest(REPOSITORY, VERSIONS[0], same)

    registry.meanwhile = meanwhile
    outcome = publish(roots[0], registry, monkeypatch)
    assert {row.state for row in outcome.rows.values()} == {State.PUBLISHED} and not outcome.found


def test_a_reader_that_fails_while_planning_fails_its_version(
    roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unreadable(Failing):
        def head(self, repository: str, reference: str) -> Descriptor | None:
            if reference == VERSIONS[1]:
                raise RegistryError("PS650", "the registry failed", "look into its log")
            return super().head(repository, reference)

    outcome = publish(roots[0], Unreadable(f"memory:{uuid4()}"), monkeypatch)
    assert outcome.rows["one", VERSIONS[0]].state is State.PUBLISHED
    assert outcome.rows["one", VERSIONS[1]].state is State.FAILED and outcome.world


def test_a_wrong_password_is_tried_once(roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Closed(Failing):
        def head(self, repository: str, reference: str) -> Descriptor | None:
            asked.append(reference)
            raise RegistryError("PS639", "wrong password", "log in again", world=False)

    outcome = publish(roots[0], Closed(f"memory:{uuid4()}"), monkeypatch)
    assert asked == VERSIONS[:1] and [d.code for d in outcome.found] == ["PS639"] and not outcome.world


def test_a_fault_of_ours_in_a_worker_is_not_swallowed(
    roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Failing(f"memory:{uuid4()}")
    registry.plan = frozenset({(0, "before")})
    registry.error = lambda: ZeroDivisionError("a bug")  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        publish(roots[0], registry, monkeypatch)
