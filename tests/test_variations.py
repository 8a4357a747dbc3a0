"""The changes of variations.py: each is made, they can be repeated, and what comes out is a pack."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from audit_packs import AS_OF, clean
from variations import kinds, variations
from variations_pack import read

from generator.audit.run import run
from generator.diagnostics import Severity

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

RICH = {
    "values.yaml": """\
pack:
  namespace: monitoring
charts:
  # One chart
  monitoring:
    image:
      tag: v1.4.0  # of the image
      args:
        - --verbose
        - name: x
          value: |
            one
              two
    code: |
      # words
      x: 1
  exporter:
    list:
    - a
    - b
    text: >-
      folded
      words
manifests: {}

""",
    "presets.yaml": """\
presets:
- name: small
  displayName: Small
  group: Size
  remove: []
  add: |
    pack: {}
""",
    "schema.yaml": 'pack.namespace:\n  schema: \'{{ required | format "${string}" | hints "words" }}\'\n',
    "README.md": """\
# Monitoring

## Parameters

| Parameter | Description | Default |
| --- | :---: | ---: |
| charts.monitoring.image.tag | A \\| B | v1 |
| image.args | Arguments | none |

```yaml
# Not a heading
```

## References
""",
}


def errors(folder: Path) -> list[str]:
    """Return the errors that an audit finds, without where they are."""
    found = run([folder], AS_OF).diagnostics
    return [f"{d.code} {d.message}" for d in found if d.severity is Severity.ERROR]


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """Return a pack folder in which there is something for every kind of change."""
    folder = clean(tmp_path / "rich" / "monitoring-1.4.0")
    for name, text in RICH.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_each_kind_is_made(kind: str, rich: Path, tmp_path: Path) -> None:
    made = [seed for seed in range(8) if variations(rich, tmp_path / str(seed), seed, only=kind)]
    assert made
    changed = tmp_path / str(made[0])
    before = {p.relative_to(rich): p.read_bytes() for p in rich.rglob("*") if p.is_file()}
    assert before != {p.relative_to(changed): p.read_bytes() for p in changed.rglob("*") if p.is_file()}


def test_what_comes_out_is_a_pack(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    assert not errors(folder)
    made: Counter[str] = Counter()
    for seed in range(40):
        target = tmp_path / str(seed) / folder.name
        done = variations(folder, target, seed)
        made.update(done)
        assert not errors(target), (seed, done)
    assert len(made) > len(kinds()) / 2


def test_the_same_seed_gives_the_same_pack(rich: Path, tmp_path: Path) -> None:
    for seed in range(5):
        twins = tmp_path / f"{seed}a", tmp_path / f"{seed}b"
        assert variations(rich, twins[0], seed) == variations(rich, twins[1], seed)
        first, second = ({p.relative_to(t): p.read_bytes() for p in t.rglob("*") if p.is_file()} for t in twins)
        assert first == second


def test_renamed_keys_are_renamed_everywhere(rich: Path, tmp_path: Path) -> None:
    for seed in range(20):
        changed = tmp_path / str(seed)
        assert variations(rich, changed, seed, only="renamed keys") == ["renamed keys"]
        data = read((changed / "values.yaml").read_text(encoding="utf-8"))
        assert isinstance(data, dict)
        image = data["charts"]["monitoring"]["image"]
        readme = (changed / "README.md").read_text(encoding="utf-8")
        for key in image:
            assert f"image.{key} " in readme


def test_real_packs_stay_packs(tmp_path: Path) -> None:
    folders = sorted(path for path in CORPUS.glob("*") if path.is_dir())[::9]
    if not folders:
        pytest.skip(f"no corpus at {CORPUS}")
    for seed, folder in enumerate(folders):
        target = tmp_path / folder.name
        done = variations(folder, target, seed)
        assert set(errors(target)) <= set(errors(folder)), (folder.name, done)
