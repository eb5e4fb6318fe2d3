"""The findings of the study in the order of their importance: a table that every page for readers is printed from."""

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from regioncodes.claims.article_sentences import claims_finding, surveys_finding
from regioncodes.claims.code_sentences import codes_finding
from regioncodes.claims.education_sentences import education_finding
from regioncodes.claims.finding import HEADLINE_LETTERS, Asked, Finding, Sentence, strength
from regioncodes.claims.foresight_sentences import foresight_finding
from regioncodes.claims.model_sentences import composition_finding, connections_finding
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.regions import regions_of
from regioncodes.words.code_terms import term_names
from regioncodes.words.texts import LANGUAGES, Texts

# Of every finding the function, the page of the site and the exhibit that show it, and the tables that it needs.
FINDINGS = {
    "figure_2": (education_finding, "figure_2", "figure_s12_estimates", ("findings", "placebos")),
    "foresight": (foresight_finding, "foresight", "figure_4_foresight", ("foresight",)),
    "codes": (codes_finding, "codes", "figure_s1_codes", ("nid",)),
    "composition": (composition_finding, "codes", "figure_s11_composition", ("composition", "validity")),
    "connections": (connections_finding, "codes", "figure_1b_connections", ("connections",)),
    "surveys": (surveys_finding, "surveys", "table_1_relevance", ("table_1", "granularity")),
    "claims": (claims_finding, "claims", "table_3_claims", ("claims",)),
}
PARTS = ("headline", "strength", "basis", "settle", "do", "avoid")
CONCLUSIONS = [
    "finding",
    "page",
    "exhibit",
    "strength",
    *(f"{part}_{language}" for part in PARTS for language in LANGUAGES),
]


def check_results(tables: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> None:
    """Nothing where every finding has its results, else one StudyError that names each finding and empty file.

    files: path of each table. A result that could not be computed has rows with a status that says why.
    """
    raise_problems(
        [
            f"finding '{name}': {files[table]} has no row; delete the file and say make study, which makes it anew"
            for name, (*_, needed) in FINDINGS.items()
            for table in needed
            if tables[table].empty
        ],
        "results/conclusions.csv",
    )


def asked_in_each_language(
    catalogue: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    composition: pd.DataFrame,
    *,
    district: str,
    **choices: object,
) -> dict[str, Asked]:
    """What the findings are asked of, by language: always both, whatever languages are printed.

    catalogue: texts, with the words of the outcomes. regions, indicators: tables of facts. composition: of
    codes.composition, which says how the indicators are built in. choices: mapping and the others of Asked.
    """
    terms = composition[composition["mapping"].eq(choices["mapping"])]
    asked = {}
    for language in LANGUAGES:
        texts = Texts(catalogue, language)
        asked[language] = Asked(
            texts=texts,
            district=district,
            names=regions.set_index("region")[f"name_{language}"].to_dict(),
            units=regions_of(district, regions),
            terms=term_names(terms, indicators, texts),
            **choices,
        )
    return asked


def conclusions(tables: Mapping[str, pd.DataFrame], asked: Mapping[str, Asked]) -> pd.DataFrame:
    """The findings, one row each, columns CONCLUSIONS; whole sentences in every language.

    tables: by the names in the docstrings of the findings. asked: of `asked_in_each_language`.
    """
    rows = []
    for name, (make, page, exhibit, _) in FINDINGS.items():
        row = {"finding": name, "page": page, "exhibit": exhibit}
        for language, own in asked.items():
            found = make(tables, own)
            row["strength"] = strength(found.decided, found.tests)
            row |= {f"{part}_{language}": text for part, text in _printed(found, row["strength"], own.texts).items()}
        rows.append(row)
    return pd.DataFrame(rows, columns=CONCLUSIONS)


def markdown(table: pd.DataFrame, texts: Texts) -> list[str]:
    """Lines of Markdown: all findings in short, then each with its basis, what would settle it, and what to do.

    table: as of `conclusions`.
    """
    # Markdown lets HTML through: a sentence is a text.
    rows = [{part: escape(row[part], quote=False) for part in PARTS} for row in in_language(table, texts.language)]
    lines = [f"## {texts['conclusions.heading.short']}", ""]
    lines += [f"- {row['headline']} — *{row['strength']}*" for row in rows]
    lines += ["", f"## {texts['conclusions.heading.findings']}", ""]
    for place, row in enumerate(rows, start=1):
        lines += [f"### {place}. {row['headline']}", "", f"**{_begun(row['strength'])}.** {row['basis']}", ""]
        told = {"settle": row["settle"], "decide": f"{row['do']} {row['avoid']}"}
        lines += [f"- **{texts[f'conclusions.part.{part}']}.** {text}" for part, text in told.items()]
        lines.append("")
    return lines


def in_language(table: pd.DataFrame, language: str) -> Sequence[Mapping[str, str]]:
    """The findings in one language: finding, page, exhibit and every one of PARTS, with the words of the strength."""
    rows = table.to_dict("records")
    return [
        {name: row[name] for name in ("finding", "page", "exhibit")}
        | {part: row[f"{part}_{language}"] for part in PARTS}
        for row in rows
    ]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _printed(found: Finding, found_strength: str, texts: Texts) -> dict[str, str]:
    def say(*sentences: Sentence) -> str:
        return " ".join(texts(f"conclusions.{key}", **facts) for key, facts in sentences)

    headlines = [say(headline) for headline in found.headlines]
    fitting = [headline for headline in headlines if len(headline) <= HEADLINE_LETTERS]
    return {
        "headline": fitting[0] if fitting else headlines[-1],
        "strength": texts[f"strength.{found_strength}"],
        "basis": say(*found.basis, *_counted(found)),
        "settle": say(found.settle),
        "do": say(found.do),
        "avoid": say(found.avoid),
    }


def _counted(found: Finding) -> list[Sentence]:
    """How many of the tests decide, which is what the strength is computed from."""
    facts = {"decided": found.decided, "tests": found.tests}
    return [(f"finding.{found.name}.decided", facts)] if found.tests else []
