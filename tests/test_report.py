"""The four forms of a report."""

from __future__ import annotations

import json

import pytest

from generator.diagnostics import Diagnostic, Location, Severity
from generator.diagnostics.report import FORMATS, render

PLACE = Location("packs/cni-azure/pack.yaml", 41, 16)
ERROR = Diagnostic("PS020", "the key `a` is here twice", PLACE, "remove one\nor the other", pack="cni-azure")
WARNING = Diagnostic("PS999", "100% odd", Location("a,b:c.yaml"), "", Severity.WARNING)
NOTE = Diagnostic("PS024", "a\nb\x1b[31m\u202e", Location("x\x07y.yaml", 2, 3), "h", Severity.NOTE)


def test_text() -> None:
    assert render([ERROR, WARNING], "text").splitlines() == [
        "packs/cni-azure/pack.yaml:41:16: error PS020 the key `a` is here twice",
        "  help: remove one",
        "        or the other",
        "a,b:c.yaml:1:1: warning PS999 100% odd",
        "1 error, 1 warning",
    ]
    assert render([ERROR, ERROR], "text").endswith("\n2 errors\n")
    assert render([], "text") == "no problems\n"


def test_text_is_safe_on_a_terminal() -> None:
    first = render([NOTE], "text").splitlines()[0]
    assert first == "x\\x07y.yaml:2:3: note PS024 a\\x0ab\\x1b[31m\\u202e"


def test_colour_only_when_asked() -> None:
    assert "\x1b" not in render([ERROR, WARNING, NOTE], "text")
    assert "\x1b[31merror\x1b[0m PS020" in render([ERROR], "text", colour=True)


def test_text_shows_the_line_that_is_meant() -> None:
    sources = {"p": "a: 1\n\tb: \x1b2\n"}.get
    shown = render([Diagnostic("PS007", "m", Location("p", 2, 6))], "text", sources=sources)
    assert shown.splitlines()[1:3] == ["  2 |  b: \\x1b2", "    |         ^"]
    missing = render([Diagnostic("PS007", "m", Location("q", 2, 5))], "text", sources=sources)
    assert len(missing.splitlines()) == 2


def test_json() -> None:
    first, second = json.loads(render([ERROR, NOTE], "json"))
    assert first == {
        "code": "PS020",
        "severity": "error",
        "pack": "cni-azure",
        "path": "packs/cni-azure/pack.yaml",
        "line": 41,
        "column": 16,
        "message": "the key `a` is here twice",
        "help": "remove one\nor the other",
    }
    assert second["message"] == NOTE.message
    assert json.loads(render([], "json")) == []


def test_github() -> None:
    assert render([ERROR, WARNING, NOTE], "github").splitlines() == [
        (
            "::error file=packs/cni-azure/pack.yaml,line=41,col=16,title=PS020::the key `a` is here twice"
            "%0Ahelp: remove one%0Aor the other"
        ),
        "::warning file=a%2Cb%3Ac.yaml,line=1,col=1,title=PS999::100%25 odd",
        "::notice file=x\\x07y.yaml,line=2,col=3,title=PS024::a%0Ab\\x1b[31m\\u202e%0Ahelp: h",
    ]


def test_sarif() -> None:
    log = json.loads(render([ERROR, WARNING, ERROR], "sarif"))
    assert log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "packscribe"
    assert [rule["id"] for rule in driver["rules"]] == ["PS020", "PS999"]
    assert "same key twice" in driver["rules"][0]["help"]["text"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]
    result = run["results"][0]
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "PS020"
    assert result["message"]["text"].startswith("the key `a`")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "packs/cni-azure/pack.yaml"
    assert place["region"] == {"startLine": 41, "startColumn": 16}
    assert run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%2Cb%3Ac.yaml"


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_takes_none_and_any_text(fmt: str) -> None:
    odd = Diagnostic("PS007", "\ud800\x00é😀%,:", Location("\ud800", 1, 1), "\r\n")
    assert render([], fmt).endswith("\n") or fmt == "github"
    render([odd], fmt).encode("utf-8")


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="sarif"):
        render([], "xml")
