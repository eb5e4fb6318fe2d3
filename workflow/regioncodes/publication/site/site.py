"""The site: pages that open without network, in every language, and the data behind their charts and numbers."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.exhibits.printing.outcome_prices import nominal
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.pages import filled_page
from regioncodes.exhibits.printing.selection import shown_codes
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.regions import units_of
from regioncodes.panel.provenance.provenance import Provenance, provenance
from regioncodes.panel.provenance.sheet_rows import sheet_rows
from regioncodes.publication.site import charts
from regioncodes.publication.site.chains import Chains, claim_chains, code_chains, merged, point_chains, survey_chains
from regioncodes.publication.site.compact_json import columns_of, script_json
from regioncodes.publication.site.datasets import codes_data, curve_data, points_data
from regioncodes.publication.site.exhibit_files import ShownExhibit
from regioncodes.publication.site.first_page import first_page
from regioncodes.publication.site.landings import check_landings
from regioncodes.publication.site.pages import FIRST, PAGES, SitePage, page_file, search_file
from regioncodes.publication.site.region_map import MapChoices, map_data
from regioncodes.publication.site.search_index import search_index
from regioncodes.publication.site.sections import CHARTS, TOOLS, Say, Section, sections
from regioncodes.publication.site.small_pictures import small_pictures
from regioncodes.publication.site.study_blocks import study_blocks
from regioncodes.publication.site.trial import TrialChoices, trial_data
from regioncodes.words.code_terms import beside_a_rate
from regioncodes.words.texts import LANGUAGE_NAMES, Texts, check_catalogue

ASSETS = Path(__file__).parent
CATALOGUE = "data/reference/site_texts.csv"
# What the bundle of the charts names as the place of an editor: the site offers none and points nowhere.
EDITOR = "https://vega.github.io/editor/"
OWN_SCRIPTS = ("region_map.js", "trial.js", "page.js")
OWN_STYLES = ("page.css",)
# Styles of the tools, where one stands.
TOOL_STYLES = ("region_map.css", "trial.css")


def site(
    tables: Mapping[str, pd.DataFrame],
    exhibits: Mapping[str, Sequence[ShownExhibit]],
    shown: SiteChoices,
    *,
    places: Sequence[tuple[str, str]],
    folder: str,
    files: Sequence[str],
    beside: Sequence[str],
    points: int,
    trial: TrialChoices,
    growth: MapChoices,
) -> dict[str, str]:
    """Contents of every file of the site by its name: the same bytes from the same inputs.

    tables: texts and site_texts (catalogues), regions, indicators, sources, reading, notices, panel, revisions, points
    and fits (correlations; of all prices the nominal ones are shown), nid, rates, codes, composition (of the codes),
    region_codes, region_tiles, connections, estimates, foresight, granularity, curve (specifications), table_1 and
    table_2 (survey results), codebook_1 and codebook_2, claims,
    conclusions. exhibits: those of each language. shown: what of the tables is shown.
    places: section of each exhibit. folder: where the site will stand, for links to the files beside it.
    files: paths of the results that the site offers. beside: paths of all files that it may lead to. points: most
    specifications that the chart shows. trial: from which the sliders start. growth: that the
    map shows. Raises StudyError for every text that the
    catalogues lack, for a first page that cannot be made, and for links that would land nowhere
    (landings.check_landings).
    """
    languages = list(exhibits)
    check_catalogue(tables["site_texts"], CATALOGUE)
    # Figure 2 as the article has it.
    tables = {**tables, **{name: nominal(tables[name]) for name in ("points", "fits")}}
    own = provenance(*(tables[name] for name in ("panel", "revisions", "regions", "indicators")), shown.district)
    frames = chart_frames(tables, own, shown, points)
    made = {"site.js": _own(OWN_SCRIPTS), "charts.js": _library(), **_data_scripts(own)}
    for language in languages:
        say = speaker(tables, language)
        blocks = study_blocks(tables, say, shown, files, _made_of(tables, say, shown))
        pictures = small_pictures(tables, say.texts, shown)
        blocks["overview"] = first_page(tables["conclusions"], pictures, exhibits[language], say)
        parts = sections(exhibits[language], places, blocks)
        spoken = Spoken(
            say,
            languages,
            folder,
            parts,
            labels=_labels(say.texts, tables, frames["curve"]),
            charts=_specifications(say.texts, tables, frames["curve"], shown.district),
            tools=_tools(tables, shown, trial, growth, say),
            known=_chains(tables, own, shown, language),
            addresses=_addresses(parts, tables, language, languages),
            titles=exhibit_titles(exhibits[language], tables["regions"], say),
        )
        index = search_index(tables, exhibits[language], spoken.addresses, spoken.titles, say)
        made[search_file(language)] = f"study.search={script_json(index)};\n"
        words = _site_words(say.texts, tables["site_texts"])
        for page in PAGES:
            content = {"texts": words, "district": shown.district, **_content(page, spoken, frames)}
            made[page_file(page.key, language, languages)] = _page(page, spoken, content)
    check_landings(made, folder, beside)
    return made


class Spoken(NamedTuple):
    """All pages of one language: words, sections, charts, data of tools, chains, addresses and titles."""

    say: Say
    languages: Sequence[str]
    folder: str
    parts: Sequence[Section]
    labels: dict[str, dict[str, str]]
    charts: dict[str, dict]
    tools: dict[str, dict]
    known: Chains
    addresses: dict[str, str]
    titles: dict[str, str]

    def on(self, page: SitePage) -> list[Section]:
        """Sections of one page, in its order."""
        own = {part.key: part for part in self.parts}
        return [own[key] for key in page.sections if key in own]


def speaker(tables: Mapping[str, pd.DataFrame], language: str) -> Say:
    """Texts of one language of both catalogues, the exhibits' and the site's own."""
    catalogue = with_outcomes(tables["texts"], tables["indicators"])
    return Say(Texts(pd.concat([catalogue, tables["site_texts"]], ignore_index=True), language))


def chart_frames(tables: Mapping, own: Provenance, shown: SiteChoices, points: int) -> dict[str, pd.DataFrame]:
    """Data of the charts by the name that their specifications use, and the curve thinned to what is drawn."""
    curve = charts.thinned(tables["curve"], points)
    return {
        "codes": codes_data(shown_codes(tables["rates"], mapping=shown.mapping, method=shown.method), tables["codes"]),
        "points": points_data(tables["points"], own, shown.district, shown.edition),
        "curve": curve_data(curve),
    }


# The data that each chart draws; `series` takes its own from the panel.
DRAWN = {"codes": "codes", "education": "points", "curve": "curve"}


def _site_words(texts: Texts, catalogue: pd.DataFrame) -> dict[str, str]:
    """The site's own texts without places to fill, for its script."""
    return {key: texts[key] for key in catalogue["key"] if "{" not in texts[key]}


def _content(page: SitePage, spoken: Spoken, frames: Mapping[str, pd.DataFrame]) -> dict:
    """What the script of one page needs beside words: specifications and data of its charts, and its chains."""
    drawn = [name for part in spoken.on(page) for name in CHARTS.get(part.key, ())]
    known = spoken.known
    chains = {key: chain for key, chain in known.chains.items() if key.partition(".")[0] in page.chains}
    steps = {step for chain in chains.values() for step in chain["steps"]}
    cells = {chain["cells"] for chain in chains.values()}
    return {
        "labels": spoken.labels if drawn or chains else {},
        "charts": {name: spoken.charts[name] for name in drawn},
        "tools": {name: spoken.tools[name] for part in spoken.on(page) for name in TOOLS.get(part.key, ())},
        "data": {DRAWN[name]: columns_of(frames[DRAWN[name]]) for name in drawn if name in DRAWN},
        "search": search_file(spoken.say.language),
        "chains": chains,
        "steps": {key: step for key, step in known.steps.items() if key in steps},
        "cells": {key: positions for key, positions in known.cells.items() if key in cells},
    }


def _tools(
    tables: Mapping[str, pd.DataFrame], shown: SiteChoices, trial: TrialChoices, growth: MapChoices, say: Say
) -> dict[str, dict]:
    """Data of each tool, by its name."""
    facts = (tables[name] for name in ("panel", "regions", "indicators"))
    target = {say.language: say(f"foresight.target.{growth.target}")}
    later = {"later_years": growth.later_years, "passports": growth.passports}
    return {
        "map": map_data(tables, district=shown.district, target=target, **later),
        "trial": trial_data(*facts, trial, {say.language: say.texts}),
    }


def _own(names: Sequence[str]) -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


def _library() -> str:
    """The library of the charts, which points nowhere."""
    import vl_convert

    return vl_convert.javascript_bundle().replace(EDITOR, "")


def _data_scripts(own: Provenance) -> dict[str, str]:
    """The panel and the rows of the sheets around its cells, as scripts: a page opened from a disk can load no data."""
    cells = pd.concat([own.rows, own.older], ignore_index=True)[["file", "sheet", "cell"]]
    rows = sheet_rows(cells[cells["file"].fillna("").ne("")].drop_duplicates())
    shown = own._replace(rows=own.rows.drop(columns=["note", "region_text"]))
    panel = {name: columns_of(frame) for name, frame in shown._asdict().items()}
    sheets: dict[str, dict[str, list]] = {}
    for row in rows.itertuples():
        sheets.setdefault(f"{row.file}\n{row.sheet}", {})[str(row.row)] = row.texts
    return {"panel.js": f"study.panel={script_json(panel)};\n", "sheets.js": f"study.sheets={script_json(sheets)};\n"}


def _made_of(tables: Mapping[str, pd.DataFrame], say: Say, shown: SiteChoices) -> str:
    composed = (tables["composition"], tables["regions"], tables["indicators"])
    return beside_a_rate(*composed, say.texts, shown.mapping)


def _chains(tables: Mapping, own: Provenance, shown: SiteChoices, language: str) -> Chains:
    """Every chain of the site."""
    surveys = [
        survey_chains(table, exhibit, tables[table], tables[codebook], language)
        for table, exhibit, codebook in (
            ("table_1", "table_1_relevance", "codebook_1"),
            ("table_2", "table_2_attitudes", "codebook_2"),
        )
    ]
    of_figure_2 = {name: getattr(shown, name) for name in ("district", "regressor", "edition")}
    return merged(
        [
            *surveys,
            point_chains(tables["points"], tables["fits"], own.rows, **of_figure_2),
            code_chains(tables, own.rows, shown, language),
            claim_chains(tables["claims"]),
        ]
    )


def _labels(texts: Texts, tables: Mapping[str, pd.DataFrame], curve: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Printed words by field and value."""
    regions, indicators, sources = tables["regions"], tables["indicators"], tables["sources"]
    language = texts.language
    codes = sorted({*tables["rates"]["code"], *tables["rates"]["dynamic_code"]})
    units = indicators["unit"] if language == "en" else indicators["unit_ru"]
    titles = sources[f"title_{language}"].fillna(sources["edition"])
    return {
        **charts.choice_labels(texts, curve),
        "region": dict(zip(regions["region"], regions[f"short_{language}"], strict=True)),
        "region_full": dict(zip(regions["region"], regions[f"name_{language}"], strict=True)),
        "indicator": dict(zip(indicators["indicator"], indicators[f"title_{language}"], strict=True)),
        "unit": dict(zip(indicators["indicator"], units, strict=True)),
        "code": {code: texts[f"code.{code}"] for code in codes},
        "publication": dict(zip(sources["file"], titles, strict=True)),
    }


def _specifications(texts: Texts, tables: Mapping, curve: pd.DataFrame, district: str) -> dict[str, dict]:
    """Every chart in one language."""
    regions = tables["regions"]
    present = set(tables["rates"]["region"])
    names = regions.set_index("region")[f"short_{texts.language}"]
    units = dict.fromkeys([district, *(unit for unit in units_of(district, regions) if unit in present)])
    return {
        "codes": charts.codes_chart(texts, {unit: names[unit] for unit in units}),
        "education": charts.education_chart(texts, list(tables["points"]["outcome"].drop_duplicates())),
        "curve": charts.specifications_chart(texts, curve),
        "series": charts.series_chart(texts),
    }


def _addresses(parts: Sequence[Section], tables: Mapping, language: str, languages: Sequence[str]) -> dict[str, str]:
    """Where everything stands that has an address of its own: `codes.html#figure_s1_codes` by id."""
    found = {}
    for page in PAGES[::-1]:
        file = page_file(page.key, language, languages)
        for part in (part for part in parts if part.key in page.sections):
            named = [block.content.name for block in part.blocks if block.kind == "exhibit"]
            named += [one.name for block in part.blocks if block.kind == "documents" for one in block.content]
            named += [f"chart-{name}" for name in CHARTS.get(part.key, ())]
            found |= {name: f"{file}#{name}" for name in [part.key, *named]} | {page.key: file}
    claims = found["claims"].partition("#")[0]
    return found | {f"claim-{claim}": f"{claims}#claim-{claim}" for claim in tables["claims"]["claim"]}


def exhibit_titles(exhibits: Sequence[ShownExhibit], regions: pd.DataFrame, say: Say) -> dict[str, str]:
    """Printed names by the name of the exhibit or document: a passport is named after its region."""
    names = dict(zip(regions["region"], regions[f"name_{say.language}"], strict=True))
    return {
        exhibit.name: f"{say(f'exhibit.{exhibit.kind}')} {exhibit.number}"
        if exhibit.kind != "document"
        else names.get(exhibit.name) or say(f"document.{exhibit.name}")
        for exhibit in exhibits
    }


def with_sources(table: str, chains: Mapping[str, Sequence[str]]) -> str:
    """HTML of a printed table, its numbers made into buttons that open their chains.

    chains: by the heading of a row, one chain for each number of it, or one for all. Rows without are left alone.
    """
    return re.sub(r"<tr>.*?</tr>", lambda row: _row_with_sources(row[0], chains), table, flags=re.DOTALL)


def _row_with_sources(row: str, chains: Mapping[str, Sequence[str]]) -> str:
    from html import escape, unescape

    heading = re.search(r'<th scope="row">(.*?)</th>', row, re.DOTALL)
    own = list(chains.get(unescape(heading[1]), [])) if heading else []
    if not own:
        return row
    cells = re.findall(r'<td class="number">', row)
    ids = iter(own * len(cells) if len(own) == 1 else own)
    return re.sub(
        r'<td class="number">(.*?)</td>',
        lambda cell: (
            f'<td class="number"><button type="button" class="source" '
            f'data-chain="{escape(next(ids))}">{cell[1]}</button></td>'
        ),
        row,
    )


def prose(markdown: str) -> str:
    """HTML of a Markdown text, its headings two levels lower, since it stands inside a section; no HTML passes."""
    import mistune

    class Lowered(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attributes: object) -> str:
            return super().heading(text, min(level + 2, 6), **attributes)

    return mistune.create_markdown(renderer=Lowered(escape=True))(markdown)


def _page(page: SitePage, spoken: Spoken, content: dict) -> str:
    """The template filled; every text of the data is escaped there, and only drawn tables and prose are not."""
    say, languages, folder = spoken.say, spoken.languages, spoken.folder
    title = say("title") if page.key == FIRST else f"{say(f'page.{page.key}')} — {say('title.short')}"
    return filled_page(
        (ASSETS / "page.html").read_text(encoding="utf-8"),
        language=say.language,
        title=title,
        style=_own(OWN_STYLES + (TOOL_STYLES if content["tools"] else ())),
        page=page.key,
        pages=[(one.key, page_file(one.key, say.language, languages)) for one in PAGES],
        others=[
            (other, LANGUAGE_NAMES[other], page_file(page.key, other, languages))
            for other in languages
            if other != say.language
        ],
        sections=spoken.on(page),
        is_first=page.key == FIRST,
        has_charts=bool(content["charts"]),
        say=say,
        data=script_json(content),
        prose=prose,
        addresses=spoken.addresses,
        exhibit_title=spoken.titles.__getitem__,
        link=lambda file: posixpath.relpath(file, folder),
        sourced=lambda table, name: with_sources(table, spoken.known.numbers.get(name, {})),
    )
