"""A repository of somebody else gets the site that ours is: one line of mkdocs.yml, and what else it says wins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from repositories import PROJECT
from site_build import built
from site_links import Links
from site_server import Server, serving
from site_visit import Visitor, search

from generator.cli import cli
from generator.site.plugin import LOOKS

LOOK = """() => [".md-header", ".ps-parameters tr", ".ps-facts tr", "h1"].map(each => {
  const style = getComputedStyle(document.querySelector(each));
  return [style.display, style.color, style.backgroundColor, style.fontFamily, style.borderRadius].join();
})"""


def new(folder: Path) -> Path:
    """Return a repository that `packscribe new` made below *folder*, with one more pack in it."""
    root = folder / "new"
    root.mkdir()
    made = CliRunner().invoke(cli, ["new", "hello", "--root", str(root)])
    assert made.exit_code == 0 and "wrote mkdocs.yml" in made.output
    for path in ("pack.yaml", "assets"):
        source, target = PROJECT / "packs" / "hello-edge" / path, root / "packs" / "hello-edge" / path
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    done = CliRunner().invoke(cli, ["build", "--root", str(root)])
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture(scope="module")
def new_site(shared_folder: Path) -> Path:
    return built(new, shared_folder / "new")


@pytest.fixture(scope="module")
def theirs(new_site: Path) -> Iterator[Server]:
    with serving(new_site, "/packs-of-theirs/") as running:
        yield running


def test_it_looks_as_ours_does(theirs: Server, server: Server, visitor: Visitor) -> None:
    for scheme in ("light", "dark"):
        ours = visitor.open(server.url + "packs/cni-azure/", scheme=scheme).evaluate(LOOK)
        assert visitor.open(theirs.url + "packs/hello/", scheme=scheme).evaluate(LOOK) == ours


def test_it_is_searched_as_ours_is(theirs: Server, visitor: Visitor) -> None:
    page = visitor.open(theirs.url + "packs/")
    assert "Hello" in search(page, "pack.namespace")[0]
    page.locator(".md-search-result__item a[href*='#']").first.click()
    page.wait_for_url("**/packs/hello/**#parameter-pack.namespace")


def test_its_configurator_runs(theirs: Server, visitor: Visitor) -> None:
    page = visitor.open(theirs.url + "configure/hello-edge/")
    page.locator(".ps-verdict").wait_for()


def test_the_catalog_stands_for_a_missing_home_page(theirs: Server, visitor: Visitor) -> None:
    page = visitor.open(theirs.url)
    page.wait_for_url("**/packs-of-theirs/packs/**")
    assert page.locator(".ps-catalog").is_visible()
    assert page.locator("a[rel=edit]").count() == 0  # nobody said where to


def test_nothing_in_it_leads_nowhere(new_site: Path) -> None:
    dead = Links(new_site, "https://packs.example/").dead()
    assert [line for line in dead if not line.startswith("404.html")] == []  # that one needs an address of the site
    assert (new_site / "packs" / "hello.md").is_file() and (new_site / "packs" / "hello" / "pack.yaml").is_file()


def configured(folder: Path, **said: Any) -> MkDocsConfig:
    (folder / "docs").mkdir()
    settings = {"site_name": "S", "theme": {"name": "material"}, "plugins": ["search", "packscribe"], **said}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    config = load_config(str(folder / "mkdocs.yml"))
    return config.plugins.on_config(config)  # type: ignore[no-any-return]


def test_what_mkdocs_yml_says_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "own").mkdir()
    config = configured(
        tmp_path,
        theme={"name": "material", "custom_dir": "own", "features": ["toc.integrate"], "font": {"text": "Lato"}},
        plugins=[{"search": {"separator": "x"}}, "packscribe"],
        markdown_extensions=[{"toc": {"permalink": False, "toc_depth": 2}}],
        exclude_docs="drafts/",
    )
    assert config.theme["features"] == ["toc.integrate"] and config.theme["font"]["text"] == "Lato"
    assert config.theme["palette"] == LOOKS["palette"]
    assert config.theme.dirs[0] == str(tmp_path / "own") and config.theme.dirs[1].endswith("generator/site/theme")
    assert config.mdx_configs["toc"] == {"permalink": False, "toc_depth": 2}
    assert config.plugins["material/search"].config.separator == "x"
    assert config.exclude_docs.match_file("drafts/a.md") and config.exclude_docs.match_file("exports/markdown/a.md")


def test_without_a_search_there_is_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    config = configured(tmp_path, plugins=["packscribe"])
    assert config.theme["font"] is False and "assets/packscribe.css" in config.extra_css


@pytest.mark.parametrize("folder", ["packs", "packs/demo", "site"])
def test_no_site_is_built_where_sources_of_packs_are(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "packs" / "demo").mkdir(parents=True)
    (tmp_path / "packs" / "demo" / "pack.yaml").touch()
    if folder == "site":
        (tmp_path / "site" / "packs" / "demo").mkdir(parents=True)
        (tmp_path / "site" / "packs" / "demo" / "pack.yaml").touch()  # of the build before
        assert configured(tmp_path, site_dir=folder).site_dir == str(tmp_path / folder)
        return
    with pytest.raises(PluginError, match="sources of packs are there"):
        configured(tmp_path, site_dir=folder)


def test_common_words_are_words_of_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert configured(tmp_path).plugins["material/search"].config.pipeline == []


def test_ours_is_built_in_no_other_way() -> None:
    said = yaml.safe_load((PROJECT / "mkdocs.yml").read_text())
    assert "packscribe" in said["plugins"]
    assert not {"hooks", "extra_css", "extra_javascript", "markdown_extensions"} & said.keys()
    assert "custom_dir" not in said["theme"]
