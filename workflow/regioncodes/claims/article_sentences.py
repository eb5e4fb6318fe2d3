"""The findings on the article itself: what its survey tables allow, and how many of its claims have which verdict."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.claims.finding import Asked, Finding, listed, missing
from regioncodes.claims.verdicts import VERDICTS
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

TABLE = "table_1"
RECONSTRUCTED = "reconstructed"
# Verdicts that figures decide: what was put in, or what no figure bears on, decides nothing.
DECIDED = ("reproduced", "contradicted", "inconsistent")


def surveys_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """How many printed shares of Table 1 can come from no count of its respondents, and what the tables are made of.

    tables: table_1 (surveys.survey_tables, with stated_base and input_status) and granularity (surveys.granularity).
    """
    name = "surveys"
    texts = asked.texts
    shares = shares_on_stated_base(tables)
    if shares.empty:
        return missing(name)
    base = int(shares["base"].iloc[0])
    impossible = shares[~shares["fits"].astype(bool)]
    is_rebuilt = tables[TABLE]["input_status"].eq(RECONSTRUCTED).all()
    kind = "rebuilt" if is_rebuilt else "counted"
    some = "some" if len(impossible) else "none"
    facts = {"shares": len(shares), "impossible": len(impossible), "base": base}
    expected = (shares["chance_percent"] / 100).sum()
    facts |= {
        "list": listed([_percent(value, texts) for value in impossible["printed_percent"]], texts),
        "chance": number(expected, texts.language, 1),
        "possible": len(shares) - len(impossible),
    }
    return Finding(
        name,
        decided=len(shares),
        tests=len(shares),
        headlines=[(f"finding.{name}.headline.{kind}.{some}", facts)],
        basis=[(f"finding.{name}.basis.{some}", facts), (f"finding.{name}.basis.{kind}", {})],
        settle=(f"finding.{name}.settle", {"base": base}),
        do=(f"finding.{name}.do.{kind}", {}),
        avoid=(f"finding.{name}.avoid.{kind}", {}),
    )


def shares_on_stated_base(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of granularity on Table 1 and the number of respondents that the article states; none without one."""
    held, stated = tables["granularity"], tables[TABLE]["stated_base"].dropna().unique()
    return held[held["table"].eq(TABLE) & held["base"].isin(stated[:1])]


def claims_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """How many claims of the article have which verdict. tables: claims (claims.verdicts)."""
    name = "claims"
    counts = tables[name]["verdict"].value_counts()
    facts = {verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS} | {"claims": int(counts.sum())}
    decided = sum(facts[verdict] for verdict in DECIDED)
    facts |= {"decided": decided, "undecided": facts["claims"] - decided}
    if not decided:
        return missing(name)
    parts = {part: (f"finding.{name}.{part}", facts) for part in ("headline", "basis", "settle", "do", "avoid")}
    return Finding(
        name,
        decided,
        facts["claims"],
        headlines=[parts["headline"]],
        basis=[parts["basis"]],
        settle=parts["settle"],
        do=parts["do"],
        avoid=parts["avoid"],
    )


def _percent(value: float, texts: Texts) -> str:
    return texts("claims.unit.percent", value=number(value, texts.language, 1))
