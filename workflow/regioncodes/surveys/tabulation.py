"""Shares of respondents and of mentions with their bases and intervals, and their comparison with the print."""

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.answers import NOT_ANSWERED, NOT_SHOWN, NOT_TICKED, TICKED, Answers
from regioncodes.surveys.codebooks import completed, option_entries
from regioncodes.surveys.granularity import printed_share
from regioncodes.surveys.intervals import logit_interval, wilson_interval
from regioncodes.surveys.moments import (
    RESPONDENTS,
    SQUARED_WEIGHT,
    WEIGHT,
    WITH_WEIGHT,
    Moments,
    moments,
)

LABELS = ["label_en", "label_ru"]
KEYS = ["question", "option"]
# Which statuses at an option make its base; the two others count per question.
BASES = {
    "all": [NOT_SHOWN, NOT_ANSWERED, NOT_TICKED, TICKED],
    "shown": [NOT_ANSWERED, NOT_TICKED, TICKED],
    "answered": [NOT_TICKED, TICKED],
    "ticked_any": None,
    "mentions": None,
}


def tabulate(answers: Answers, codebook: pd.DataFrame, weights: np.ndarray | None = None) -> pd.DataFrame:
    """Share of every base that ticked each option: one row per option and base, options in the codebook's order.

    weights: see `weights.weights_of`. Columns: see `shares`. Of a question with an option that says "don't know" the
    other options have one base more, `substantive`: who answered anything else.
    """
    table = shares(moments(answers, weights), codebook)
    known = substantive(answers, codebook)
    if known.options.empty:
        return table
    told = shares(moments(known, weights), codebook).query("base_name == 'answered'").assign(base_name="substantive")
    places = {key: place for place, key in enumerate(answers.options[KEYS].itertuples(index=False, name=None))}
    both = pd.concat([table, told], ignore_index=True)
    order = [places[key] for key in both[KEYS].itertuples(index=False, name=None)]
    return both.set_index(pd.Index(order)).sort_index(kind="stable").reset_index(drop=True)


def substantive(answers: Answers, codebook: pd.DataFrame) -> Answers:
    """The answers to questions with an option that says "don't know", without that option.

    Who ticked it and nothing else has not answered there.
    """
    entries = option_entries(completed(codebook))
    marked = entries.loc[entries["dont_know"] == "yes", KEYS].apply(tuple, axis=1).tolist()
    says = np.array([key in marked for key in answers.options[KEYS].itertuples(index=False, name=None)], dtype=bool)
    statuses = answers.statuses.copy()
    for _, own in answers.options.groupby("question", sort=False):
        telling, others = own.index[says[own.index]], own.index[~says[own.index]]
        ticked = (answers.statuses == TICKED)[:, own.index]
        only = ticked[:, says[own.index]].any(axis=1) & ~ticked[:, ~says[own.index]].any(axis=1)
        if len(telling):
            statuses[np.ix_(only, others)] = NOT_ANSWERED
    told = answers.options["question"].isin({question for question, _ in marked}).to_numpy() & ~says
    return Answers(answers.respondents, answers.options[told].reset_index(drop=True), statuses[:, told])


def shares(sums: Moments, codebook: pd.DataFrame) -> pd.DataFrame:
    """Share of every base that ticked each option, from sums over respondents.

    Columns: question, option, label_en, label_ru, base_name (`all`, `shown`, `answered`: who answered this option;
    `ticked_any`: who ticked some option of the question; `mentions`: all ticks of the question), base (number of
    respondents or mentions), base_weighted, count (who ticked the option), count_weighted, percent (of the weighted
    base, unrounded; missing where it is 0), lower_95_percent, upper_95_percent, interval (`wilson` without weights,
    `design` with weights and for mentions, of which one respondent gives several), effective_base (Kish 1965),
    not_shown, not_answered, respondents, input_status.
    Raises StudyError for options outside the codebook.
    """
    entries = option_entries(codebook)[[*KEYS, *LABELS, "input_status"]]
    options = sums.options[KEYS].merge(entries, on=KEYS, how="left", indicator=True, validate="one_to_one")
    strange = options[options["_merge"] == "left_only"]
    problems = [f"option '{row.option}' of '{row.question}' is not in the codebook" for row in strange.itertuples()]
    raise_problems(problems, f"answers to {codebook['survey'].iloc[0]}")
    parts = [
        pd.DataFrame(
            {
                **{name: options[name] for name in [*KEYS, *LABELS]},
                "base_name": name,
                **_of_base(sums, name),
                "not_shown": _whole(sums.statuses[:, NOT_SHOWN, RESPONDENTS]),
                "not_answered": _whole(sums.statuses[:, NOT_ANSWERED, RESPONDENTS]),
                "respondents": _whole(sums.statuses[:, :, RESPONDENTS].sum(axis=1)),
                "input_status": options["input_status"],
            }
        )
        for name in BASES
    ]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def _whole(counts: np.ndarray) -> np.ndarray:
    return counts.astype(int)


def _of_base(sums: Moments, name: str) -> dict[str, np.ndarray | str]:
    """Columns of `shares` that hang on the base.

    Variances are those of a ratio under sampling with replacement, linearised; a base is a domain of the sample.
    Reference: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.6.
    """
    ticked = sums.statuses[:, TICKED]
    statuses = BASES[name]
    domain = sums.ticked_any if statuses is None else sums.statuses[:, statuses].sum(axis=1)
    counted, weight = domain[:, RESPONDENTS], domain[:, WEIGHT]
    crossed, squared = ticked[:, SQUARED_WEIGHT], domain[:, SQUARED_WEIGHT]
    if name == "mentions":
        counted, weight, squared, crossed = sums.mentions.T
    with np.errstate(divide="ignore", invalid="ignore"):
        share = ticked[:, WEIGHT] / np.where(weight > 0, weight, np.nan)
        # Two sums over the same respondents may differ in their last bits, and above 1 a share has no variance.
        share = np.where(np.isclose(share, 1, rtol=1e-12, atol=0), 1.0, share)
        effective = domain[:, WEIGHT] ** 2 / domain[:, SQUARED_WEIGHT]
        number = sums.statuses[:, :, RESPONDENTS].sum(axis=1)
        residuals = ticked[:, SQUARED_WEIGHT] - 2 * share * crossed + share**2 * squared
        variance = number / (number - 1) * residuals.clip(0) / weight**2
        lower, upper = wilson_interval(share * effective, effective)
    is_design = sums.is_weighted or name == "mentions"
    if is_design:
        limits = logit_interval(share, variance, domain[:, WITH_WEIGHT] - 1)
        # Shares of 0 and 1 have no logit: Wilson's interval on the effective base stands in.
        is_end = (share == 0) | (share == 1)
        lower, upper = np.where(is_end, lower, limits[0]), np.where(is_end, upper, limits[1])
    return {
        "base": _whole(counted),
        "base_weighted": weight,
        "count": _whole(ticked[:, RESPONDENTS]),
        "count_weighted": ticked[:, WEIGHT],
        "percent": 100 * share,
        "lower_95_percent": 100 * lower,
        "upper_95_percent": 100 * upper,
        "interval": "design" if is_design else "wilson",
        "effective_base": effective,
    }


def compare_with_print(answers: Answers, codebook: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The article's table beside the one tabulated from answers: one row per printed share, in its order.

    printed: data/article/table_1.csv, table_2.csv or sample.csv. Its columns are followed by those of
    `tabulate`, on the base that the codebook names for the question, and by rounded_percent (with the decimals of
    the print, halves up) and agrees (the two are the same). Rows of a question that was not put in this survey
    have missing values there and input_status `none`. Where input_status is `reconstructed`, agreement holds by
    construction and replicates nothing. Raises StudyError for a printed option that its question does not have.
    """
    table = _on_the_codebooks_base(tabulate(answers, codebook), codebook)
    asked = printed[printed["question"].isin(table["question"])]
    unknown = asked.merge(table[KEYS], on=KEYS, how="left", indicator=True, validate="one_to_one")
    unknown = unknown[unknown["_merge"] == "left_only"]
    source = f"data/reference/codebooks/{codebook['survey'].iloc[0]}.csv"
    problems = [
        f"{row.passage}: question '{row.question}' has no option '{row.option}'" for row in unknown.itertuples()
    ]
    raise_problems(problems, f"the comparison of the article's print with {source}")
    compared = printed.merge(table, on=KEYS, how="left", validate="one_to_one")
    counted = zip(compared["count"], compared["base"], compared["decimals"], strict=True)
    rounded = pd.Series(
        [printed_share(int(count), int(base), places) if base > 0 else np.nan for count, base, places in counted],
        index=compared.index,
        dtype=float,
    )
    # Both sides are the float nearest to the same decimal text, so equality is exact.
    agrees = (rounded == compared["printed_percent"]).astype("boolean").where(rounded.notna())
    whole_numbers = ["stated_base", "count", "base", "not_shown", "not_answered", "respondents"]
    return compared.assign(
        rounded_percent=rounded, agrees=agrees, input_status=compared["input_status"].fillna("none")
    ).astype(dict.fromkeys(whole_numbers, "Int64"))


def _on_the_codebooks_base(table: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Those rows of `tabulate` whose base is the one that the codebook names; its `respondents` are `all` here."""
    bases = option_entries(codebook).drop_duplicates("question").set_index("question")["base"]
    chosen = table["question"].map(bases.replace("respondents", "all"))
    return table[table["base_name"] == chosen].reset_index(drop=True)
