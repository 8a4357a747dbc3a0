"""Secret that looks live

values.yaml, presets.yaml or a manifest holds what has the shape of a real token or key: of Slack, GitHub, GitLab, AWS,
Google, Azure, Stripe, a JSON Web Token, a private key, or a random text under a key such as `password` or `apiToken`.
Whoever can read the pack has it.

    slack:
      token: "xoxb-…"

Revoke it, then let the user fill it in: `token: ""` with a `required` constraint in schema.yaml, or a reference to a
Kubernetes secret. Comments, placeholders and examples are left alone.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from generator.audit.folder import PackFolder
from generator.audit.text_files import TextFile
from generator.diagnostics import Diagnostic, Severity

CODE = "PS255"


class _Shape(NamedTuple):
    """A kind of secret: what it is, a text that is in every one of them (to look no further), its pattern."""

    what: str
    hint: str
    pattern: re.Pattern[str]


_SHAPES = tuple(
    _Shape(what, hint, re.compile(pattern))
    for what, hint, pattern in (
        ("a Slack token", "xox", r"\bxox[abeoprs]-(?:\d+-){1,3}[A-Za-z0-9-]{16,}"),
        ("a Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{18,}"),
        *(("a GitHub token", f"gh{kind}_", rf"\bgh{kind}_[A-Za-z0-9]{{36,}}") for kind in "opsur"),
        ("a GitHub token", "github_pat_", r"\bgithub_pat_\w{50,}"),
        ("a GitLab token", "glpat-", r"\bglpat-[\w-]{20,}"),
        ("an AWS access key", "KIA", r"\bAKIA[0-9A-Z]{16}\b"),
        ("an AWS access key", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
        ("a Google API key", "AIza", r"\bAIza[\w-]{35}\b"),
        ("an Azure storage key", "AccountKey=", r"AccountKey=[A-Za-z0-9+/]{80,}={0,2}"),
        ("an Azure shared access signature", "sig=", r"[?&]s[iprtv]=[^\s\"']{0,500}?&sig=[\w%+/-]{40,}"),
        ("a Stripe key", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
        ("a SendGrid key", "SG.", r"\bSG\.[\w-]{20,24}\.[\w-]{40,}"),
        ("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
        ("a JSON Web Token", "eyJ", r"\beyJ[\w-]{10,999}\.eyJ[\w-]{10,9999}\.[\w-]{20,}"),
        ("a private key", "PRIVATE KEY", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\s|\\n)+[A-Za-z0-9+/=]{40,}"),
    )
)
_NAMES = (
    *("password", "passwd", "token", "apikey", "api_key", "secretkey", "secret_key", "accesskey", "access_key"),
    *("clientsecret", "client_secret"),
)
_NAMED = re.compile(r"[\"']?[ \t]*:[ \t]+[\"']?([^\s\"'#]{16,200})[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_PLACEHOLDER = re.compile(
    r"example$|x{4,}|\*{3,}|\.{3}|your|change|placeholder|replace|dummy|sample|redacted|insert|<|\{\{|\$[{(]|todo",
    re.IGNORECASE,
)
_WORDS = re.compile(r"password|secret|token|test|demo|default|admin|example", re.IGNORECASE)
_RANDOM = re.compile(r"[A-Za-z0-9+/_=.~!@$%^&*-]+")
_LEAST_ENTROPY = 3.6


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield an error for each secret in the files that are deployed, without showing it."""
    manifests = [folder.read_text(path) for path in folder.manifests if path.endswith((".yaml", ".yml"))]
    for file in (folder.values, folder.presets, *manifests):
        for offset, what, secret in sorted(_secrets(file) if file else ()):
            if file and not _commented(file.text, offset):
                shown = f"{secret[:4]}…" if len(secret) > 12 else "…"
                help = "revoke it, and let the user fill it in or refer to a Kubernetes secret"
                message = f"this looks like {what} (`{shown}`)"
                yield folder.problem(CODE, message, file.at(offset), help, severity=Severity.ERROR)


def _secrets(file: TextFile) -> Iterator[tuple[int, str, str]]:
    taken: set[int] = set()
    for shape in _SHAPES:
        if shape.hint in file.text:
            for found in shape.pattern.finditer(file.text):
                if not _PLACEHOLDER.search(found[0]):
                    taken.add(found.start())
                    yield found.start(), shape.what, found[0]
    for found in _named(file.text):
        if found.start(1) not in taken and _looks_random(found[1]):
            yield found.start(1), "a live secret", found[1]


def _named(text: str) -> Iterator[re.Match[str]]:
    """Yield the values of keys that end like a secret's name. Searching for the names first is ten times faster."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return  # a letter that becomes two: offsets would not fit
    for name in _NAMES:
        at = lowered.find(name)
        while at >= 0:
            if found := _NAMED.match(text, at + len(name)):
                yield found
            at = lowered.find(name, at + len(name))


def _commented(text: str, offset: int) -> bool:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line.lstrip().startswith("#") or " #" in line


def _looks_random(text: str) -> bool:
    """Tell whether *text* is what a generator makes and nobody types: no words, no path, no name with dashes."""
    if not _RANDOM.fullmatch(text) or _PLACEHOLDER.search(text) or _WORDS.search(text) or _is_encoded_word(text):
        return False
    hexadecimal = len(text) >= 32 and re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", text) is not None
    kinds = sum(bool(re.search(pattern, text)) for pattern in ("[a-z]", "[A-Z]", "[0-9]"))
    digits = sum(c.isdigit() for c in text)
    mixed = kinds == 3 and digits > 1 and not re.search(r"[a-z]{7,}", text) and text.count("/") < 3
    return (hexadecimal or mixed) and _entropy(text) >= (3.0 if hexadecimal else _LEAST_ENTROPY)


def _is_encoded_word(text: str) -> bool:
    """Tell whether *text* is the base64 of something readable, such as a placeholder."""
    try:
        decoded = base64.b64decode(text, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return False
    return decoded.isprintable()


def _entropy(text: str) -> float:
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())
