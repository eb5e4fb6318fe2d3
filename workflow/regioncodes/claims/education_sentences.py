"""The finding on Figure 2: what is seen, excluded or cannot be told, and education beside the calendar."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.claims.finding import Asked, Finding, Sentence, missing
from regioncodes.education.outcomes import NOMINAL
from regioncodes.education.reliability import AUTOCOVARIANCES
from regioncodes.ground.tables import rows_where
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.power import CANNOT_BE_TOLD, EXCLUDED, SEEN
from regioncodes.words.code_terms import within
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_2"


def education_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """What the tests that keep their size say of the outcomes of Figure 2.

    tables: findings and reliability (education.evidence, .reliability), fits, placebos, walks and pairs
    (education.correlations, .placebos).
    """
    texts = asked.texts
    found = tables["findings"]
    if not found["tests"].gt(0).any():
        return missing(NAME)
    counts = found["finding"].value_counts()
    seen, excluded = (int(counts.get(kind, 0)) for kind in (SEEN, EXCLUDED))
    kind, told = "seen" if seen else "excluded" if excluded else "open", "seen" if seen else "unseen"
    facts = {
        "panels": len(found),
        "seen": seen,
        "excluded": excluded,
        "untold": len(found) - seen - excluded,
        "share": number(100 * asked.share_of_slope, texts.language),
    }
    return Finding(
        NAME,
        seen + excluded,
        len(found),
        headlines=[(f"finding.{NAME}.headline.{kind}", facts)],
        basis=[*_fits(tables, texts), *_calendar(tables["placebos"], texts), _outcomes(found, texts)],
        settle=settling(found, tables["reliability"], texts),
        do=(f"finding.{NAME}.do.{told}", {}),
        avoid=(f"finding.{NAME}.avoid.{told}", {}),
    )


def settling(found: pd.DataFrame, reliability: pd.DataFrame, texts: Texts) -> Sentence:
    """How much of the changes of education is no noise, and how many years of such figures the district would need.

    reliability: as of reliability.education_reliability; told is that of all regions by their own changes.
    """
    wanted = {"unit": "RU", "sample": "panel", "form": "first_differences", "source": AUTOCOVARIANCES}
    signal = rows_where(reliability, **wanted)["reliability"].max()
    years = found["years_needed"].dropna()
    if np.isnan(signal) or years.empty:
        return (f"finding.{NAME}.settle.unknown", {})
    facts = {"signal": number(100 * signal, texts.language), "fewest": int(years.min()), "most": int(years.max())}
    return (f"finding.{NAME}.settle.known", facts)


def like_walks(walks: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series | None:
    """The row of paired walks of the length and drift of education; None where none is as long."""
    matched = walks[walks["status"].eq(FITTED)]
    alike = pairs[pairs["n"].eq(matched["n"].max())]
    if alike.empty:
        return None
    ratio = matched["drift_to_noise"].abs().max()
    return alike.iloc[(alike["drift_to_noise"] - ratio).abs().argmin()]


def _fits(tables: Mapping[str, pd.DataFrame], texts: Texts) -> list[Sentence]:
    """The range of R² in nominal roubles, and beside it that of walks which know nothing of each other."""
    fits = rows_where(tables["fits"], prices=NOMINAL, status=FITTED)
    if fits.empty:
        return []
    facts = {
        name: number(end, texts.language, 2)
        for name, end in (("low", fits["r_squared"].min()), ("high", fits["r_squared"].max()))
    }
    facts |= {"n": int(fits["n"].max()), "first": int(fits["first_year"].min()), "last": int(fits["last_year"].max())}
    null = like_walks(tables["walks"][tables["walks"]["decides"]], tables["pairs"])
    if null is None:
        return [(f"finding.{NAME}.basis.fits", facts)]
    median = {"median": number(null["median_r_squared"], texts.language, 2)}
    return [(f"finding.{NAME}.basis.fits_and_walks", facts | median)]


def _calendar(placebos: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """In how many panels the calendar year fits at least as well, nominal and in the prices that decide."""
    years = rows_where(placebos, kind="year", status=FITTED)
    kinds = {"nominal": years[years["prices"].eq(NOMINAL)], "deciding": years[years["decides"]]}
    if any(own.empty for own in kinds.values()):
        return []
    facts: dict[str, object] = {name: int(own["at_least_as_good"].sum()) for name, own in kinds.items()}
    return [(f"finding.{NAME}.basis.calendar", facts | {"panels": len(kinds["deciding"])})]


def _outcomes(found: pd.DataFrame, texts: Texts) -> Sentence:
    """The outcomes by what is said of them."""
    parts = []
    for kind, rows in (
        (SEEN, found[found["finding"].eq(SEEN)]),
        (EXCLUDED, found[found["finding"].eq(EXCLUDED)]),
        (CANNOT_BE_TOLD, found[~found["finding"].isin([SEEN, EXCLUDED])]),
    ):
        names = ", ".join(within(texts[f"outcome.{outcome}"]) for outcome in rows["outcome"])
        parts += [texts(f"conclusions.finding.{NAME}.basis.{kind}", outcomes=names)] if len(rows) else []
    return (f"finding.{NAME}.basis.outcomes", {"outcomes": "; ".join(parts)})
