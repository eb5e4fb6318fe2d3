"""The project's own ledger: whole, anchored in the article, and with the verdicts that its figures force."""

import re
from math import comb

import pandas as pd
import pytest
from claims_toys import ROOT, both_languages

from regioncodes.claims import printed_figures
from regioncodes.claims.evidence import FIGURES
from regioncodes.claims.ledger import UNITS, check_ledger
from regioncodes.claims.verdicts import VERDICTS
from regioncodes.ground.tables import read_table

LEDGER = read_table(ROOT / "data/article/claims.csv")
ARTICLE = ROOT.parent / "shared/article/article.txt"
# Digits that state nothing: references, pages, headings, numbers of formulas, tables, figures, provisions, and t0.
LABELS = re.compile(
    r"\[[\d, P.]+\]|(?:Table|Fig\.|Formula|Provision) \d|\((?:Fig\.|Table) \d\)|\(\d\)|\(t0\)|time t0|, \(1\)"
)


def article_text():
    if not ARTICLE.is_file():
        pytest.skip("the article's text is not beside the project")
    text = re.sub(r"([-–])\n", r"\1", ARTICLE.read_text(encoding="utf-8"))
    return " ".join(text.split())


def test_the_ledger_is_sound_and_holds_no_verdict():
    check_ledger(LEDGER)
    assert not LEDGER.isin(VERDICTS).any(axis=None)


@pytest.mark.parametrize("table", ["table_1", "table_2", "sample"])
def test_every_printed_share_of_the_article_has_a_claim_of_its_value(table):
    printed = read_table(ROOT / f"data/article/{table}.csv")
    missing = [
        row.option
        for row in printed.itertuples()
        if not (
            LEDGER["expression"].fillna("").str.contains(f'("{row.table}", "{row.option}"', regex=False)
            & LEDGER["value"].eq(row.printed_percent)
        ).any()
    ]
    assert missing == []


def test_a_tolerance_of_equality_is_half_the_last_printed_digit():
    are_sums = LEDGER["claim"].isin(["E9", "T2-sum"])
    shares = LEDGER[LEDGER["relation"].eq("equals") & LEDGER["unit"].eq("percent") & ~are_sums]
    whole = shares["value"].mod(1).eq(0) & ~shares["claim"].str.startswith("T")
    assert shares.loc[whole, "tolerance"].eq(0.5).all()
    assert shares.loc[~whole, "tolerance"].eq(0.05).all()


def test_every_figure_of_the_language_serves_a_claim_and_has_words():
    expressions = " ".join(LEDGER["expression"].dropna())
    assert [name for name in FIGURES if f"{name}(" not in expressions] == []
    texts = both_languages()[0]
    assert [name for name in FIGURES if f"claims.figure.{name}" not in texts] == []
    assert [unit for unit in UNITS if f"claims.unit.{unit}" not in texts] == []


def test_every_passage_stands_in_the_article():
    text = article_text()
    assert [
        claim for claim, passage in zip(LEDGER["claim"], LEDGER["passage"], strict=True) if passage not in text
    ] == []


def test_every_number_of_the_article_has_a_claim():
    text = article_text()
    covered = set()
    for passage in LEDGER["passage"]:
        for match in re.finditer(re.escape(passage), text):
            covered.update(range(*match.span()))
    for match in LABELS.finditer(text):
        covered.update(range(*match.span()))
    loose = [
        text[max(0, match.start() - 40) : match.end() + 20]
        for match in re.finditer(r"\d+(?:[.,]\d+)?", text)
        if not covered.issuperset(range(*match.span()))
    ]
    assert loose == []


def test_the_printed_tables_alone_force_the_well_known_verdicts():
    from regioncodes.claims.verdicts import verdicts

    articles = {
        f"article_{name}": read_table(ROOT / f"data/article/{name}.csv")
        for name in ("table_1", "table_2", "sample", "figure_2")
    }
    of_print = {name for name, figure in FIGURES.items() if figure.__module__ == printed_figures.__name__}
    calls = LEDGER["expression"].fillna("").map(lambda said: set(re.findall(r"(\w+)\(", said)))
    own = LEDGER[calls.map(lambda names: names <= of_print | {"min"})]
    files = dict.fromkeys([*articles, "claims"], "file")
    regions = read_table(ROOT / "data/reference/regions.csv")
    judged = verdicts(own.reset_index(drop=True), articles, files, regions, both_languages(), district="RU-UFD")
    found = judged.set_index("claim")["verdict"]
    wanted = {
        "E2": "not_checkable",
        "E3": "by_construction",
        "E5": "by_construction",
        # Item non-response may explain a base, and no base is printed.
        "E9": "not_checkable",
        "E10-managers": "not_checkable",
        "E10-owners": "not_checkable",
        "E11": "not_checkable",
        "E13": "by_construction",
        "E13-table": "inconsistent",
        "E14-majority": "by_construction",
        "E14-considerable": "by_construction",
        "E15": "inconsistent",
        "E16": "by_construction",
        "E17": "by_construction",
        "E20": "inconsistent",
        "E21": "inconsistent",
        "E22": "not_checkable",
        "E23": "by_construction",
        "E24-blocks": "inconsistent",
        "T1-base": "not_checkable",
        "T1-15-base": "not_checkable",
        "T1-16-base": "not_checkable",
        "T2-base": "not_checkable",
        "S3": "not_checkable",
        "S4": "by_construction",
        "C1": "not_checkable",
        "G2": "inconsistent",
    }
    assert found[list(wanted)].to_dict() == wanted
    assert pd.isna(judged.set_index("claim").loc["E2", "computed"])
    # What explains a share that the base does not give is named, and how many would have answered stands beside it.
    reasons = judged.set_index("claim")["reason_en"]
    for claim, answers in {
        "T1-15-base": 204,
        "T1-16-base": 207,
        "E10-managers": 61,
        "E10-owners": 62,
        "E11": 38,
    }.items():
        assert "item non-response" in reasons[claim]
        assert reasons[claim].endswith(f": {answers}.")


def test_chance_does_not_explain_how_many_distinct_shares_of_table_1_fit_208():
    articles = {
        f"article_{name}": read_table(ROOT / f"data/article/{name}.csv")
        for name in ("table_1", "table_2", "sample", "figure_2")
    }
    # 209 of the 1,001 shares with one decimal are possible with 208; 14 of the 16 distinct ones are.
    chance = 209 / 1001
    at_least = sum(comb(16, number) * chance**number * (1 - chance) ** (16 - number) for number in (14, 15, 16))
    found = printed_figures.chance_of_fitting_shares(articles, "table_1", 208)
    assert found.value == pytest.approx(100 * at_least)
