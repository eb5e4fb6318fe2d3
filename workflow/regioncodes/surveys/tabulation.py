"""Shares of respondents with their bases and intervals, and their comparison with the article's print."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.surveys.codebooks import answer_entries
from regioncodes.surveys.dumps import STATUSES
from regioncodes.surveys.granularity import printed_share

LABELS = ["label_en", "label_ru"]


def tabulate(answers: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Share of the base that ticked each option: one row per option, in the codebook's order.

    answers: see `dumps.read_dump`. Columns: question, option, label_en, label_ru, count (respondents who ticked
    it), base, base_name (`answered`: those who answered this option; `respondents`: all), percent (of the base,
    unrounded; missing where the base is 0), lower_95_percent and upper_95_percent (`wilson_interval`),
    not_answered (respondents who skipped it or were not asked), respondents, input_status.
    Raises StudyError for answers to options outside the codebook and for one answered twice by a respondent.
    """
    keys = ["question", "option"]
    options = answer_entries(codebook)[[*keys, *LABELS, "base", "input_status"]].rename(columns={"base": "base_name"})
    raise_problems(_answer_problems(answers, options), f"answers to {codebook['survey'].iloc[0]}")
    marks = answers[keys].assign(**{status: answers["status"] == status for status in STATUSES})
    counts = marks.groupby(keys, as_index=False).sum()
    counted = options.merge(counts, on=keys, how="left", validate="one_to_one")
    counted[STATUSES] = counted[STATUSES].fillna(0).astype(int)
    respondents = answers["respondent"].nunique()
    answered = counted["ticked"] + counted["not_ticked"]
    base = answered.where(counted["base_name"] == "answered", respondents)
    lower, upper = wilson_interval(counted["ticked"], base)
    return pd.DataFrame(
        {
            "question": counted["question"],
            "option": counted["option"],
            **{label: counted[label] for label in LABELS},
            "count": counted["ticked"],
            "base": base,
            "base_name": counted["base_name"],
            "percent": 100 * counted["ticked"] / base.where(base > 0),
            "lower_95_percent": 100 * lower,
            "upper_95_percent": 100 * upper,
            "not_answered": respondents - answered,
            "respondents": respondents,
            "input_status": counted["input_status"],
        }
    )


def wilson_interval(count: pd.Series, base: pd.Series, confidence: float = 0.95) -> tuple[pd.Series, pd.Series]:
    """Lower and upper limit of a share, each between 0 and 1; missing where the base is 0.

    Simple random sampling is assumed. Reference: Wilson (1927), JASA 22(158), 209-212.
    """
    quantile = NormalDist().inv_cdf(0.5 + confidence / 2)
    size = base.where(base > 0).astype(float)
    share = count / size
    centre = (share + quantile**2 / (2 * size)) / (1 + quantile**2 / size)
    spread = np.sqrt(share * (1 - share) / size + quantile**2 / (4 * size**2))
    half_width = quantile * spread / (1 + quantile**2 / size)
    return (centre - half_width).clip(lower=0), (centre + half_width).clip(upper=1)


def compare_with_print(answers: pd.DataFrame, codebook: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The article's table beside the one tabulated from answers: one row per printed share, in its order.

    printed: data/article/table_1.csv, table_2.csv or sample.csv. Its columns are followed by those of
    `tabulate` and by rounded_percent (with the decimals of the print, halves up) and agrees (the two are
    the same). Rows of a question that was not put in this survey have missing values there and input_status
    `none`. Where input_status is `reconstructed`, agreement holds by construction and replicates nothing.
    Raises StudyError for a printed option that its question does not have.
    """
    keys = ["question", "option"]
    table = tabulate(answers, codebook)
    asked = printed[printed["question"].isin(table["question"])]
    unknown = asked.merge(table[keys], on=keys, how="left", indicator=True, validate="one_to_one")
    unknown = unknown[unknown["_merge"] == "left_only"]
    source = f"data/reference/codebooks/{codebook['survey'].iloc[0]}.csv"
    problems = [
        f"{row.passage}: question '{row.question}' has no option '{row.option}'" for row in unknown.itertuples()
    ]
    raise_problems(problems, f"the comparison of the article's print with {source}")
    compared = printed.merge(table, on=keys, how="left", validate="one_to_one")
    counted = zip(compared["count"], compared["base"], compared["decimals"], strict=True)
    rounded = pd.Series(
        [printed_share(int(count), int(base), places) if base > 0 else np.nan for count, base, places in counted],
        index=compared.index,
        dtype=float,
    )
    # Both sides are the float nearest to the same decimal text, so equality is exact.
    agrees = (rounded == compared["printed_percent"]).astype("boolean").where(rounded.notna())
    whole_numbers = ["stated_base", "count", "base", "not_answered", "respondents"]
    return compared.assign(
        rounded_percent=rounded, agrees=agrees, input_status=compared["input_status"].fillna("none")
    ).astype(dict.fromkeys(whole_numbers, "Int64"))


def _answer_problems(answers: pd.DataFrame, options: pd.DataFrame) -> list[str]:
    keys = ["question", "option"]
    known = answers.merge(options[keys], on=keys, how="left", indicator=True, validate="many_to_one")
    strange = known.loc[known["_merge"] == "left_only", keys].drop_duplicates().sort_values(keys)
    twice = answers.loc[answers.duplicated(["respondent", *keys]), ["respondent", *keys]]
    return [
        *(f"option '{row.option}' of '{row.question}' is not in the codebook" for row in strange.itertuples()),
        *(f"respondent '{row.respondent}' answers '{row.option}' twice" for row in twice.itertuples()),
    ]
