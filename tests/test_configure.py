"""`packscribe configure`: what platform and provisioner refuse comes out as refused, bad input with a way out."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from repositories import PROJECT, SHARED

from generator.cli import cli
from generator.configure.evaluation import evaluate
from generator.configure.result import Configuration
from generator.configure.run import configure
from generator.configure.wanted import Asked
from generator.model.form import Clause, Condition, Record

BEFORE, NOW, LATER, LAST = "2026-09-29", "2026-11-21", "2028-03-31", "2028-09-30"
PROVISIONER = "the provisioner (Cluster API)"
KUBENET = {"K20-kubenet": "warning"}
ON_LINUX = Clause(of="os", any=(Condition(op="is", value="linux"),))


def made(*choices: str, day: str = NOW) -> Configuration:
    """Return the configuration of cni-azure for *choices*: `PATH=VALUE` for a parameter, else `CHOICE=VALUE`."""
    set_ = [choice for choice in choices if choice.startswith("pack.")]
    choose = [choice for choice in choices if not choice.startswith("pack.")]
    outcome = configure(PROJECT, "cni-azure", Asked("", set_, choose), datetime.date.fromisoformat(day))
    assert outcome.made is not None, outcome.diagnostics
    return outcome.made


def verdicts(made_: Configuration, layer: str = "") -> dict[str, str]:
    """Return what rules say, by name; of one *layer* if it is given."""
    rules = [f.record for f in made_.findings if f.record.kind == "rule"]
    return {record.id: record.says for record in rules if layer in ("", record.layer)}


# What holds of combinations: Cluster API's webhook, the error codes of AKS, and Microsoft's documentation.
# choices, day, what is said by which rule, and what must not be said
COMBINATIONS: dict[str, tuple[list[str], str, dict[str, str]]] = {
    "K1": (["plugin=kubenet", "policy=azure"], NOW, {"K1": "error"} | KUBENET),
    "K2": (["plugin=kubenet", "policy=calico", "os=linux"], NOW, {"K2": "note"} | KUBENET),
    "K3": (["plugin=kubenet", "os=windows-2022"], NOW, {"K3": "error"} | KUBENET),
    "K4": (["plugin=kubenet", "mode=overlay"], NOW, {"K4": "error"} | KUBENET),
    "K5": (
        ["plugin=kubenet", "dataplane=cilium", "policy=cilium", "mode=overlay"],
        NOW,
        {"K5": "error", "K4": "error"} | KUBENET,
    ),
    "K6": (["plugin=none", "policy=calico"], NOW, {"K6": "error"}),
    "K7": (
        ["dataplane=cilium", "policy=azure", "mode=overlay"],
        NOW,
        {"K7-platform": "error", "K7-provisioner": "error"},
    ),
    "K7 as shipped": (["dataplane=cilium", "mode=overlay"], NOW, {"K7-platform": "error", "K7-provisioner": "error"}),
    "K8": (["policy=cilium", "dataplane=azure"], NOW, {"K8-platform": "error", "K8-provisioner": "error"}),
    "K8 left out": (["policy=cilium"], NOW, {"K8-platform": "error"}),
    "K9": (
        ["dataplane=cilium", "policy=cilium", "mode=pod-subnet"],
        NOW,
        {"K9-provisioner": "error", "K9-platform": "note"},
    ),
    "K10": (["dataplane=cilium", "policy=cilium", "mode=overlay", "os=windows-2022"], NOW, {"K10": "error"}),
    "K11": (["policy=azure", "os=windows-2019"], BEFORE, {"K11": "error"}),
    "K11 2025": (["policy=azure", "os=windows-2025"], NOW, {"K11": "error"}),
    "K12 before": (["policy=azure", "os=windows-2022"], BEFORE, {"K12-preview": "warning"}),
    "K12": (["policy=azure", "os=windows-2022"], NOW, {"K12-ended": "error"}),
    "K13": (["policy=calico", "os=windows-2019", "plugin=azure"], NOW, {}),
    "K13 2025": (["policy=calico", "os=windows-2025", "plugin=azure"], NOW, {"K13-release": "warning"}),
    "K13 no plug-in": (
        ["policy=calico", "os=windows-2022", "plugin=none"],
        NOW,
        {"K13-plugin": "error", "K6": "error"},
    ),
    "K14": (["policy=calico", "ipFamily=dual-stack"], NOW, {"K14": "error"}),
    "K15": (["policy=azure", "os=linux", "nodes=251"], NOW, {"K15-nodes": "error", "K20-npm": "warning"}),
    "K15 at the limit": (["policy=azure", "os=linux", "nodes=250", "pods=20000"], NOW, {"K20-npm": "warning"}),
    "K15 pods": (["policy=azure", "os=linux", "pods=20001"], NOW, {"K15-pods": "error", "K20-npm": "warning"}),
    "K16": (["change=switch-directly"], NOW, {"K16-platform": "error", "K16-provisioner": "error"}),
    "K16 through none": (["change=switch-through-none"], NOW, {"K16-provisioner": "error"}),
    "K17": (["policy=calico", "change=upgrade-to-overlay"], NOW, {"K17": "error", "K16-overlay": "error"}),
    "K18": (["ciliumFilter=l7", "acns=off"], NOW, {"K18-acns": "error"}),
    "K18 Kubernetes": (["ciliumFilter=fqdn", "kubernetes=1.28.9"], NOW, {"K18-kubernetes": "error"}),
    "K19": (
        ["change=upgrade-to-cilium", "nodeAutoProvisioning=enabled"],
        NOW,
        {"K19": "error", "K16-provisioner": "error"},
    ),
    "K20 NPM": (["policy=azure", "os=linux"], LATER, {"K20-npm": "warning"}),
    "K20 NPM ended": (["policy=azure", "os=linux"], LAST, {"K20-npm-ended": "error"}),
    "K20 kubenet": (["plugin=kubenet"], LATER, {"K20-kubenet-ended": "error"}),
}


@pytest.mark.parametrize("case", COMBINATIONS)
def test_combinations(case: str) -> None:
    choices, day, said = COMBINATIONS[case]
    found = made(*choices, day=day)
    assert verdicts(found) == said
    assert found.works is ("error" not in said.values() and not _unmet(found))


def _unmet(found: Configuration) -> bool:
    return any(finding.record.kind == "requirement" for finding in found.findings)


# The six cases of Cluster API Provider Azure in which a cluster is created (azuremanagedcontrolplane_webhook_test.go).
CAPZ = [
    (["plugin=kubenet", "mode=overlay"], False),
    (["plugin=azure", "mode=overlay"], True),
    (["plugin=azure", "mode=overlay", "policy=cilium", "dataplane=cilium"], True),
    (["plugin=azure", "policy=cilium", "dataplane=cilium"], False),
    (["plugin=azure", "mode=overlay", "policy=azure", "dataplane=cilium"], False),
    (["plugin=azure", "mode=overlay", "policy=cilium", "dataplane=azure"], False),
]


@pytest.mark.parametrize(("choices", "accepted"), CAPZ)
def test_cluster_api_accepts(choices: list[str], accepted: bool) -> None:
    assert ("error" not in verdicts(made(*choices), PROVISIONER).values()) is accepted


#: What a rule of the table is called in the limitations and capabilities of the pack.
PREDICATES = {
    "named_port": "named ports",
    "sctp": "SCTP",
    "negative_selector": "negative selectors",
    "ipblock_except": "except",
    "ipv6_cidr": "IPv6",
    "ipblock_count_gt_4": "four or fewer",
    "ipblock_may_cover_pod_or_node": "never selects the addresses of pods or nodes",
    "end_port": "endPort",
}
ORACLE = SHARED / "oracles" / "netpol-rules.yaml"


@pytest.mark.skipif(not ORACLE.exists(), reason="the table of rules for network policies is not here")
def test_what_engines_do_not_support_is_said() -> None:
    """What the table says of an engine on a system, and is a property of the engine, is found for that choice."""
    silent = []
    for rule in yaml.safe_load(ORACLE.read_text())["rules"]:
        word, when = PREDICATES.get(rule["predicate"]), rule["when"]
        if word is None or "engine" not in when:
            continue
        system = {"windows": "windows-2022"}.get(when.get("os", ""), "linux")
        found = made(f"policy={when['engine']}", f"os={system}", day=BEFORE)
        told = [f"{f.record.label} {f.record.text}".lower() for f in found.findings if f.sure]
        if not any(word.lower() in text for text in told):
            silent.append(rule["id"])
    assert silent == []


def run(*arguments: str, root: Path = PROJECT) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["configure", *arguments, "--root", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_everything_wrong_is_said_at_once() -> None:
    """Names and values that there are not, each with its code and what was probably meant; nothing else is printed."""
    code, said = run(
        *("cni-azure", "--set", "pack.networkPolicy=celium", "--set", "pack.networkPolcy=azure", "--set", "nothing"),
        *("--preset", "overlai", "--choose", "plugn=azure", "--choose", "plugin=azur", "--choose", "nodes=many"),
        *("--os", "linus", "--choose", "mode=overly"),
    )
    assert code == 2
    wanted = {
        "PS199": "did you mean `overlay`?",
        "PS198": "did you mean `cilium`?",
        "PS197": "did you mean `pack.networkPolicy`?",
        "PS196": "write `--set nothing=VALUE`",
        "PS703": "did you mean `plugin`?",
        "PS704": "did you mean `linux`?",
    }
    for found, way_out in wanted.items():
        assert f"error {found} " in said
        assert way_out in said
    assert said.count(" error ") == 9
    assert "networkPolicy:" not in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["cni-azur"], "PS110"),
        (["cni-azure", "--version", "1.5.0"], "PS195"),
        (["hello-edge", "--preset", "inside", "--preset", "node-port"], "PS199"),
        (["hello-edge", "--set", "manifests.hello-edge.replicas=two"], "PS198"),
        (["hello-edge", "--set", "manifests.hello-edge.service=x"], "PS198"),
        (["hello-edge", "--set", "a..b=x"], "PS197"),
        (["cni-azure", "--set", "pack.networkPolicy=azure", "--set", "pack.networkPolicy=calico"], "PS196"),
        (["cni-azure", "--set", "pack.networkPluginMode=overlay", "--choose", "mode=pod-subnet"], "PS704"),
        (["cni-azure", "--choose", "plugin=azure", "--choose", "plugin=kubenet"], "PS704"),
    ],
)
def test_wrong_use(arguments: list[str], code: str) -> None:
    result, said = run(*arguments)
    assert result == 2
    assert f" {code} " in said
    result, said = run(*arguments, "--format", "json")
    assert result == 2
    assert [one["code"] for one in json.loads(said)] == [code]


def test_values_can_be_pasted_and_written(tmp_path: Path) -> None:
    """Text output is YAML as a whole; `-o` writes the values alone; what works leaves with 0, an error with 1."""
    chosen = ["cni-azure", "--set", "pack.networkPolicy=cilium", "--set", "pack.networkDataplane=cilium"]
    file = tmp_path / "values.yaml"
    code, said = run(*chosen, "--preset", "overlay", "--os", "linux", "--choose", "plugin=azure", "-o", str(file))
    assert code == 0
    policy = {"networkPolicy": "cilium", "networkPluginMode": "overlay", "networkDataplane": "cilium"}
    assert yaml.safe_load(said) == {"pack": policy}
    assert said.startswith(file.read_text())
    assert file.read_text().startswith("# spectrocloud.com/enabled-presets: Network Plugin Mode:overlay\n")
    code, said = run(*chosen, "--os", "windows-2022")
    assert code == 1
    assert "# Does not work:" in said
    assert "enforced by the platform" in " ".join(said.replace("\n#  ", "").split())
    assert "az aks create" not in said


def test_json_holds_everything() -> None:
    code, said = run("cni-azure", "--set", "pack.networkPolicy=calico", "--os", "linux", "--format", "json")
    data: dict[str, Any] = json.loads(said)
    assert code == 0
    assert data["works"]
    assert data["given"]["policy"] == ["calico"]
    assert data["given"]["@engine"] == ["calico"]
    assert data["given"]["mode"] == [""]
    assert data["changed"] == [[5, 5]]
    assert {f["id"] for f in data["findings"] if f["applies"] == "yes"} >= {
        "calico-plugins",
        "calico-untested-features",
    }
    assert not any("windows" in f["id"] for f in data["findings"])
    titles = [p["title"] for p in data["procedures"]]
    assert any("Calico" in title for title in titles)
    assert not any("Create a Cluster with Cilium" in title for title in titles)


@pytest.mark.parametrize(
    ("chosen", "heading"),
    [((), "Depends on what is not chosen"), (("ipFamily=ipv4",), None), (("ipFamily=dual-stack",), "Take care")],
)
def test_a_limitation_of_a_choice_stands_where_that_is_known(chosen: tuple[str, ...], heading: str | None) -> None:
    asked = [part for choice in chosen for part in ("--choose", choice)]
    _, said = run("cni-azure", "--set", "pack.networkPolicy=none", "--os", "linux", *asked)
    sections = (section.removeprefix("# ").partition(":\n") for section in said.split("\n\n"))
    under = [
        t for t, _, words in sections if "neither Azure NPM nor Calico" in " ".join(words.replace("\n#", "").split())
    ]
    assert under == ([heading] if heading else [])


@pytest.mark.parametrize(
    ("warned", "chosen", "told"),
    [
        ((ON_LINUX,), "linux", ["warning yes"]),
        ((ON_LINUX,), "windows", ["limitation yes"]),
        ((ON_LINUX,), "", ["warning maybe", "limitation yes"]),
        ((), "windows", ["warning yes"]),
    ],
)
def test_a_warning_speaks_for_the_limitation_of_its_name(
    warned: tuple[Clause, ...], chosen: str, told: list[str]
) -> None:
    records = (
        Record(kind="warning", id="one", when=warned, lenient=True),
        Record(kind="limitation", id="one"),
    )
    given = {"os": (chosen,)} if chosen else {}
    found = evaluate(records, given, "1.0.0", datetime.date(2026, 1, 1))
    assert [f"{f.record.kind} {'yes' if f.sure else 'maybe'}" for f in found] == told


@pytest.mark.parametrize(
    ("fmt", "expected"), [("github", "::error file=packs/cni-azure/pack.yaml,"), ("sarif", "PS705")]
)
def test_findings_for_programs(fmt: str, expected: str) -> None:
    code, said = run("cni-azure", "--choose", "plugin=kubenet", "--choose", "policy=azure", "--format", fmt)
    assert code == 1
    assert expected in said


def test_macros_are_taken_and_left_open() -> None:
    """What Palette fills in is not known, so no rule speaks of it."""
    found = made("pack.networkPolicy={{ .spectro.var.POLICY }}", "dataplane=cilium")
    assert "policy" not in found.given
    assert not any(name.startswith("K7") for name in verdicts(found))
