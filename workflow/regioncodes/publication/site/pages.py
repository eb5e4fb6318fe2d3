"""The pages of the site: which sections each holds, how its file is called, and where an address lands."""

from collections.abc import Sequence
from typing import NamedTuple

FIRST = "index"


class SitePage(NamedTuple):
    """A page by its key, the sections of the list of exhibits that it holds, and whose chains it can open."""

    key: str
    sections: tuple[str, ...]
    chains: tuple[str, ...] = ()


PAGES = (
    SitePage(FIRST, ("overview",)),
    SitePage("figure_2", ("education", "placebo", "specifications"), ("figure_2",)),
    SitePage("codes", ("codes", "trial", "model", "passports"), ("codes",)),
    SitePage("foresight", ("foresight",)),
    SitePage("surveys", ("surveys",), ("table_1", "table_2")),
    SitePage("claims", ("claims", "findings"), ("claims",)),
    SitePage("data", ("data",)),
    SitePage("methods", ("methods",)),
    SitePage("provenance", ("provenance", "more")),
)
# Scripts that pages share: what they do, the library of the charts, the panel, and the rows of the sheets behind it.
SCRIPTS = ("site.js", "charts.js", "panel.js", "sheets.js")


def page_file(page: str, language: str, languages: Sequence[str]) -> str:
    """Name of a page's file: `codes.html` in the first language, `codes.ru.html` in another."""
    return f"{page}.html" if language == languages[0] else f"{page}.{language}.html"


def search_file(language: str) -> str:
    """Name of the script that holds what can be searched in one language."""
    return f"search.{language}.js"


def site_files(languages: Sequence[str]) -> list[str]:
    """Names of all files of the site, pages first."""
    pages = [page_file(page.key, language, languages) for language in languages for page in PAGES]
    return [*pages, *SCRIPTS, *map(search_file, languages)]


def page_of(section: str) -> str:
    """Key of the page that holds a section."""
    return next(page.key for page in PAGES if section in page.sections)
