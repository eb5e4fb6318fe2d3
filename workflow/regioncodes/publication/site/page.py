"""The page itself: sections, charts, chains and the data behind them, put together into one file without network."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from regioncodes.exhibits.printing.outcome_prices import nominal
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.pages import filled_page
from regioncodes.exhibits.printing.selection import shown_codes
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.regions import units_of
from regioncodes.panel.provenance.provenance import Provenance, provenance
from regioncodes.publication.site import charts
from regioncodes.publication.site.chains import Chains, claim_chains, code_chains, merged, point_chains, survey_chains
from regioncodes.publication.site.compact_json import columns_of, script_json
from regioncodes.publication.site.datasets import codes_data, curve_data, points_data
from regioncodes.publication.site.exhibit_files import ShownExhibit
from regioncodes.publication.site.sections import Say, sections
from regioncodes.publication.site.study_blocks import study_blocks
from regioncodes.words.code_terms import beside_a_rate
from regioncodes.words.texts import Texts, check_catalogue

ASSETS = Path(__file__).parent
CATALOGUE = "data/reference/site_texts.csv"
# What the bundle of the charts names as the place of an editor: the page offers none and points nowhere.
EDITOR = "https://vega.github.io/editor/"


def page(
    tables: Mapping[str, pd.DataFrame],
    exhibits: Sequence[ShownExhibit],
    shown: SiteChoices,
    *,
    places: Sequence[tuple[str, str]],
    languages: Sequence[str],
    folder: str,
    files: Sequence[str],
    points: int,
) -> str:
    """HTML of the whole study: opens without network, in every language, the same bytes from the same inputs.

    tables: texts and site_texts (catalogues), regions, indicators, sources, reading, notices, panel, revisions,
    points and fits (correlations; of all prices the nominal ones are shown), nid, rates, codes, composition
    (of the codes), curve (specifications),
    table_1 and table_2 (survey results), codebook_1 and codebook_2, claims. shown: what of them is shown.
    places: section of each exhibit. folder: where the page will stand, for links to the exhibits beside it.
    files: paths of the results that the page offers. points: most specifications that the chart shows.
    Raises StudyError for every text that the catalogues lack.
    """
    words = spoken(with_outcomes(tables["texts"], tables["indicators"]), tables["site_texts"], languages)
    say = sayer(words)
    # Figure 2 as the article has it.
    tables = {**tables, **{name: nominal(tables[name]) for name in ("points", "fits")}}
    own = provenance(*(tables[name] for name in ("panel", "revisions", "regions", "indicators")), shown.district)
    known = _chains(tables, own, shown, languages)
    curve = charts.thinned(tables["curve"], points)
    data = {
        "codes": codes_data(shown_codes(tables["rates"], mapping=shown.mapping, method=shown.method), tables["codes"]),
        "points": points_data(tables["points"], own, shown.district, shown.edition),
        "curve": curve_data(curve),
    }
    content = {
        "languages": list(languages),
        "texts": {language: _site_words(words[language], tables["site_texts"]) for language in languages},
        "labels": {language: _labels(words[language], tables, curve) for language in languages},
        "charts": {language: _specifications(words[language], tables, curve, shown.district) for language in languages},
        "data": {name: columns_of(frame) for name, frame in data.items()},
        "panel": columns_of(own.rows),
        "older": columns_of(own.older),
        "parts": columns_of(own.parts),
        "district": shown.district,
        **known._asdict(),
    }
    composed = (tables["composition"], tables["regions"], tables["indicators"])
    made_of = {language: beside_a_rate(*composed, words[language], shown.mapping) for language in languages}
    blocks = study_blocks(tables, exhibits, say, languages, shown, files, made_of)
    titles = document_titles(tables["regions"], say, languages)
    return _filled(sections(exhibits, places, blocks), content, say, languages, folder, known, titles)


def spoken(catalogue: pd.DataFrame, own: pd.DataFrame, languages: Sequence[str]) -> dict[str, Texts]:
    """Texts by language of both catalogues, the exhibits' and the page's own, each complete or the run fails."""
    check_catalogue(own, CATALOGUE)
    both = pd.concat([catalogue, own], ignore_index=True)
    return {language: Texts(both, language) for language in languages}


def sayer(words: Mapping[str, Texts]) -> Say:
    """Function from a key to its text in every language, the page's own (`site.KEY`) before the exhibits'.

    A fact may itself be a dictionary by language.
    """

    def say(key: str, **facts: str | int | dict[str, str]) -> dict[str, str]:
        spoken_facts = {
            language: {name: fact[language] if isinstance(fact, dict) else fact for name, fact in facts.items()}
            for language in words
        }
        return {
            language: texts(f"site.{key}" if f"site.{key}" in texts else key, **spoken_facts[language])
            for language, texts in words.items()
        }

    return say


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


def _chains(tables: Mapping, own: Provenance, shown: SiteChoices, languages: Sequence) -> Chains:
    """Every chain of the page."""
    surveys = [
        survey_chains(table, exhibit, tables[table], tables[codebook], languages)
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
            code_chains(tables, own.rows, shown, languages),
            claim_chains(tables["claims"]),
        ]
    )


def _site_words(texts: Texts, catalogue: pd.DataFrame) -> dict[str, str]:
    """The page's own texts without places to fill, for its script."""
    return {key: texts[key] for key in catalogue["key"] if "{" not in texts[key]}


def _labels(texts: Texts, tables: Mapping[str, pd.DataFrame], curve: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Printed words by field and value."""
    regions, indicators = tables["regions"], tables["indicators"]
    language = texts.language
    codes = sorted({*tables["rates"]["code"], *tables["rates"]["dynamic_code"]})
    units = indicators["unit"] if language == "en" else indicators["unit_ru"]
    return {
        **charts.choice_labels(texts, curve),
        "region": dict(zip(regions["region"], regions[f"short_{language}"], strict=True)),
        "region_full": dict(zip(regions["region"], regions[f"name_{language}"], strict=True)),
        "indicator": dict(zip(indicators["indicator"], indicators[f"title_{language}"], strict=True)),
        "unit": dict(zip(indicators["indicator"], units, strict=True)),
        "code": {code: texts[f"code.{code}"] for code in codes},
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


def document_titles(regions: pd.DataFrame, say: Say, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """Titles of documents by name and language: a passport is named after its region."""
    names = regions.set_index("region")
    passports = {
        region: {language: names.loc[region, f"name_{language}"] for language in languages} for region in names.index
    }
    return passports | {name: say(f"document.{name}") for name in ("conclusions", "tables")}


def _filled(
    parts: list, content: dict, say: Say, languages: Sequence[str], folder: str, known: Chains, titles: dict
) -> str:
    """The template filled; every text of the data is escaped there, and only drawn tables and prose are not."""
    import vl_convert

    template, styles, program = (
        (ASSETS / f"page.{name}").read_text(encoding="utf-8") for name in ("html", "css", "js")
    )
    bundle = vl_convert.javascript_bundle().replace(EDITOR, "").replace("</script", "<\\/script")
    return filled_page(
        template,
        language=languages[0],
        title=say("title")[languages[0]],
        style=styles,
        sections=parts,
        say=say,
        languages=languages,
        data=script_json(content),
        bundle=bundle,
        prose=prose,
        link=lambda file: posixpath.relpath(file, folder),
        exhibit_title=lambda name: titles.get(name, name),
        sourced=lambda table, name, language: with_sources(table, known.numbers.get(name, {}).get(language, {})),
        js=program,
    )
