"""The files of a pack folder."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.artifacts.pack_json import pack_json
from generator.artifacts.plain_prose import paragraphs
from generator.artifacts.presets_yaml import presets_yaml
from generator.artifacts.schema_yaml import schema_yaml, unsayable
from generator.artifacts.values_schema import values_schema
from generator.artifacts.values_yaml import values_yaml
from generator.model.pack import Pack
from generator.model.selection import effective, options_of, parameters_of, presets_of
from generator.palette_schema import Constraint, parse
from generator.source import parse_values
from generator.values import strip_comments
from generator.yaml_text import literal, mapping, scalar, sequence

SHARED = Path(__file__).parents[2] / "shared"

VALUES = """\
pack:
  # The CNI of the cluster.
  networkPolicy: "none"
  # networkDataplane: azure
  ports: [80]
  cluster: "{{ .spectro.system.cluster.name }}"
  replicas: 2
  nothing:
  debug: {{ .spectro.var.debug }}
  store: ""
"""

PACK = {
    "name": "cni-azure",
    "displayName": "Azure CNI",
    "layer": "cni",
    "description": "Azure CNI network pack",
    "cloudTypes": ["aks"],
    "annotations": {"source": "community"},
    "versions": [
        {
            "version": "1.5.0",
            "series": "1.5.x",
            "values": VALUES,
            "enabledPresets": ["Policy:calico"],
            "overrides": {"displayName": "Azure CNI (new)", "annotations": {"source": "other"}},
            "charts": ["charts/x-1.5.0.tgz"],
            "eol": "2030-01-01",
        },
        {"version": "1.4.0", "series": "1.4.x", "values": VALUES},
        {"version": "1.3.0", "series": "1.3.x", "values": VALUES, "comments": "verbatim", "newline": "crlf"},
    ],
    "parameters": [
        {
            "path": "pack.networkPolicy",
            "type": "string",
            "required": True,
            "description": "The network policy for\ningress **and** [egress](https://a.example/b) of `pods`.",
            "hints": ["Choose one", "it's unsafe"],
            "options": [
                {"value": "none", "means": "No policy."},
                {"value": "azure", "means": "Azure's own."},
                {"value": "calico", "means": "Calico.", "versions": ">=1.4"},
                {
                    "value": "cilium",
                    "means": "Cilium.",
                    "confidence": "inferred",
                    "needs": {"pack.networkDataplane": "cilium"},
                },
            ],
        },
        {
            "path": "pack.networkDataplane",
            "type": "string",
            "description": "The dataplane.",
            "default": "azure",
            "lifecycle": {"deprecated": "1.5.0", "removed": "2.0.0", "replacement": "pack.plane"},
        },
        {"path": "pack.replicas", "type": "integer", "description": "How many.", "readonly": True},
        {"path": "pack.replicas", "type": "integer", "description": "How many now.", "versions": "1.5.x"},
        {"path": "pack.plane", "type": "string", "description": "Later.", "lifecycle": {"since": "2.0.0"}},
        {"path": "pack.ports", "type": "array", "description": "Open ports."},
    ],
    "presets": [
        {
            "name": "calico",
            "displayName": "Calico: yes",
            "group": "Policy",
            "remove": ["pack.store"],
            "add": "pack:\n  networkPolicy: calico\n  store:\n    type: S3\n  replicas: many\n",
        },
        {"name": "old", "displayName": "Old", "group": "Policy", "add": "  # odd\n", "versions": "1.4.x"},
    ],
}


def pack(**changes: object) -> Pack:
    return Pack.model_validate(PACK | changes)


def read(text: str) -> list[object]:
    """Return what readers of YAML 1.1 and 1.2 make of *text*."""
    return [yaml.safe_load(text), YAML(typ="safe", pure=True).load(text)]


# --- which records hold -------------------------------------------------------------------------------------


def test_selection() -> None:
    """Records hold by version range, lifecycle and override."""
    azure = pack()
    new, old, _ = azure.versions
    assert [p.description for p in parameters_of(azure, new)][1:3] == ["The dataplane.", "How many now."]
    assert [p.path for p in parameters_of(azure, old)].count("pack.replicas") == 1
    assert "pack.plane" not in [p.path for p in parameters_of(azure, new)]
    assert [o.value for o in options_of(azure.parameters[0], azure.versions[2])] == [
        "none",
        "azure",
        "cilium",
    ]
    assert [p.name for p in presets_of(azure, new)] == ["calico"]
    assert effective(azure, new)["display_name"] == "Azure CNI (new)"
    assert effective(azure, old)["display_name"] == "Azure CNI"


# --- pack.json ----------------------------------------------------------------------------------------------


def test_pack_json() -> None:
    """Overrides win, only what is set is written, and the order is that of real packs."""
    azure = pack()
    found = json.loads(pack_json(azure, azure.versions[0]))
    keys = "annotations cloudTypes displayName eol charts layer name version"
    assert " ".join(found) == keys
    assert (found["displayName"], found["annotations"]) == ("Azure CNI (new)", {"source": "other"})
    assert "charts" not in json.loads(pack_json(azure, azure.versions[1]))


def test_pack_json_constraints() -> None:
    """Constraints keep what is stated, empty limits too."""
    stated = {
        "dependencies": [{"packName": "k", "layer": "k8s", "minVersion": "1", "maxVersion": "", "type": "optional"}],
        "resources": [{"type": "cpu", "minLimit": 1, "components": [{"scheduleType": "all"}]}],
    }
    azure = pack(constraints=stated)
    text = pack_json(azure, azure.versions[0])
    assert json.loads(text)["constraints"] == stated
    assert next(iter(json.loads(text)["constraints"]["dependencies"][0])) == "packName"


def test_pack_json_against_the_official_schema() -> None:
    """Every pack.json is valid."""
    oracle = SHARED / "oracles" / "pack-schema.json"
    if not oracle.exists():
        pytest.skip(f"no pack schema at {oracle}")
    azure = pack(constraints={"dependencies": []}, ansibleRoles=[])
    for version in azure.versions:
        jsonschema.validate(json.loads(pack_json(azure, version)), json.loads(oracle.read_text("utf-8")))


# --- YAML text ----------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = (
    "yes no On y n null ~ true 012 1e3 22:22 0x1F 1_000 .inf -.5 = << 2020-01-01 a:b a #b -a @a {{.x}} ? | & %a "
    "--- ... é \x85 \ufeff"
)
PHRASES = ["a: b", "a #b", " a", "a ", "- a", "? a", "a\tb", "a\u2028b", "word word", "a - b", ""]
AWKWARD = st.sampled_from([*WORDS.split(" "), *PHRASES])
PLAIN = TEXTS | AWKWARD | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
DATA = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | AWKWARD, inner, max_size=3)
)
BLOCKS = st.lists(
    st.sampled_from(["", " ", "  x", "x", "\t", "# c", "- a", "---", "a: 1 ", "\r", "\x85", "é"]), max_size=5
).map("\n".join)


@settings(deadline=None)
@given(PLAIN)
def test_scalar_reads_back(value: object) -> None:
    """Whatever the scalar, YAML 1.1 and 1.2 read it alike."""
    for found in read(f"a: {scalar(value)}\n"):
        assert found == {"a": value}
        assert type(found["a"]) is type(value)  # type: ignore[index]


@settings(deadline=None)
@given(BLOCKS | TEXTS, st.sampled_from([0, 4]), st.sampled_from(["", "\n", "\n\n", "\n\n\n"]))
def test_literal_reads_back(text: str, indent: int, end: str) -> None:
    """Whatever the text, its literal block reads back, last in the file and followed by a key."""
    header, *content = literal(text + end, indent)
    before = "a:\n  - " if indent else ""
    after = " " * indent + "t: 1\n"
    written = "\n".join([f"{before}s: {header}", *content]) + "\n" + after
    for found in read(written):
        inner = found["a"][0] if indent else found  # type: ignore[index]
        assert inner == {"s": text + end, "t": 1}


@settings(deadline=None)
@given(st.dictionaries(TEXTS | AWKWARD, DATA, min_size=1, max_size=4))
def test_mapping_reads_back(data: dict[str, object]) -> None:
    """Whatever the data, the emitted mapping and list read back."""
    assert yaml.safe_load("\n".join(mapping(data)) + "\n") == data
    assert yaml.safe_load("\n".join(sequence([data, [data], []])) + "\n") == [data, [data], []]


# --- presets.yaml and schema.yaml ---------------------------------------------------------------------------


def test_presets() -> None:
    """Presets have Palette's five keys; what they add is kept to the byte."""
    azure = pack()
    text = presets_yaml(azure, azure.versions[1])
    for found in read(text):
        first, second = found["presets"]  # type: ignore[index]
        assert list(first) == ["name", "displayName", "group", "remove", "add"]
        assert first["add"] == azure.presets[0].add
        assert (second["add"], second["remove"]) == ("  # odd\n", [])
    assert "    add: |\n      pack:\n" in text
    assert presets_yaml(pack(presets=[]), azure.versions[0]) == ""


def test_schema() -> None:
    """Options become a list, other types a type; what cannot be said is left out, and named."""
    azure = pack()
    text = schema_yaml(azure, azure.versions[1])
    found = {path: parse(entry["schema"]) for path, entry in yaml.safe_load(text).items()}
    policy = found["pack.networkPolicy"]
    assert isinstance(policy, Constraint)
    assert (policy.type, policy.required, policy.hints) == ("list", True, ("Choose one",))
    assert policy.list_options == ("none", "azure", "calico", "cilium")
    assert found["pack.replicas"] == Constraint(
        type="number",
        format="${number}",
        readonly=True,
        parts=found["pack.replicas"].parts,  # type: ignore[union-attr]
    )
    assert "pack.ports" not in found
    assert [text for text, _ in unsayable(azure.parameters[0], azure.versions[1])] == ["it's unsafe"]


# --- values.yaml --------------------------------------------------------------------------------------------


def test_values_generated() -> None:
    """Each record stands above its key; without the comments the text is the source's."""
    azure = pack()
    text = values_yaml(azure, azure.versions[0], VALUES)
    assert text.startswith(
        "# spectrocloud.com/enabled-presets: Policy:calico\n"
        "#: Generated by packscribe from packs/cni-azure/pack.yaml. Do not edit here.\n"
        "pack:\n"
        "  # The CNI of the cluster.\n"
        "  #: The network policy for ingress and egress (https://a.example/b) of `pods`.\n"
        "  #: Supported values are none, azure, calico.\n"
        "  #: Inferred, not documented by Palette: cilium (needs pack.networkDataplane: cilium).\n"
        "  #: Required.\n"
        '  networkPolicy: "none"\n'
        "  #: The dataplane.\n"
        "  #: Deprecated since 1.5.0; use pack.plane instead.\n"
        "  #: Removed in 2.0.0.\n"
        "  # networkDataplane: azure\n"
    )
    assert strip_comments(text).partition("\n")[2] == VALUES


def test_values_verbatim_and_crlf() -> None:
    """Verbatim adds nothing; line ends are those the version states."""
    azure = pack()
    assert values_yaml(azure, azure.versions[2], VALUES) == VALUES.replace("\n", "\r\n")
    generated = azure.versions[0].model_copy(update={"newline": "crlf"})
    assert values_yaml(azure, generated, VALUES).count("\n") == values_yaml(azure, generated, VALUES).count("\r\n")


def test_values_keep_palettes_line_first() -> None:
    """A line of presets in the text is replaced by the pack's, or stays where the pack names none."""
    azure, line = pack(), "# spectrocloud.com/enabled-presets: Other:x\n"
    assert values_yaml(azure, azure.versions[0], line + VALUES).count("enabled-presets") == 1
    assert values_yaml(azure, azure.versions[1], line + VALUES).startswith(line + "#: Generated")


PROSE = {
    "a *b* **c** __d__ `*e*`": ["a b c d `*e*`"],
    "[`x`](https://a.b/c_(d)) and <https://e.f>": ["`x` (https://a.b/c_(d)) and https://e.f"],
    "snake_case_name 2 * 3 * 4 \\*": ["snake_case_name 2 * 3 * 4 *"],
    "one\ntwo\n\nthree\n- item\n  more\n- item": ["one two", "three", "- item more", "- item"],
    "x:\n\n```yaml\na: 1\n\n  b: 2\n```\nafter": ["x:", "  a: 1", "  ", "    b: 2", "after"],
}


@pytest.mark.parametrize(("prose", "lines"), PROSE.items())
def test_prose_as_plain_text(prose: str, lines: list[str]) -> None:
    """Markup goes, words, code and addresses stay."""
    assert paragraphs(prose) == lines


# --- values.schema.json -------------------------------------------------------------------------------------


def data(text: str) -> object:
    document, _ = parse_values("values.yaml", text)
    assert document is not None
    return document.data


def test_values_schema() -> None:
    """The pack's own values, its presets, macros and nulls are valid; a wrong option is not."""
    azure = pack()
    schema = json.loads(values_schema(azure, azure.versions[0], VALUES))
    jsonschema.Draft7Validator.check_schema(schema)
    valid = jsonschema.Draft7Validator(schema).is_valid
    for text in (VALUES, azure.presets[0].add, "", "pack: {replicas: null, ports: '{{ .x }}', more: 1}"):
        assert valid(data(text)), text
    for text in (
        "pack: {networkPolicy: weave}",
        "pack: {ports: 80}",
        "pack: {networkDataplane: [a]}",
        "pack: []",
    ):
        assert not valid(data(text)), text
    policy = schema["properties"]["pack"]["properties"]["networkPolicy"]
    assert policy["enum"] == ["none", "azure", "calico", "cilium"]
    assert policy["default"] == "none"
    assert schema["properties"]["pack"]["properties"]["networkDataplane"]["default"] == "azure"


def test_values_schema_of_real_files() -> None:
    """Every real values.yaml is valid by its own schema, with every real preset applied."""
    files = sorted((SHARED / "corpus").glob("*/values.yaml"))
    if not files:
        pytest.skip(f"no corpus at {SHARED / 'corpus'}")
    for file in files:
        text = file.read_bytes().decode("utf-8")
        stored = file.with_name("presets.yaml")
        real = data(stored.read_text("utf-8")) if stored.exists() else None
        presets = real["presets"] if isinstance(real, dict) else []
        found = pack(parameters=[], presets=presets or [])
        validator = jsonschema.Draft7Validator(json.loads(values_schema(found, found.versions[0], text)))
        for values in (text, *(preset.add for preset in found.presets)):
            assert validator.is_valid(json.loads(json.dumps(data(values), default=str))), file
        for reader in read(presets_yaml(found, found.versions[0]) or "presets: []"):
            assert reader["presets"] == (presets or []), file  # type: ignore[index]
