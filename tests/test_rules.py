"""Rules, evaluated: Cluster API's own cases for AKS, every operator, and the binding to days and versions."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from generator.model.pack import Pack
from generator.rules import Given, allowed_values, conditions, evaluate, text_of

DAY = datetime.date(2026, 11, 21)

# What Cluster API Provider Azure refuses when a cluster is created (azuremanagedcontrolplane_webhook_test.go).
CAPZ: dict[str, dict[str, Any]] = {
    "kubenet-overlay": {"when": {"plugin": "kubenet", "mode": "overlay"}},
    "cilium-without-overlay": {"when": {"dataplane": "cilium", "mode": "not overlay"}},
    "cilium-other-policy": {"when": {"dataplane": "cilium", "policy": "not cilium"}},
    "policy-other-dataplane": {"when": {"policy": "cilium", "dataplane": "not cilium"}},
}


def pack(rules: dict[str, dict[str, Any]], **more: Any) -> Pack:
    fixed = {"says": "error", "text": "No.", "layer": "provisioner"}
    return Pack.model_validate(
        {
            "name": "fixture",
            "displayName": "Fixture",
            "layer": "cni",
            "description": "A fixture.",
            "versions": [{"version": "1.4.0", "series": "1.4.x", "values": "pack: {}\n"}],
            "rules": {name: fixed | rule for name, rule in rules.items()},
            **more,
        }
    )


def holds(wanted: object, given: Given | None) -> bool:
    return bool(evaluate(pack({"r": {"when": {"c": wanted}}}), {} if given is None else {"c": given}, DAY, "1.4.0"))


@pytest.mark.parametrize(
    ("choice", "broken"),
    [
        ({"plugin": "kubenet", "mode": "overlay"}, {"kubenet-overlay"}),
        ({"plugin": "azure", "mode": "overlay"}, set()),
        ({"plugin": "azure", "mode": "overlay", "policy": "cilium", "dataplane": "cilium"}, set()),
        ({"plugin": "azure", "mode": "", "policy": "cilium", "dataplane": "cilium"}, {"cilium-without-overlay"}),
        ({"plugin": "azure", "mode": "overlay", "policy": "azure", "dataplane": "cilium"}, {"cilium-other-policy"}),
        ({"plugin": "azure", "mode": "overlay", "policy": "cilium", "dataplane": "azure"}, {"policy-other-dataplane"}),
    ],
)
def test_cluster_api_cases(choice: dict[str, Given], broken: set[str]) -> None:
    """The six create cases of the provider's own test come out as there."""
    assert {v.name for v in evaluate(pack(CAPZ), choice, DAY, "1.4.0")} == broken


@pytest.mark.parametrize(
    ("wanted", "given", "met"),
    [
        ("azure", "azure", True),
        ("azure", "Azure", False),
        ("azure", None, False),
        ("not azure", "calico", True),
        ("not azure", "azure", False),
        ("not azure", None, False),
        ("not  azure", "azure", False),
        ("nothing", "nothing", True),
        (["azure", "calico"], "calico", True),
        (["azure", "calico"], "cilium", False),
        (["azure", "> 3"], 4, True),
        ([], "azure", False),
        ("linux", ["linux", "windows"], True),
        ("windows", ["linux"], False),
        ("windows", [], False),
        ("not linux", ["linux", "windows"], True),
        ("not linux", ["linux"], False),
        ("> 250", 251, True),
        ("> 250", 250, False),
        (">= 250", 250, True),
        ("< 250", 249.5, True),
        ("<= 250", 250.0, True),
        ("<=250", 251, False),
        ("= 250", 250, True),
        ("= 250", 251, False),
        ("250", 250, True),
        ("250", 250.0, True),
        ("not > 250", 250, True),
        ("not > 250", 251, False),
        ("> 1000", "251", False),
        ("> 250", "1000", True),
        (">= 1.29", "1.9", False),
        (">= 1.29", "1.29.4", True),
        (">= 1.29", "v1.30", True),
        ("< 1.29", "1.9", True),
        ("= 1.29", "1.29.0", True),
        ("< 0.5", 0.25, True),
        ("> 3", "many", False),
        ("< 3", "many", False),
        ("> many", 3, False),
        ("true", "true", True),
    ],
)
def test_conditions(wanted: object, given: Given | None, met: bool) -> None:
    assert holds(wanted, given) is met


def test_all_entries_must_match() -> None:
    rules = {"r": {"when": {"policy": "azure", "os": "windows"}}}
    assert evaluate(pack(rules), {"policy": "azure", "os": "windows"}, DAY, "1.4.0")
    assert not evaluate(pack(rules), {"policy": "azure", "os": "linux"}, DAY, "1.4.0")
    assert not evaluate(pack(rules), {"policy": "azure"}, DAY, "1.4.0")


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-09-29", {"before"}), ("2026-09-30", {"after"}), ("2026-11-21", {"after"})],
)
def test_days(day: str, found: set[str]) -> None:
    """The day of a retirement counts as after it; a rule bound to an unknown one never speaks."""
    rules = {
        "before": {"when": {"c": "x"}, "before": "npm"},
        "after": {"when": {"c": "x"}, "after": "npm"},
        "lost": {"when": {"c": "x"}, "after": "nmp"},
    }
    ends = {"npm": {"subject": "NPM", "date": "2026-09-30", "consequence": "C.", "replacement": "R."}}
    one = pack(rules, retirements=ends)
    assert {v.name for v in evaluate(one, {"c": "x"}, datetime.date.fromisoformat(day), "1.4.0")} == found


def test_versions_and_order() -> None:
    """A rule holds for the versions it states; verdicts come in the order of the pack."""
    rules = {
        "z": {"when": {"c": "x"}, "says": "note"},
        "a": {"when": {"c": "x"}, "versions": "1.4.x"},
        "m": {"when": {"c": "x"}, "versions": ">=2"},
    }
    found = evaluate(pack(rules), {"c": "x"}, DAY, "1.4.0")
    assert [(v.name, v.says.value) for v in found] == [("z", "note"), ("a", "error")]
    assert [v.name for v in evaluate(pack(rules), {"c": "x"}, DAY, "2.0.0")] == ["z", "m"]


def test_values_of_a_choice() -> None:
    """A choice offers its own values and its parameter's options; numbers cannot be listed."""
    options = [{"value": "none", "means": "N."}, {"value": True, "means": "T."}]
    one = pack(
        {},
        parameters=[{"path": "pack.policy", "type": "string", "description": "P.", "options": options}],
        choices={
            "policy": {"title": "P", "parameter": "pack.policy", "values": ["unset", "none"]},
            "nodes": {"title": "N", "number": True, "values": ["3"]},
            "open": {"title": "O"},
        },
    )
    assert allowed_values(one, one.choices["policy"]) == ["unset", "none", "true"]
    assert allowed_values(one, one.choices["nodes"]) is None
    assert allowed_values(one, one.choices["open"]) is None
    assert [text_of(v) for v in (True, False, 3, 3.0, 3.5, "x")] == ["true", "false", "3", "3", "3.5", "x"]
    assert [(c.value, c.operator, c.negated) for c in conditions("not >= 3")] == [("3", ">=", True)]
