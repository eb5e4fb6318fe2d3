"""Prices in which outcomes are printed: nominal ones, as the article has them, beside those in which each is judged."""

import pandas as pd

from regioncodes.education.outcomes import NOMINAL
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts


def nominal(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in nominal prices, in which the article prints every outcome; their index stays. Columns prices."""
    return frame[frame["prices"].eq(NOMINAL)]


def nominal_and_deciding(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in nominal prices and in those that decide; an outcome without roubles has one kind alone.

    frame: columns prices, decides. The index stays.
    """
    return frame[frame["prices"].eq(NOMINAL) | frame["decides"]]


def prices_named(prices: str, decides: bool, texts: Texts) -> str:
    """What a row is counted in: nominal roubles, real ones with their index, or no roubles at all.

    Only an outcome without roubles is judged in nominal prices (education.outcomes.deciding_prices).
    """
    return texts["prices.none" if prices == NOMINAL and decides else f"prices.{prices}"]


def outcome_in_prices(outcome: str, prices: str, decides: bool, texts: Texts) -> str:
    """Name of an outcome and what it is counted in: `GRP per capita, nominal roubles`."""
    return texts("prices.outcome", outcome=texts[f"outcome.{outcome}"], prices=prices_named(prices, decides, texts))


def other_prices(frame: pd.DataFrame, texts: Texts) -> str:
    """A sentence that names the real prices that no one is judged in and that only the results have; empty for none.

    frame: columns outcome, prices, decides.
    """
    others = frame[~frame["decides"] & frame["prices"].ne(NOMINAL)].drop_duplicates(["outcome", "prices"])
    names = [outcome_in_prices(row.outcome, row.prices, row.decides, texts) for row in others.itertuples()]
    return texts("prices.others", names="; ".join(names)) if names else ""


def null_expectation(pairs: pd.DataFrame, walks: pd.DataFrame, texts: Texts) -> str:
    """A sentence: the R² of two unrelated walks as long as the outcomes, by their drift, beside the drifts of the data.

    pairs, walks: as placebos.paired_walks and placebo_walks return them; walks of the outcomes that are shown. Of
    several lengths the longest is told.
    """
    language = texts.language
    own = pairs[pairs["n"].eq(pairs["n"].max())].sort_values("drift_to_noise")
    drifts = walks["outcome_drift_to_noise"].abs()
    edges = [number(edge, language, 1) for edge in (drifts.min(), drifts.max())]
    return texts(
        "prices.null_expectation",
        n=int(own["n"].iloc[0]),
        pairs=number(own["pairs"].iloc[0], language),
        r_squared=" / ".join(number(value, language, 2) for value in own["median_r_squared"]),
        drifts=" / ".join(number(value, language, 1) for value in own["drift_to_noise"]),
        education=number(walks["drift_to_noise"].abs().max(), language, 1),
        outcomes="–".join(dict.fromkeys(edges)),
    )


def calendar_counted(fits: pd.DataFrame, texts: Texts) -> tuple[str, str]:
    """In how many panels the calendar fits at least as well as education: nominal ones, and those that decide.

    fits: as placebos.placebo_fits returns them. Panels in which one of them could not be fitted are not counted.
    """
    year = fits[fits["kind"].eq("year") & fits["status"].eq("fitted")]
    kinds = (nominal(year), year[year["decides"]])
    return tuple(
        texts("prices.counted", better=int(own["at_least_as_good"].sum()), panels=len(own)) if len(own) else MISSING
        for own in kinds
    )
