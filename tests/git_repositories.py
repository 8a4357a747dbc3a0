"""Real git repositories of small packs, to be compared. No tests in here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from repositories import AS_OF

from generator import pipeline
from generator.diagnostics import has_errors
from generator.review.change import Review
from generator.review.run import review

IDENTITY = {
    "GIT_AUTHOR_NAME": "t",
    "GIT_AUTHOR_EMAIL": "t@example.org",
    "GIT_COMMITTER_NAME": "t",
    "GIT_COMMITTER_EMAIL": "t@example.org",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}

#: A pack with one of most things, so that a test changes one line of it.
PACK = """\
name: hello
displayName: Hello
description: A page that says hello
layer: addon
addonType: app services
cloudTypes: [aws, azure]
architectures: [amd64, arm64]
tags: [packs, hello]
constraints:
  dependencies:
    - {packName: kubernetes, layer: k8s, type: optional, minVersion: "1.27.0", maxVersion: ""}
  resources:
    - {type: cpu, minLimit: 20}
sources:
  handbook: {title: Handbook, url: "https://example.org/handbook", rank: 1}
systems:
  linux: {name: Linux}
  windows: {name: Windows}
engines:
  quick: {name: Quick engine, systems: [linux, windows], recommended: true}
  slow: {name: Slow engine, systems: [linux]}
versions:
  - version: "1.1.0"
    series: 1.1.x
    values: |
      pack:
        namespace: "hello"
        content:
          images:
            - image: docker.io/library/busybox:1.36.1
      app:
        # What the page says.
        greeting: "Hello"
        replicas: 1
        engine: "quick"
        service:
          type: "ClusterIP"
          port: 80
          annotations: {}
    notes: The page has a greeting.
  - version: "1.0.0"
    series: 1.0.x
    values: |
      pack:
        namespace: "hello"
      app:
        greeting: "Hi"
        replicas: 1
        engine: "quick"
    lifecycle: {supported: 2026-01-05, deprecated: 2026-10-05}
parameters:
  - path: app.greeting
    type: string
    description: What the page says.
  - path: app.replicas
    type: integer
    description: How many there are.
  - path: app.engine
    type: string
    description: What serves it.
    options:
      - {value: quick, means: The quick engine., engine: quick}
      - {value: slow, means: The slow engine., engine: slow}
presets:
  - name: two
    displayName: Two replicas
    group: Size
    add: |
      app:
        replicas: 2
matrix:
  title: Capabilities
  rows:
    - id: serving
      title: Serving
      cells:
        quick:
          linux: {state: supported}
          windows: {state: preview}
        slow: {linux: {state: supported}}
limitations:
  size: {text: At most 250 nodes., strength: hard}
  speed: {text: Slow at first., strength: information}
warnings:
  clock: {kind: warning, text: Mind the clock.}
retirements:
  slow-end:
    subject: The slow engine
    date: 2027-09-30
    engine: slow
    consequence: It no longer starts.
    replacement: Use the quick engine.
choices:
  nodes: {title: Nodes, number: true}
rules:
  too-many: {when: {nodes: "> 250"}, says: error, text: Too many nodes., layer: pack}
procedures:
  look:
    title: Look at the page
    steps: [{text: Open it., command: "curl http://hello\\n"}]
prerequisites:
  - {text: A cluster.}
references:
  - {title: Handbook, url: "https://example.org/handbook"}
sections:
  about: {text: It says hello., place: intro}
"""


class Repo:
    """A git repository with packs, in *folder*."""

    def __init__(self, folder: Path, *, packs: dict[str, str] | None = None, built: bool = False) -> None:
        self.root = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.write("packscribe.toml", f"as_of = {AS_OF}\n")
        for name, text in ({"hello": PACK} if packs is None else packs).items():
            self.write(f"packs/{name}/pack.yaml", text)
        if built:
            self.build()
        self.commit("first")

    def git(self, *arguments: str) -> str:
        """Run git and return what it says."""
        environment = {**os.environ, **IDENTITY}
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, old: str, new: str, path: str = "packs/hello/pack.yaml") -> None:
        """Replace *old*, which stands once in the file, by *new*."""
        text = (self.root / path).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        self.write(path, text.replace(old, new))

    def build(self) -> None:
        """Compile every pack."""
        found = pipeline.build(self.root, []).diagnostics
        assert not has_errors(found), found

    def commit(self, message: str = "change") -> str:
        """Commit everything and return the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def diff(self, base: str = "HEAD", head: str = "") -> Review:
        """Compare two revisions."""
        return review(self.root, base, head)


def told(found: Review) -> list[tuple[str, str]]:
    """Return code and impact of each change."""
    return [(change.code, str(change.impact)) for change in found.changes]
