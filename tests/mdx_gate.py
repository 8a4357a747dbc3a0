"""Run the real MDX compiler, React and Prettier over generated pages (see mdx/gate.mjs). No tests in here."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "mdx"
INSTALL = "npm ci --prefix tests/mdx"
PACKAGES = ("@mdx-js/mdx", "react-dom", "prettier")


def available() -> str | None:
    """Return None when the gate can run, else the reason in one sentence, for ``pytest.skip``."""
    if shutil.which("node") is None:
        return "The MDX gate needs Node 20 or newer, and no node command was found."
    if not all((FOLDER / "node_modules" / package).is_dir() for package in PACKAGES):
        return f"The MDX gate's packages are missing; install them with: {INSTALL}"
    return None


def run(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take entries ``{name, text or path}`` and return one result for each, in order.

    Further keys of an entry: ``prettier``, ``printWidth``, ``compile``, ``expressions`` (see gate.mjs).

    A result is ``{name, ok: True, html}`` or ``{name, ok: False, error, line, column}``, with ``prettier``
    (bool) and ``diff`` when the entry asked for ``prettier``. RuntimeError tells that Node itself failed.
    """
    done = subprocess.run(
        ["node", str(FOLDER / "gate.mjs")],
        input=json.dumps(entries, default=str),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode != 0:
        raise RuntimeError(f"The MDX gate failed with exit code {done.returncode}:\n{done.stderr}")
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results
