"""A review as text, Markdown, annotations, SARIF and release notes; hostile data stays data in each."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from git_repositories import PACK, Repo
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.cli import cli
from generator.review.as_markdown import LARGEST, MARK
from generator.review.rendering import render
from generator.review.run import review

HOSTILE = "</details><script>alert(1)</script> @torvalds #1 GH-1 https://evil.example www.evil.example ``` ` -->"
OURS = re.compile(r"</?(?:details|summary|code)>|<br>|<!-- packscribe-diff -->|&[a-z]+;|&#x?[0-9a-f]+;")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def comment(repo: Repo, *, gate: bool = False) -> str:
    return render(review(repo.root, "HEAD", "", gate=gate), "markdown")


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return [*found, *(child for token in found for child in token.children or ())]


def test_the_comment_starts_with_the_mark_and_the_summary(repo: Repo) -> None:
    repo.edit("layer: addon", "layer: csi")
    repo.edit("It says hello.", "It greets.")
    first, second, *_ = comment(repo).split("\n\n")
    assert first == MARK == "<!-- packscribe-diff -->"
    assert second == "## packscribe: 1 breaking, 1 docs in 1 pack"


def test_one_line_a_change_the_worst_first(repo: Repo) -> None:
    repo.edit("It says hello.", "It greets.")
    repo.edit("layer: addon", "layer: csi")
    lines = [line for line in comment(repo).partition("<details>")[0].split("\n") if line.startswith("- ")]
    assert [("Layer" in line, "about" in line) for line in lines] == [(True, False), (False, True)]
    assert "`packs/hello/pack.yaml:4`" in lines[0]


def test_details_and_the_diff_of_each_file_are_folded(repo: Repo) -> None:
    repo.edit("It says hello.", "It greets.")
    text = comment(repo)
    assert text.count("<details>") == text.count("</details>") == 1 + len(repo.diff().files)
    assert "<summary><code>docs_src/packs/hello.md</code> +1 −1</summary>" in text
    assert "\n-It says hello.\n+It greets.\n" in text


def test_what_was_edited_by_hand_is_named_first(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    repo.edit("layer: addon", "layer: csi")
    repo.build()
    repo.edit("It says hello.", "It lies.", "docs_src/packs/hello.md")
    for gate in (False, True):
        blocks = comment(repo, gate=gate).split("\n\n")
        assert blocks[3] == "#### Edited by hand"
        assert "docs_src/packs/hello.md" in blocks[4]
        assert "packs/hello/pack.yaml:" in blocks[4]
    text = render(review(tmp_path, "HEAD", ""), "text")
    assert text.startswith("docs_src/packs/hello.md:")
    assert (
        json.loads(render(review(tmp_path, "HEAD", ""), "json"))["handEdited"][0]["path"] == "docs_src/packs/hello.md"
    )


def test_hostile_data_stays_data(repo: Repo) -> None:
    quoted = json.dumps(HOSTILE)
    repo.edit("displayName: Hello\n", f"displayName: {quoted}\n")
    repo.edit("It says hello.", json.dumps(HOSTILE + "\n\n" + HOSTILE))
    repo.edit("- {value: slow,", f"- {{value: {quoted}, means: {quoted}}}\n      - {{value: slow,")
    repo.edit('greeting: "Hello"', f"greeting: {quoted}\n        {json.dumps(HOSTILE[:60])}: {quoted}")
    repo.edit("prerequisites:\n", f"prerequisites:\n  - {{text: {quoted}}}\n")
    text = comment(repo, gate=True)
    assert text.count("<details>") == text.count("</details>") - len(re.findall(r"</details><script>", text))
    for token in tokens(text):
        if token.type in ("html_block", "html_inline"):
            assert "<" not in OURS.sub("", token.content), token.content
            assert not re.search(r"@\w", re.sub(r"<code>.*?</code>", "", token.content))
        if token.type == "text":
            assert not re.search(r"(?i)@\w|#\d|GH-\d|://|www\.", token.content), token.content
        assert token.type not in ("link_open", "image")


def test_a_fence_in_the_data_closes_no_block(repo: Repo) -> None:
    repo.edit(
        "        # What the page says.\n", "        script: |\n          ```\n          </details>\n          ~~~\n"
    )
    text = comment(repo)
    code = [token for token in tokens(text) if token.type == "fence"]
    assert any("```" in token.content for token in code)
    assert all(token.markup.startswith("```") for token in code)
    html = "".join(token.content for token in tokens(text) if token.type == "html_block")
    assert html.count("<details>") == html.count("</details>")


def test_the_comment_is_never_too_long_and_says_what_is_left_out(repo: Repo) -> None:
    more = "".join(f"  note-{n}: {{text: {'word ' * 40}{n}.}}\n" for n in range(700))
    repo.edit("sections:\n", f"sections:\n{more}")
    text = comment(repo)
    assert len(text.encode()) <= LARGEST
    assert text.startswith(MARK)
    assert re.search(r"_Left out, as the comment would be too long: [\d,]+ changes, 1 block of details, ", text)
    assert text.count("<details>") == text.count("</details>")


def test_the_comment_is_the_same_every_time(repo: Repo) -> None:
    repo.edit("layer: addon", "layer: csi")
    repo.edit("[aws, azure]", "[aws]")
    assert comment(repo) == comment(repo)


def test_nothing_to_say_is_said(repo: Repo) -> None:
    assert "## packscribe: no changes" in comment(repo)
    assert render(review(repo.root, "HEAD", ""), "text").endswith("the working tree: no changes\n")


def run(repo: Repo, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["diff", "HEAD", "--root", str(repo.root), *arguments])
    return done.exit_code, done.output


def test_annotations_stand_on_lines_of_the_branch(repo: Repo) -> None:
    repo.edit("layer: addon", "layer: csi")
    repo.edit("  clock: {kind: warning, text: Mind the clock.}\n", "  fire: {text: Mind the fire.}\n")
    code, out = run(repo, "--format", "github")
    lines = out.splitlines()
    warnings = (repo.root / "packs/hello/pack.yaml").read_text().split("\n").index("warnings:") + 1
    assert code == 0
    assert lines[0].startswith("::warning file=packs/hello/pack.yaml,line=4,col=8,title=PS305::breaking: Layer")
    assert any(f"line={warnings},col=1,title=PS354" in line for line in lines)


def test_annotations_of_the_gate_are_errors(repo: Repo) -> None:
    repo.edit(
        'replicas: 1\n        engine: "quick"\n        service', 'replicas: 2\n        engine: "quick"\n        service'
    )
    code, out = run(repo, "--format", "github", "--gate")
    assert code == 1
    assert out.startswith("::error file=packs/hello/pack.yaml,line=34,col=9,title=PS380::")


def test_sarif_explains_every_kind(repo: Repo) -> None:
    repo.edit("layer: addon", "layer: csi")
    repo.edit("It says hello.", "It greets.")
    code, out = run(repo, "--format", "sarif")
    (found,) = json.loads(out)["runs"]
    assert code == 0
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == ["PS305", "PS368"]
    assert all(rule["help"]["text"] for rule in found["tool"]["driver"]["rules"])
    assert [result["level"] for result in found["results"]] == ["warning", "note"]


def test_json_has_exactly_what_is_promised(repo: Repo) -> None:
    repo.edit("layer: addon", "layer: csi")
    code, out = run(repo, "--format", "json")
    found = json.loads(out)
    keys = ["code", "impact", "pack", "version", "path", "line", "column", "summary", "before", "after", "files"]
    assert code == 0
    assert [list(change) for change in found["changes"]] == [keys]
    assert found["impact"] == "breaking"
    assert {key: found["changes"][0][key] for key in ("path", "line", "column", "before", "after")} == {
        "path": "layer",
        "line": 4,
        "column": 8,
        "before": "addon",
        "after": "csi",
    }


def test_release_notes_of_a_new_version(repo: Repo) -> None:
    repo.edit(
        "versions:\n",
        'versions:\n  - {version: "2.0.0", series: 2.0.x, values: "app: {greeting: Hello, replicas: 3}\\n"}\n',
    )
    code, out = run(repo, "--format", "changelog")
    assert code == 0
    assert out.startswith("### hello 2.0.0\n\nChanges since 1.1.0:\n\n#### Breaking changes\n\n- ")
    assert "Default of `app.replicas` changed from `1` to `3`" in out


def test_everything_is_shown_on_a_terminal_without_steering_it(repo: Repo) -> None:
    repo.edit('greeting: "Hello"', 'greeting: "\\e[31mHello"')
    code, out = run(repo)
    assert code == 1  # such characters are refused
    assert "\x1b" not in out


def test_what_is_broken_keeps_the_comment_and_fails(repo: Repo) -> None:
    repo.write("packs/other/pack.yaml", "name: [\n")
    repo.edit("layer: addon", "layer: csi")
    code, out = run(repo, "--format", "markdown")
    assert code == 1
    assert out.startswith(MARK)
    assert "#### Problems" in out
    assert "**breaking**" in out


def test_the_test_pack_is_a_good_one(tmp_path: Path) -> None:
    repo = Repo(tmp_path, packs={"hello": PACK})
    repo.build()
