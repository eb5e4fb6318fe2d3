"""What can be searched: findings, exhibits, claims, regions and indicators, each with the address where it stands."""

from collections.abc import Mapping, Sequence

import pandas as pd

from regioncodes.publication.site.exhibit_files import ShownExhibit
from regioncodes.publication.site.sections import DOCUMENTS, Say

# Letters of a caption that are shown beside the name of an exhibit.
SHOWN_LETTERS = 110


def search_index(
    tables: Mapping[str, pd.DataFrame],
    exhibits: Sequence[ShownExhibit],
    addresses: Mapping[str, str],
    titles: Mapping[str, str],
    say: Say,
) -> list[tuple[str, str, str]]:
    """Title, further words and address of everything that the search of one language finds, in the order of the pages.

    addresses: `page.html#id` by id, of exhibits, claims and sections. titles: printed names of exhibits and documents.
    """
    language = say.language
    found = [
        (_title(exhibit, titles, say), exhibit.caption or _lead(exhibit.prose), addresses[exhibit.name])
        for exhibit in exhibits
        if exhibit.name in addresses
    ]
    claims = tables["claims"]
    found += [
        (f"{claim}. {statement}", verdict, addresses[f"claim-{claim}"])
        for claim, statement, verdict in zip(
            claims["claim"],
            claims[f"statement_{language}"].fillna(""),
            claims["verdict"].map(lambda verdict: say(f"claims.verdict.{verdict}")),
            strict=True,
        )
    ]
    series = addresses["chart-series"].partition("#")[0]
    regions, indicators = tables["regions"], tables["indicators"]
    shown = {name: set(tables["panel"][name]) for name in ("region", "indicator")}
    found += [
        (name, f"{region} {short}", f"{series}?region={region}#chart-series")
        for region, name, short in zip(
            regions["region"], regions[f"name_{language}"], regions[f"short_{language}"], strict=True
        )
        if region in shown["region"]
    ]
    found += [
        (title, indicator, f"{series}?indicator={indicator}#chart-series")
        for indicator, title in zip(indicators["indicator"], indicators[f"title_{language}"], strict=True)
        if indicator in shown["indicator"]
    ]
    return [(title, words[:SHOWN_LETTERS], address) for title, words, address in found]


def _title(exhibit: ShownExhibit, titles: Mapping[str, str], say: Say) -> str:
    """A region's passport is named after it, and is not the region."""
    is_passport = exhibit.kind == "document" and exhibit.name not in DOCUMENTS
    return say("search.passport", region=titles[exhibit.name]) if is_passport else exhibit.title or titles[exhibit.name]


def _lead(markdown: str) -> str:
    """The first line of a list in a Markdown text."""
    return next((line.removeprefix("- ") for line in markdown.splitlines() if line.startswith("- ")), "")
