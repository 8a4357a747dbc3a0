"""What of a chart's templates counts as reading a value, and which values are inert."""

from __future__ import annotations

import pytest

from generator.audit import audit
from generator.audit.folder import Memory, PackFolder

READ = {
    "a path": "{{ .Values.extra.key }}",
    "the map around it": "{{ toYaml .Values.extra }}",
    "with": "{{ with .Values.extra }}{{ .key }}{{ end }}",
    "range": "{{ range $k, $v := .Values.extra }}{{ $k }}{{ end }}",
    "a variable": "{{ $extra := $.Values.extra }}{{ $extra.key }}",
    "index": '{{ index .Values "extra" "key" }}',
    "index by a variable": "{{ index .Values $name }}",
    "an argument": '{{ include "x" (dict "extra" .Values.extra "root" $) }}',
    "everything": "{{ toYaml .Values }}",
    "everything, passed on": '{{ include "x" (merge .Values .) }}',
    "in brackets": "{{ (.Values.extra).key }}",
    "another root": "{{ .context.Values.extra.key }}",
    "over lines": '{{ include "x"\n  .Values.extra\n  }}',
    "a file that is run": '{{ tpl (.Files.Get "x.yaml") . }}',
}
UNREAD = {
    "nothing": "a: 1",
    "another path": "{{ .Values.extras.key }}",
    "a sibling": "{{ .Values.extra.other }}",
    "text outside of braces": "# .Values.extra.key",
    "another index": '{{ index .Values "extras" }}',
}


def _inert(
    template: str, defaults: str = "other: {a: 1}\n", values: str = "extra: {key: 1}", chart: str = ""
) -> list[str]:
    """Return the messages of what is inert in a pack with one chart of one template."""
    files = {
        "pack.json": '{"name": "a", "version": "1", "layer": "cni", "charts": ["charts/a"]}',
        "values.yaml": f"charts: {{a: {{{values}}}}}",
        "charts/a/Chart.yaml": f"name: a\nversion: 1.0.0\n{chart}",
        "charts/a/values.yaml": defaults,
        "charts/a/templates/a.yaml": template,
    }
    folder = PackFolder("a", "a", Memory({path: text.encode() for path, text in files.items()}))
    return [d.message for d in audit(folder) if d.code == "PS248"]


@pytest.mark.parametrize("how", READ)
def test_read_by_a_template(how: str) -> None:
    assert _inert(READ[how]) == []


@pytest.mark.parametrize("how", UNREAD)
def test_read_by_no_template(how: str) -> None:
    assert len(_inert(UNREAD[how])) == 1


def test_open_values_are_not_inert() -> None:
    """An empty default, a list, a scalar and null say nothing of what may stand there; a comment names a key."""
    for default in ("extra: {}", "extra: []", "extra:", 'extra: ""', "# extra: {key: 1}", "extra:\n  # key: 1\n  b: 1"):
        assert _inert("a: 1", f"other: {{a: 1}}\n{default}\n") == [], default
    assert len(_inert("a: 1", "extra: {other: 1}\n")) == 1


def test_empty_values_and_palettes_are_not_inert() -> None:
    assert _inert("a: 1", values="extra: {}, more: null, text: '', list: []") == []
    assert _inert("a: 1", values="global: {a: 1}, tags: {b: true}") == []


def test_without_all_charts_nothing_is_inert() -> None:
    assert _inert("a: 1", chart="dependencies: [{name: common, version: 1.x}]\n") == []
