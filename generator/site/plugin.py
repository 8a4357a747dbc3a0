"""The plugin `packscribe` of MkDocs: all that a site of packs needs, so that mkdocs.yml names it and nothing of it.

It adds what is missing to the settings, and what mkdocs.yml says wins. Each event is handed to the modules that have a
part in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.config.base import Config
from mkdocs.config.config_options import ExtraScriptValue, PathSpec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from generator.site import copies, files, page_meta, search, tabs
from generator.tab_slug import tab_slug

if TYPE_CHECKING:
    from pathspec.gitignore import GitIgnoreSpec

THEME = Path(__file__).with_name("theme")
STYLE, SCRIPT = "assets/packscribe.css", "assets/packscribe.js"
EXTENSIONS: Mapping[str, dict[str, object]] = {
    "admonition": {},
    "attr_list": {},
    "generator.site.tables": {},
    "md_in_html": {},
    "tables": {},
    "toc": {"permalink": True},
    "pymdownx.details": {},
    "pymdownx.highlight": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True, "slugify": tab_slug},
}
NOT_IN_NAV = "/packs/*\n/configure/\n/guides/\n"
"""Pages that are reached from the catalog: a flat navigation would put every pack into every page."""
_FONT = {"text": "Roboto", "code": "Roboto Mono"}  # what Material has where mkdocs.yml names none
_TOGGLES = (("light", "default", "weather-night", "dark"), ("dark", "slate", "weather-sunny", "light"))
LOOKS: Mapping[str, object] = {
    "font": False,  # those of Material come from another host
    "features": [
        "content.action.edit",
        "content.code.copy",
        "content.tabs.link",
        "navigation.indexes",
        "navigation.tabs",
        "navigation.top",
        "search.highlight",
        "search.suggest",
        "toc.follow",
    ],
    "palette": [
        {
            "media": f"(prefers-color-scheme: {scheme})",
            "scheme": name,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": f"material/{icon}", "name": f"Switch to {other} mode"},
        }
        for scheme, name, icon, other in _TOGGLES
    ],
}


class Settings(Config):  # type: ignore[no-untyped-call]
    """The settings of the plugin: it has none."""


class Plugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Makes a site of packs out of the pages that packscribe compiles."""

    @event_priority(100)  # before the search plugin fills in what it was not told
    def on_config(self, config: MkDocsConfig, **_others: object) -> MkDocsConfig:
        """Add to *config* what mkdocs.yml does not say."""
        _dress(config)
        for name, options in EXTENSIONS.items():
            if name not in config.markdown_extensions:
                config.markdown_extensions.append(name)
            config.mdx_configs[name] = {**options, **(config.mdx_configs.get(name) or {})}
        config.exclude_docs = _also(config.exclude_docs, f"/{copies.COPIES}/\n")
        config.not_in_nav = _also(config.not_in_nav, NOT_IN_NAV)
        _keep_sources(config)
        search.tune(config.plugins.get("material/search"))
        self._lens = search.Lens()
        return copies.on_config(config)

    def on_files(self, files_: Files, /, config: MkDocsConfig, **_others: object) -> Files:
        """Add the files of the packs to *files_*."""
        return files.on_files(files_, config)

    def on_page_markdown(self, markdown: str, /, page: Page, config: MkDocsConfig, **_others: object) -> str:
        """Make the title of *page* safe, and note its copy."""
        page_meta.on_page_markdown(markdown, page)
        copies.on_page_markdown(markdown, page, config)
        return markdown

    def on_page_content(self, html: str, /, page: Page, **_others: object) -> str:
        """Shorten the contents of *page*."""
        return tabs.on_page_content(html, cast(tabs.Page, page))

    def on_env(self, env: Any, /, files: Files, **_others: object) -> Any:
        """Look at all pages, now that they have their content."""
        self._lens.measure(file.page for file in files.documentation_pages() if file.page)
        return env

    @event_priority(100)
    def _before_search(self, context: object, /, page: Page, **_others: object) -> object:
        self._lens.show(page)
        return context

    @event_priority(-100)
    def _after_search(self, context: object, /, page: Page, **_others: object) -> object:
        self._lens.restore(page)
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    def on_post_build(self, config: MkDocsConfig, **_others: object) -> None:
        """Write the copies of pages."""
        copies.on_post_build(config)


def _keep_sources(config: MkDocsConfig) -> None:
    """Refuse to build a site where sources of packs are: MkDocs deletes all that stands there.

    Those of the site that was built before are copies.
    """
    home = Path(config.site_dir).resolve()
    packs = Path(config.config_file_path or "mkdocs.yml").resolve().parent / "packs"
    if any(packs.glob("*/pack.yaml")) and (packs in (home, *home.parents) or home in packs.parents):
        raise PluginError(f"site_dir: {home.name}: sources of packs are there, and MkDocs would delete them")


def _dress(config: MkDocsConfig) -> None:
    """Put our templates, styles and scripts before those of the theme, and our looks where mkdocs.yml has none."""
    theme = config.theme
    theme.dirs.insert(1 if theme.custom_dir else 0, str(THEME))
    for name, value in LOOKS.items():
        if theme.get(name) in (None, [], _FONT):
            theme[name] = value
    config.extra_css.insert(0, STYLE)
    script = ExtraScriptValue(SCRIPT)
    script.defer = True
    config.extra_javascript.insert(0, script)


def _also(spec: GitIgnoreSpec | None, lines: str) -> GitIgnoreSpec:
    """Return what *spec* names, if anything, and the *lines*, as git's ignore files write them."""
    ours: GitIgnoreSpec = PathSpec().run_validation(lines)
    return spec + ours if spec else ours
