"""`packscribe bump`: values and images follow the chart; what is not a copy of its defaults stays."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from bump_packs import (
    ENTRY,
    FILED,
    HEAD,
    PACK_VALUES,
    chart,
    entry,
    held,
    indented,
    made,
    pack,
    passes,
    said,
    source,
)

from generator.bump.run import Outcome
from generator.diagnostics import Severity
from generator.source.spots import spots
from generator.values.splice import applied, rewritten


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return pack(tmp_path / "repository")


# --- Values ------------------------------------------------------------------------------------------------------


def bumped_file(tmp_path: Path, values: str, old: str, new: str, **asked: object) -> tuple[str, Outcome]:
    """Return the values text that becomes of *values* when the chart's defaults *old* become *new*."""
    app = {key: str(asked.pop(key, "")) for key in ("app", "new_app")}
    root = pack(tmp_path / "r", HEAD + FILED, old, values__1_4_0_yaml="", app=app["app"])
    (root / "packs/demo/values").mkdir(exist_ok=True)
    for stray in (root / "packs/demo/values").iterdir():
        stray.unlink()
    (root / "packs/demo/values/1.4.0.yaml").write_bytes(values.encode())
    outcome = made(root, charts=(chart(root / "new.tgz", new, app=app["new_app"]),), **asked)
    assert not outcome.failed, outcome.diagnostics
    path = root / "packs/demo/values/1.5.0.yaml"
    assert path.exists() == (entry(root).get("values") is not None)
    return path.read_bytes().decode() if path.exists() else values, outcome


def cases(name: str) -> list[object]:
    listed = yaml.safe_load((Path(__file__).parent / "bump" / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["case"]) for case in listed]


@pytest.mark.parametrize("case", cases("leaves"))
def test_leaves(case: dict[str, str], tmp_path: Path) -> None:
    before, expected = case["before"], case.get("after")
    after, outcome = bumped_file(tmp_path, before, case["old"] + "\n", case["new"] + "\n")
    assert after == (before if expected is None else expected)
    root = tmp_path / "r"
    assert ("values" in entry(root)) == (expected is not None)
    assert entry(root).get("valuesOf") == (None if expected is not None else "1.4.0")
    assert not [d for d in outcome.diagnostics if d.severity is not Severity.NOTE]
    assert passes(root) == []
    if expected is not None:
        assert held(root) == expected


def test_what_is_left_alone_is_said(tmp_path: Path) -> None:
    values = "charts:\n  demo:\n    a: |\n      x\n"
    _after, outcome = bumped_file(tmp_path, values, "a: |\n  x\n", "a: |\n  w\n")
    assert any("over several lines" in message for message in said(outcome, "PS179"))


@pytest.mark.parametrize("keep", [False, True])
def test_keep_values_changes_images_and_content_only(keep: bool, tmp_path: Path) -> None:
    values = PACK_VALUES
    after, outcome = bumped_file(
        tmp_path,
        values,
        "replicas: 1\nimage: {tag: '1.4.0'}\n",
        "replicas: 2\nimage: {tag: '1.5.0'}\n",
        keep_values=keep,
    )
    read = yaml.safe_load(after)
    assert read["charts"]["demo"]["replicas"] == (1 if keep else 2)
    assert read["charts"]["demo"]["image"]["tag"] == "1.5.0"
    assert read["pack"]["content"]["charts"][0]["version"] == "1.5.0"
    assert any("kept, as asked" in message for message in said(outcome, "PS179")) == keep


@pytest.mark.parametrize("case", cases("images"))
def test_images(case: dict[str, str], tmp_path: Path) -> None:
    image, expected = case["image"], case.get("after")
    values = f"pack:\n  content:\n    images:\n      - image: {image} # k\n      - {image}\n"
    after, outcome = bumped_file(tmp_path, values, case["old"] + "\n", case["new"] + "\n", app="1.4.0", new_app="1.5.0")
    assert after == values.replace(image, expected or image)
    if expected is None:
        assert any(image[:20] in message for message in said(outcome, "PS179"))


def test_tags_below_charts_follow_appversion_and_registries(tmp_path: Path) -> None:
    values = "charts:\n  demo:\n    image: {tag: v1.4.0}\n    other: {image: mirror/a/b:1}\n    own: {tag: '3'}\n"
    old = "image: {repository: r/x, tag: ''}\nother: {image: r.io/a/b:1}\nown: {tag: '2'}\n"
    new = "image: {repository: r/x, tag: ''}\nother: {image: r.io/a/b:9}\nown: {tag: '4'}\n"
    after, _ = bumped_file(tmp_path, values, old, new, app="1.4.0", new_app="1.5.0")
    assert after == values.replace("v1.4.0", "v1.5.0").replace("b:1", "b:9")


def test_an_image_of_the_templates(tmp_path: Path) -> None:
    root = pack(tmp_path, HEAD + ENTRY + "      pack: {content: {images: [{image: r.io/a/tool:7}]}}\n", None)
    template = "spec:\n  containers:\n    - image: r.io/a/tool:{}\n"
    chart(
        root / "packs/demo/assets/charts/demo-1.4.0.tgz",
        "a: 1\n",
        version="1.4.0",
        files={"templates/d.yaml": template.replace("{}", "7")},
    )
    made(root, charts=(chart(root / "new.tgz", "a: 1\n", files={"templates/d.yaml": template.replace("{}", "8")}),))
    assert "r.io/a/tool:8" in held(root)


def test_subcharts_and_their_versions(tmp_path: Path) -> None:
    """Defaults of a dependency count, below its name or alias; what the chart says of it, wins."""

    def nested(version: str, tag: str, replicas: int) -> dict[str, str]:
        return {
            "charts/redis/Chart.yaml": f"name: redis\nversion: {version}\n",
            "charts/redis/values.yaml": f"tag: '{tag}'\nreplicas: {replicas}\nport: 1\n",
        }

    dependency = "dependencies:\n- {name: redis, version: x, alias: cache}\n"
    values = """\
        pack: {content: {charts: [{name: redis, version: 6.0.0}, {name: demo, version: v1.4.0}, {name: x, version: 6}]
        }}
        charts: {demo: {cache: {tag: "6", replicas: 1, port: 2}}}
    """
    root = pack(tmp_path, HEAD + ENTRY + indented(values.replace("        ", ""), 6), None)
    path = root / "packs/demo/assets/charts/demo-1.4.0.tgz"
    chart(path, "cache: {port: 2}\n", version=f"1.4.0\n{dependency}", files=nested("6.0.0", "6", 1))
    new = chart(root / "new.tgz", "cache: {port: 3}\n", version=f"1.5.0\n{dependency}", files=nested("7.0.0", "7", 2))
    assert not made(root, charts=(new,)).failed
    read = yaml.safe_load(held(root))
    assert read["charts"]["demo"]["cache"] == {"tag": "7", "replicas": 2, "port": 3}
    assert [c["version"] for c in read["pack"]["content"]["charts"]] == ["7.0.0", "v1.5.0", 6]


def test_a_record_keeps_a_default_that_it_does_not_allow(tmp_path: Path) -> None:
    record = """\
parameters:
  - path: charts.demo.logLevel
    type: string
    description: How much is told.
    options: [{value: info, means: Some., cite: [own]}, {value: debug, means: All., cite: [own]}]
    cite: [own]
  - path: charts.demo.size
    type: integer
    description: How large.
    format: "${number:[1-5]}"
    cite: [own]
"""
    values = "charts:\n  demo:\n    logLevel: info\n    size: 3\n    free: 1\n"
    text = HEAD + ENTRY + indented(values, 6) + record
    root = pack(tmp_path, text, "logLevel: info\nsize: 3\nfree: 1\n")
    outcome = made(root, charts=(chart(root / "n.tgz", "logLevel: warn\nsize: 9\nfree: 2\n"),))
    assert not outcome.failed
    assert passes(root) == []
    assert yaml.safe_load(held(root))["charts"]["demo"] == {"logLevel": "info", "size": 3, "free": 2}
    assert len([m for m in said(outcome, "PS179") if "does not allow" in m]) == 2


@pytest.mark.parametrize("written", ["'{}'", '"{}"', "{}"])
def test_values_in_quotes_become_a_block(written: str, tmp_path: Path) -> None:
    text = HEAD + ENTRY.replace(
        "values: |\n", "values: " + written.replace("{}", "charts: {demo: {replicas: 1}}") + "\n"
    )
    if written == "{}":
        text = text.replace("values: charts: {demo: {replicas: 1}}", "values: >-\n      charts: {demo: {replicas: 1}}")
    root = pack(tmp_path, text)
    assert not made(root).failed
    assert entry(root)["values"] == "charts: {demo: {replicas: 2}}"
    assert passes(root) == []


@pytest.mark.parametrize("indicator", ["|", "|-", "|+", "|2", "|  # as text"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blocks_are_edited_line_by_line(indicator: str, newline: str, tmp_path: Path) -> None:
    body = "\n      # first\n      charts:\n        demo:\n          replicas: 1   # ä\n\n          logLevel: info\n\n"
    text = HEAD + ENTRY.replace("values: |\n", f"values: {indicator}\n") + body
    root = pack(tmp_path, text.replace("\n", newline))
    before = source(root)
    assert not made(root).failed
    after = source(root)
    assert f"replicas: 2   # ä{newline}" in after and f"logLevel: warn{newline}" in after
    assert after.endswith(before[before.index("  - version") :])
    assert yaml.safe_load(held(root))["charts"]["demo"] == {"replicas": 2, "logLevel": "warn"}


def test_shared_values_become_own_ones(tmp_path: Path) -> None:
    older = (
        ENTRY.replace("1.4.0", "1.3.0")
        .replace("1.4.x", "1.3.x")
        .replace("charts/demo-1.3.0.tgz", "charts/demo-1.4.0.tgz")
    )
    newest = ENTRY.replace("values: |\n", 'valuesOf: "1.3.0"\n')
    for number, body in enumerate((indented(PACK_VALUES, 6), None)):
        tail = older + body if body else older.replace("values: |\n", "values: {file: values/1.3.0.yaml}\n")
        root = pack(tmp_path / str(number), HEAD + newest + tail, values__x_yaml="")
        (root / "packs/demo/values/1.3.0.yaml").write_text(PACK_VALUES)
        assert not made(root).failed
        if body is None:
            assert entry(root)["values"] == {"file": "values/1.5.0.yaml"}
        assert yaml.safe_load(held(root))["charts"]["demo"]["replicas"] == 2
        assert entry(root, "1.4.0")["valuesOf"] == "1.3.0"


# --- Edits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "",
        "a: b",
        "#",
        "- x",
        "it's",
        'say "x"',
        "ä",
        "🙂",
        "1.10",
        "true",
        "~",
        " x ",
        "\\",
        "{{ .x }}",
        1,
        -1.5,
        True,
        None,
    ],
)
@pytest.mark.parametrize(
    "written",
    [
        "k: old",
        "k: 'old'",
        'k: "old"',
        "k: old # c",
        "{k: old, m: 1}",
        "- k: old\n  m: 1",
        "k:",
        "k: old    # far\nm: 1",
    ],
)
def test_a_scalar_says_what_it_is_to_say(written: str, value: object) -> None:
    found = spots(written)
    path = next(path for path in found if path and path[-1] == "k")
    edit = rewritten(written, found[path], value)
    assert edit is not None
    before, after = yaml.safe_load(written), yaml.safe_load(applied(written, [edit]))
    inner = after[0] if isinstance(after, list) else after
    assert inner["k"] == value and type(inner["k"]) is type(value)
    rest = before[0] if isinstance(before, list) else before
    assert {**inner, "k": 0} == {**rest, "k": 0}


@pytest.mark.parametrize("inline", [True, False])
def test_a_large_pack_is_no_trouble(inline: bool, tmp_path: Path) -> None:
    """Thirty thousand values: a third of them copies that change, a third gone, a third new."""
    old = "".join(f"g{number}:\n" + "".join(f"  k{n}: a{n}\n" for n in range(100)) for number in range(300))
    new = re.sub(r"(k\d*[123]: )a", r"\1b", re.sub(r"k(\d*[456]:)", r"n\1", old))
    values = "charts:\n  demo:\n" + indented(old, 4)
    text = HEAD + (ENTRY + indented(values, 6) if inline else FILED)
    root = pack(tmp_path, text, old, values__x_yaml="")
    (root / "packs/demo/values/1.4.0.yaml").write_text(values)
    packed = chart(root / "n.tgz", new)
    started = time.process_time()
    outcome = made(root, charts=(packed,))
    assert not outcome.failed and time.process_time() - started < 60
    assert len(said(outcome, "PS174")) == len(said(outcome, "PS175")) == 9000
    assert len(said(outcome, "PS176")) == 9001
