"""Docker's credential helpers: programs that are asked for a login on their standard input.

The protocol is that of docker-credential-helpers: `docker-credential-NAME get`, the server as a line, JSON back.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping

from generator.registry.wire.failures import NO_CREDENTIALS, Trouble
from generator.registry.wire.shown import clean, parsed

SECONDS = 10.0
"""What a helper may take: it may ask a server of its own, but nobody is there to type."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_MOST = 64 * 1024


def ask(name: str, server: str, env: Mapping[str, str], seconds: float = SECONDS) -> tuple[str, str] | None:
    """Return user name and secret that the helper *name* has for *server*, or none where it has none."""
    program = f"docker-credential-{clean(name, 64)}"
    path = shutil.which(f"docker-credential-{name}", path=env.get("PATH")) if _NAME.fullmatch(name) else None
    if path is None:
        raise _trouble(f"{program}, which docker's config.json names, is not installed")
    code, out = _run([path, "get"], server, env, seconds, program)
    data = parsed(out)
    if code == 0 and isinstance(data, dict):
        username, secret = data.get("Username"), data.get("Secret")
        if isinstance(username, str) and isinstance(secret, str) and secret:
            return username, secret
        return None
    words = clean(out.decode("utf-8", "replace"), 160)
    if "credentials not found" in words.lower():
        return None
    if code == 0 or words.startswith("{"):
        words = "it gives an answer that cannot be read"
    raise _trouble(f"{program} fails for {server}: {words or f'exit code {code}'}")


def _run(command: list[str], server: str, env: Mapping[str, str], seconds: float, program: str) -> tuple[int, bytes]:
    """Run *command*. What it says goes to a file, so that a child it leaves behind cannot keep us waiting."""
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                command,
                input=f"{server}\n".encode(),
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=dict(env),
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _trouble(f"{program} gives no answer for {seconds:g} s") from None
        except OSError as wrong:
            raise _trouble(f"{program} cannot be run: {clean(wrong.strerror or '')}") from None
        out.seek(0)
        return done.returncode, out.read(_MOST)


def _trouble(message: str) -> Trouble:
    help = "mend it, or set PACKSCRIBE_USERNAME and PACKSCRIBE_PASSWORD"
    return Trouble(NO_CREDENTIALS, message, help, world=False)
