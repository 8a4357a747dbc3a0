"""How `packscribe audit` speaks: text by pack, the other formats, codes to select, and the baseline."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from audit_packs import AS_OF, CASES, clean, fixture
from click.testing import CliRunner, Result

from generator import __version__
from generator.audit.baseline import load
from generator.audit.run import run
from generator.cli import cli
from generator.diagnostics import Diagnostic, Location, Severity
from generator.diagnostics.fingerprint import lasting
from generator.diagnostics.grouped import grouped
from generator.explain import codes, explained, prefixes
from generator.explain import title as title_of

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
ERROR, WARNING, NOTE = Severity


def audit(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["audit", *map(str, arguments)])


def found(*arguments: object) -> list[str]:
    done = audit(*arguments, "--format", "json")
    return [d["code"] for d in json.loads(done.output)]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Return a folder with three packs: no fault, a warning, an error and a warning."""
    clean(tmp_path / "packs/monitoring-1.4.0")
    eol = clean(tmp_path / "packs/ended-1.4.0")
    rename(eol, "ended")
    change(eol / "pack.json", '"version"', '"eol": "2025-01-01",\n  "version"')
    broken = clean(tmp_path / "packs/broken-1.4.0")
    rename(broken, "broken")
    change(broken / "pack.json", '"version"', '"eol": "2025-01-01",\n  "version"')
    (broken / "manifests/namespace.yaml").unlink()
    (tmp_path / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    return tmp_path / "packs"


def rename(pack: Path, name: str) -> None:
    change(pack / "pack.json", '"name": "monitoring"', f'"name": "{name}"')


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text, f"{before} is not in {file}"
    file.write_text(text.replace(before, after), encoding="utf-8")


def problem(pack: str, code: str, severity: Severity, path: str = "pack.json") -> Diagnostic:
    return Diagnostic(code, f"what {code} says", Location(f"in/{pack}/{path}", 3, 7), "mend it", severity, pack)


# --- Text ----------------------------------------------------------------------------------------------------


def test_text_is_grouped_by_pack_the_worst_first() -> None:
    listed = [
        *(problem("a-1", "PS251", NOTE), problem("b-1", "PS239", WARNING), problem("b-1", "PS239", WARNING, "x")),
        *(problem("c-1", "PS236", ERROR), problem("d-1", "PS239", WARNING), problem("e-1", "PS999", NOTE)),
    ]
    homes = {f"in/{name}": name for name in ("a-1", "b-1", "c-1", "d-1", "e-1")}
    text = grouped(listed, homes, title_of)
    lines = text.splitlines()
    assert [line for line in lines if not line.startswith((" ", "in/", "PS", "code")) and line] == [
        *("c-1: 1 error", "b-1: 2 warnings", "d-1: 1 warning", "a-1: 1 note", "e-1: 1 note"),
        "1 error, 3 warnings, 2 notes",
    ]
    assert lines[1:3] == ["in/c-1/pack.json:3:7: error PS236 what PS236 says", "  help: mend it"]
    assert [line.split()[0] for line in lines if line.startswith("PS")] == ["PS236", "PS239", "PS251", "PS999"]
    row = next(line for line in lines if line.startswith("PS239"))
    assert "End of life blank or past" in row and row.split()[-2:] == ["3", "2"]


def test_two_folders_of_one_name_are_two_groups() -> None:
    one, two = (Diagnostic("PS239", "m", Location(f"{at}/x-1/pack.json"), "", WARNING, "x-1") for at in ("a", "b"))
    text = grouped([one, two], {"a/x-1": "x-1", "b/x-1": "x-1"}, title_of)
    assert "\na/x-1: 1 warning\n" in f"\n{text}" and "\nb/x-1: 1 warning\n" in text


def test_text_fits_into_a_hundred_columns_where_words_allow() -> None:
    long = Diagnostic("PS239", "word " * 60, Location("in/x/pack.json"), "way " * 60, WARNING, "x")
    lines = grouped([long], {"in/x": "x"}, lambda code: "A very long title of a check " * 9).splitlines()
    assert max(map(len, lines)) <= 100 and sum(line.count("word") for line in lines) == 60
    path = "in/" + "p" * 150
    (first, *_rest) = grouped([problem(path, "PS239", WARNING)], {}, title_of).splitlines()[1:]
    assert first.startswith(f"in/{path}/pack.json:3:7: warning PS239 what"), "place and code stay on one line"


def test_colour_only_when_asked_and_nothing_steers_the_terminal() -> None:
    odd = Diagnostic("PS239", "\x1b[31m", Location("in/x\x07/pack.json"), "\u202e", WARNING, "x\x07")
    text = grouped([odd], {"in/x\x07": "x\x07"}, title_of)
    assert text.isprintable() or all(c.isprintable() or c == "\n" for c in text)
    assert "\x1b[33mwarning\x1b[0m" in grouped([odd], {}, title_of, colour=True)


def test_command_prints_groups_and_table(packs: Path) -> None:
    done = audit(packs, "--root", packs.parent)
    assert done.exit_code == 1 and "\x1b" not in done.output
    text = done.output
    assert text.index("broken-1.4.0: 1 error, 1 warning") < text.index("ended-1.4.0: 1 warning")
    assert "monitoring-1.4.0:" not in text
    assert text.endswith("\n1 error, 2 warnings\n") and "\ncode   title" in text


def test_versions_that_were_compiled_are_called_by_their_pack(packs: Path) -> None:
    for pack in ("one", "two"):
        eol = clean(packs / pack / "1.4.0")
        rename(eol, pack)
        change(eol / "pack.json", '"version"', '"eol": "2025-01-01",\n  "version"')
        (packs / pack / "pack.yaml").write_text("")
    assert {"one/1.4.0", "two/1.4.0"} <= set(run([packs], AS_OF).homes.values())
    text = audit(packs, "--root", packs.parent).output
    assert "\none/1.4.0: 1 warning\n" in text and "\ntwo/1.4.0: 1 warning\n" in text


# --- The other formats ---------------------------------------------------------------------------------------


def test_json_and_github_name_the_place(packs: Path) -> None:
    listed = json.loads(audit(packs, "--root", packs.parent, "--format", "json").output)
    assert all(d.keys() == {*("code", "severity", "pack", "path", "line", "column", "message", "help")} for d in listed)
    lines = audit(packs, "--root", packs.parent, "--format", "github").output.splitlines()
    assert len(lines) == len(listed) == 3
    for line, record in zip(lines, listed, strict=True):
        assert f"file={record['path']},line={record['line']},col={record['column']},title={record['code']}::" in line


def test_sarif_has_the_words_of_every_check(packs: Path) -> None:
    log = json.loads(audit(packs, "--root", packs.parent, "--format", "sarif").output)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["PS236", "PS239"]
    assert rules[0]["shortDescription"]["text"] == "Declared file is not there"
    assert "names a file that the folder does not hold" in rules[0]["help"]["text"]


def test_sarif_has_the_fingerprints_of_a_baseline(packs: Path, known: Path) -> None:
    log = json.loads(audit(packs, "--root", packs.parent, "--format", "sarif").output)
    assert log["runs"][0]["tool"]["driver"]["version"] == __version__
    prints = [result["partialFingerprints"]["packscribe/v1"] for result in log["runs"][0]["results"]]
    assert sorted(prints) == sorted(entry["fingerprint"] for entry in json.loads(known.read_text()))


def test_sarif_of_check_has_them_too(tmp_path: Path) -> None:
    (tmp_path / "packs/x").mkdir(parents=True)
    (tmp_path / "packs/x/pack.yaml").write_text("name: x\nversions: [{version: '1', series: 1.x, valuesOf: '2'}]\n")
    (tmp_path / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    log = json.loads(CliRunner().invoke(cli, ["check", "--root", str(tmp_path), "--format", "sarif"]).output)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert rules and all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)


@pytest.mark.parametrize("code", codes())
def test_every_code_has_title_and_text(code: str) -> None:
    page = explained(code)
    assert page and page.code == code and 3 < len(page.title) < 80 and len(page.text) > 30
    assert not page.text.startswith(page.title)


# --- Codes to select and to ignore ---------------------------------------------------------------------------

SELECTED = {
    "one code": (["--select", "PS239"], ["PS239", "PS239"]),
    "a prefix": (["--select", "PS23"], ["PS236", "PS239", "PS239"]),
    "small letters and a list": (["--select", "ps236, ps250"], ["PS236"]),
    "repeated": (["--select", "PS236", "--select", "PS239"], ["PS236", "PS239", "PS239"]),
    "ignored": (["--ignore", "PS236"], ["PS239", "PS239"]),
    "selected but ignored": (["--select", "PS23", "--ignore", "PS239"], ["PS236"]),
    "none of them there": (["--select", "PS255"], []),
}


@pytest.mark.parametrize("case", SELECTED)
def test_selection(case: str, packs: Path) -> None:
    options, expected = SELECTED[case]
    assert sorted(found(packs, "--root", packs.parent, *options)) == expected


def test_what_is_ignored_fails_nothing(packs: Path) -> None:
    assert audit(packs, "--ignore", "PS236").exit_code == 0


UNKNOWN = {
    "PS2O6": None,
    "PS999": codes()[-1],
    "S239": "PS239",
    "PS23,": None,
    "": None,
    "P": None,
    "PS2399": "PS239",
    "x" * 5000: None,
}


@pytest.mark.parametrize("code", UNKNOWN, ids=lambda code: code[:10] or "empty")
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_unknown_codes_are_wrong_use(option: str, code: str, packs: Path) -> None:
    done = audit(packs, option, code)
    assert done.exit_code == 2 and option in done.output and "there is no code" in done.output
    assert len(done.output) < 400 and (UNKNOWN[code] or "PS") in done.output


def test_prefixes_of_nothing_are_nothing() -> None:
    assert prefixes([]) == ((), "")


# --- The baseline --------------------------------------------------------------------------------------------


@pytest.fixture
def known(packs: Path) -> Path:
    file = packs.parent / "baseline.json"
    done = audit(packs, "--root", packs.parent, "--baseline", file, "--update-baseline")
    assert done.exit_code == 0 and done.output == f"wrote {file.as_posix()}: 3 findings\n"
    return file


def test_what_is_known_fails_nothing(packs: Path, known: Path) -> None:
    done = audit(packs, "--root", packs.parent, "--baseline", known, "--strict")
    assert done.exit_code == 0
    assert done.output == "3 pack folders: nothing new; the baseline knows 3 findings\n"


def test_the_file_is_sorted_stable_and_without_lines(packs: Path, known: Path) -> None:
    text = known.read_text()
    listed = json.loads(text)
    assert len(text.splitlines()) == len(listed) + 2 and text.isascii()
    assert [(e["path"], e["code"]) for e in listed] == sorted((e["path"], e["code"]) for e in listed)
    assert all(e.keys() == {"code", "pack", "path", "fingerprint", "in", "message"} for e in listed)
    assert {e["in"] for e in listed} == {"packs"}
    assert {e["path"].partition("/")[0] for e in listed} == {"broken-1.4.0", "ended-1.4.0"}
    again = audit(packs, "--root", packs.parent, "--baseline", known, "--update-baseline")
    assert "up to date" in again.output and known.read_text() == text


def test_moved_lines_and_another_directory_change_nothing(
    packs: Path, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pack in packs.iterdir():
        change(pack / "pack.json", "{", "{\n\n\n")
    assert found(packs, "--root", packs.parent, "--baseline", known) == []
    monkeypatch.chdir(packs)
    assert found(".", "--root", "..", "--baseline", "../baseline.json") == []
    monkeypatch.chdir(packs / "broken-1.4.0")
    assert found(".", "--root", "../..", "--baseline", known) == []
    assert found(".", "../ended-1.4.0", "--root", "../..", "--baseline", known) == []


def test_two_folders_of_one_pack_are_known_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the other folder as it was given."""
    for name in ("a", "b"):
        clean(tmp_path / name / "monitoring-1.4.0")
    file, both = tmp_path / "b.json", [tmp_path / "a/monitoring-1.4.0", tmp_path / "b/monitoring-1.4.0"]
    assert found(*both) == ["PS256"]
    audit(*both, "--baseline", file, "--update-baseline")
    monkeypatch.chdir(tmp_path / "a")
    assert found("monitoring-1.4.0", "../b/monitoring-1.4.0", "--baseline", file) == []


@pytest.mark.parametrize("case", CASES)
def test_a_line_more_in_any_file_is_nothing_new(case: str, tmp_path: Path) -> None:
    """Messages name lines of other files too: `(values.yaml:14)`."""
    folder, _expected = fixture(case, tmp_path)
    audit(folder, "--baseline", tmp_path / "b.json", "--update-baseline")
    before = len(found(folder))
    for name in ("values.yaml", "presets.yaml", "schema.yaml", "README.md"):
        file = folder / name
        if file.exists() and file.read_bytes().strip():
            first, _, rest = file.read_bytes().partition(b"\n")
            if b"enabled-presets" in first or first.startswith((b"\xef", b"---", b"\xff")):
                file.write_bytes(first + b"\n" + (b"\n" if name == "README.md" else b"# shift\n") + rest)
            else:
                file.write_bytes((b"\n" if name == "README.md" else b"# shift\n") + first + b"\n" + rest)
    assert len(found(folder)) == before, "the shift itself changes nothing"
    assert found(folder, "--baseline", tmp_path / "b.json") == []


LASTING = {
    "`a` is `b` (values.yaml:14)": "`a` is `b` (values.yaml:…)",
    "see README.md:3:7, and more": "see README.md:…, and more",
    "in line 197": "in line …",
    "in lines 3, 4 and 12 of it": "in lines … of it",
    "Lines 3-7 are long": "Lines … are long",
    "the image `docs.md.example.com/a:14` has 3 layers": "the image `docs.md.example.com/a:14` has 3 layers",
    "`localhost:5000/a` on port 80": "`localhost:5000/a` on port 80",
}


@pytest.mark.parametrize("message", LASTING)
def test_line_numbers_are_no_part_of_a_fingerprint(message: str) -> None:
    assert lasting(message, {}) == LASTING[message]


def test_long_messages_take_linear_time() -> None:
    for text in ("line 1, " * 100_000, ":1" * 200_000, "a.yaml:1" * 50_000, "lines 1" + ", 1" * 100_000):
        start = time.process_time()
        lasting(text, {})
        assert time.process_time() - start < 2


def test_a_new_warning_fails_without_strict(packs: Path, known: Path) -> None:
    change(packs / "monitoring-1.4.0/pack.json", '"version"', '"eol": "",\n  "version"')
    done = audit(packs, "--root", packs.parent, "--baseline", known, "--format", "json")
    assert [(d["code"], d["severity"]) for d in json.loads(done.output)] == [("PS239", "warning")]
    assert done.exit_code == 1
    assert audit(packs / "monitoring-1.4.0").exit_code == 0, "without a baseline it is a warning"


def test_what_is_new_counts(packs: Path, known: Path) -> None:
    (packs / "monitoring-1.4.0/manifests/namespace.yaml").unlink()
    done = audit(packs, "--root", packs.parent, "--baseline", known, "--format", "json")
    assert done.exit_code == 1
    assert [(d["code"], d["pack"]) for d in json.loads(done.output)] == [("PS236", "monitoring-1.4.0")]


def test_the_same_fault_once_more_is_new(tmp_path: Path) -> None:
    folder, _expected = fixture("PS253/values", tmp_path)
    (tmp_path / "b.json").write_text("[]")
    assert audit(folder, "--baseline", tmp_path / "b.json", "--update-baseline").exit_code == 0
    values = (folder / "values.yaml").read_text()
    line = next(line for line in values.splitlines(keepends=True) if "latest" in line)
    (folder / "values.yaml").write_text(values.replace(line, line + line))
    assert found(folder, "--baseline", tmp_path / "b.json") == ["PS253"]
    audit(folder, "--baseline", tmp_path / "b.json", "--update-baseline")
    assert [entry.get("count", 1) for entry in json.loads((tmp_path / "b.json").read_text())] == [2, 1]
    (folder / "values.yaml").write_text(values)
    assert found(folder, "--baseline", tmp_path / "b.json") == ["PS127"]


def test_mended_findings_are_told_as_notes(packs: Path, known: Path) -> None:
    (packs / "broken-1.4.0/manifests/namespace.yaml").write_text("kind: Namespace\n")
    done = audit(packs, "--root", packs.parent, "--baseline", known, "--format", "json", "--strict")
    (note,) = json.loads(done.output)
    line = next(n for n, text in enumerate(known.read_text().splitlines(), 1) if "PS236" in text)
    assert (note["code"], note["severity"], note["line"]) == ("PS127", "note", line) and note["path"] == str(known)
    assert "no more" in note["message"] and "--update-baseline" in note["help"] and done.exit_code == 0
    audit(packs, "--root", packs.parent, "--baseline", known, "--update-baseline")
    assert len(json.loads(known.read_text())) == 2


def test_what_was_not_audited_is_not_told_and_stays(packs: Path, known: Path) -> None:
    before = known.read_text()
    for options in (["--select", "PS255"], ["--ignore", "PS23"]):
        assert found(packs, "--root", packs.parent, "--baseline", known, *options) == []
        audit(packs, "--root", packs.parent, "--baseline", known, "--update-baseline", *options)
        assert known.read_text() == before
    assert found(packs / "monitoring-1.4.0", "--root", packs.parent, "--baseline", known) == []
    audit(packs / "monitoring-1.4.0", "--root", packs.parent, "--baseline", known, "--update-baseline")
    assert known.read_text() == before


def test_a_part_of_what_a_baseline_covers_leaves_the_rest_alone(packs: Path) -> None:
    """Also where the part is a folder that holds packs: the others may lie elsewhere."""
    more = clean(packs.parent / "more/other-1.4.0")
    change(more / "pack.json", '"name": "monitoring"', '"name": "other", "eol": ""')
    file, root = packs.parent / "b.json", ("--root", packs.parent)
    audit(packs, packs.parent / "more", *root, "--baseline", file, "--update-baseline")
    before = file.read_text()
    assert before.count("\n") == 6
    for part in (packs, packs.parent / "more", packs / "ended-1.4.0", packs / "monitoring-1.4.0"):
        assert found(part, *root, "--baseline", file) == []
        audit(part, *root, "--baseline", file, "--update-baseline")
        assert file.read_text() == before
    file.write_text(before.replace('"in"', '"message"'))  # an entry need not say what holds its pack
    assert found(packs, *root, "--baseline", file) == []


def test_a_pack_that_is_gone_is_told_where_its_folder_was_audited(packs: Path, known: Path) -> None:
    (packs / "ended-1.4.0").rename(packs.parent / "ended-1.4.0")
    assert found(packs, "--root", packs.parent, "--baseline", known) == ["PS127"]


def test_what_the_settings_ignore_is_not_in_the_file(packs: Path) -> None:
    settings = packs.parent / "packscribe.toml"
    settings.write_text(f'as_of = {AS_OF}\nignore = [{{ code = "PS239", reason = "the fleet ends with them" }}]\n')
    audit(packs, "--root", packs.parent, "--baseline", packs.parent / "b.json", "--update-baseline")
    assert [e["code"] for e in json.loads((packs.parent / "b.json").read_text())] == ["PS236"]


def test_wrong_use(packs: Path) -> None:
    assert audit(packs, "--update-baseline").exit_code == 2
    done = audit(packs, "--baseline", packs.parent / "nothing.json", "--format", "json")
    assert done.exit_code == 2 and [d["code"] for d in json.loads(done.output)] == ["PS124"]


ENTRY = '{"code": "PS236", "pack": "p", "path": "p/x", "fingerprint": "0123"}'
HOSTILE = {
    "no JSON": ("# A baseline\n", "PS125", 1),
    "empty": ("", "PS125", 1),
    "an object": (f'{{"findings": [{ENTRY}]}}', "PS125", 1),
    "cut off": (f"[\n{ENTRY},\n{ENTRY[:30]}", "PS125", 3),
    "no comma": (f"[\n{ENTRY}\n{ENTRY}\n]", "PS125", 3),
    "behind the list": ("[]\n[]", "PS125", 2),
    "a conflict": (f"[\n<<<<<<< HEAD\n{ENTRY}\n=======\n{ENTRY}\n>>>>>>> b\n]", "PS125", 2),
    "no UTF-8": (b'["\xff"]', "PS125", 1),
    "deep": ("[" * 200_000, "PS125", 1),
    "digits": (f"[{'9' * 5000}]", "PS125", 1),
    "a number": (f"[\n{ENTRY},\n7]", "PS126", 3),
    "a key less": ('[\n{"code": "PS236"}]', "PS126", 2),
    "a key more": (f'[{ENTRY[:-1]}, "line": 3}}]', "PS126", 1),
    "a list for a code": ('[{"code": ["PS236"], "pack": "", "path": "", "fingerprint": ""}]', "PS126", 1),
    "a negative count": (f'[{ENTRY[:-1]}, "count": -1}}]', "PS126", 1),
    "true for a count": (f'[{ENTRY[:-1]}, "count": true}}]', "PS126", 1),
    "an endless count": (f'[{ENTRY[:-1]}, "count": {"9" * 4000}}}]', "PS126", 1),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_baselines_get_a_place_and_a_way_out(case: str, packs: Path) -> None:
    content, code, line = HOSTILE[case]
    file = packs.parent / "b.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    for update in ([], ["--update-baseline"]):
        done = audit(packs, "--baseline", file, "--format", "json", *update)
        (problem,) = json.loads(done.output)
        assert done.exit_code == 1 and (problem["code"], problem["line"]) == (code, line), problem
        assert problem["help"] and problem["path"] == str(file)
        assert file.read_bytes() == (content if isinstance(content, bytes) else content.encode()), "it is left alone"


def test_entries_may_steer_no_terminal(packs: Path) -> None:
    file = packs.parent / "b.json"
    file.write_text(
        '[{"code": "PS236", "pack": "p", "path": "\\u001b[31m", "fingerprint": "\\ud800", "in": "packs",'
        ' "message": "\\u0007"}]'
    )
    done = audit(packs, "--root", packs.parent, "--baseline", file)
    assert "PS127" in done.output and all(c.isprintable() or c == "\n" for c in done.output)
    audit(packs / "ended-1.4.0", "--root", packs.parent, "--baseline", file, "--update-baseline")
    assert '"fingerprint": "\\ud800"' in file.read_text()


def test_many_wrong_entries_are_cut(packs: Path) -> None:
    (packs.parent / "b.json").write_text("[" + "1," * 5000 + "1]")
    assert len(found(packs, "--baseline", packs.parent / "b.json")) == 20


@pytest.mark.parametrize("between", [",", ",\n"])
def test_large_baselines_are_read_in_one_pass(between: str, tmp_path: Path) -> None:
    spent = []
    for many in (10_000, 100_000):
        (tmp_path / "b.json").write_text("[" + between.join([ENTRY] * many) + "]")
        start = time.process_time()
        baseline, problems = load(tmp_path / "b.json")
        spent.append(time.process_time() - start)
        assert baseline and not problems and set(baseline.counts.values()) == {many}
    assert spent[1] < 20 * spent[0] + 0.5, spent


def test_huge_baselines_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(" " * (17 * 2**20))
    assert [d.code for d in load(tmp_path / "b.json")[1]] == ["PS125"]


def test_what_is_no_file_is_refused(packs: Path) -> None:
    assert found(packs, "--baseline", packs) == ["PS125"]
    assert found(packs, "--baseline", packs, "--update-baseline") == ["PS125"]
    link = packs.parent / "round.json"
    link.symlink_to(link)
    assert audit(packs, "--baseline", link).exit_code in (1, 2)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared with the corpus of real packs")
def test_real_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is found in 110 packs is known afterwards, from another directory too, each alone too."""
    file = tmp_path / "b.json"
    total = len(found(CORPUS))
    assert audit(CORPUS, "--baseline", file, "--update-baseline").output.endswith(f": {total} findings\n")
    assert audit(CORPUS, "--baseline", file, "--strict").exit_code == 0
    monkeypatch.chdir(CORPUS)
    assert found(".", "--baseline", file) == []
    for name in sorted(path.name for path in CORPUS.iterdir())[::10]:
        assert found(name, "--baseline", file) == []
    text = audit(".").output
    table = [line for line in text.splitlines() if line.startswith("PS")]
    assert sum(int(line.split()[-2].replace(",", "")) for line in table) == total
