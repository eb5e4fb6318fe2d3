"""Dumps of the article's surveys, rebuilt from its printed shares: the microdata were never published.

Run from the project's folder as `python -m regioncodes.surveys.reconstruction data/raw/surveys`.
Only the totals per option come from the article. Who ticked what together is dealt out by a seed: no
cross-tabulation and no correlation of these answers means anything.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.ground.tables import read_table
from regioncodes.surveys.answers import STATUSES, Answers
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.granularity import admissible_counts, bases_that_fit
from regioncodes.surveys.writing import write_dump

NOTE = "Reconstructed from printed shares; only the totals come from the article."
IMPORT_SUBSTITUTION = ["import-substitution-2016", "import-substitution-2016-spss"]
ATTITUDES = "neo-industrialization-attitudes"
UNPRINTED = "not_printed"


def instrument_counts(table_1: pd.DataFrame) -> pd.DataFrame:
    """Count and base behind each share of Table 1: columns question, option, count, base.

    Assumption: where no count out of the stated base prints as the article does, some respondents left the
    item out, as few as possible: the base is the largest below that admits the share (204 and 207 of 208).
    """
    rows = []
    for share in table_1.itertuples():
        stated = int(share.stated_base)
        fitting = bases_that_fit([share.printed_percent], range(stated, 0, -1), [share.decimals])
        count = _nearest_count(share.printed_percent, fitting[0], share.decimals)
        rows.append({"question": share.question, "option": share.option, "count": count, "base": fitting[0]})
    return pd.DataFrame(rows)


def sample_counts(sample: pd.DataFrame) -> pd.DataFrame:
    """Count behind each share of the sample that can be rebuilt: columns question, option, count, base.

    Assumption: the companies' sizes are shares of the business respondents, whose number is the smallest base
    on which the three sizes are possible and complete (63); it then replaces the 30 % printed for business.
    The other groups get the count nearest to the printed share. Occupations fit no such base: left out.
    """
    groups = sample[sample["question"] == "group"]
    sizes = sample[sample["question"] == "company_size"]
    respondents = int(groups["stated_base"].iloc[0])
    fitting = bases_that_fit(sizes["printed_percent"], range(1, respondents + 1), sizes["decimals"])
    size_counts = {base: _counts(sizes, base) for base in fitting}
    business = next(base for base in fitting if sum(size_counts[base].values()) == base)
    group_counts = _counts(groups, respondents) | {"business": business}
    return pd.DataFrame(
        [
            {"question": question, "option": option, "count": count, "base": base}
            for question, counts, base in [
                ("group", group_counts, respondents),
                ("company_size", size_counts[business], business),
            ]
            for option, count in counts.items()
        ]
    )


def attitude_counts(table_2: pd.DataFrame, lowest_base: int = 50, highest_base: int = 2000) -> pd.DataFrame:
    """Count behind each share of Table 2 and the remainder: columns question, option, count, base.

    Assumption: the base, which the article does not state, is the smallest from 50 on that admits every share
    (205); the shares add up to 60 %, so all others gave one further answer that the table does not show.
    """
    bases = range(lowest_base, highest_base + 1)
    base = bases_that_fit(table_2["printed_percent"], bases, table_2["decimals"])[0]
    counts = _counts(table_2, base)
    counts[UNPRINTED] = base - sum(counts.values())
    question = table_2["question"].iloc[0]
    return pd.DataFrame(
        [{"question": question, "option": option, "count": count, "base": base} for option, count in counts.items()]
    )


def import_substitution_answers(table_1: pd.DataFrame, sample: pd.DataFrame, seed: int) -> Answers:
    """Answers of 208 respondents that tabulate to Table 1 and to the sample: see `dumps.survey_answers`.

    Assumption: whoever fills in a question of several answers ticks at least one, for an empty cell of a form
    means no answer. Where single items were left out the question is a grid, with yes, no or nothing an item.
    """
    generator = random.Random(seed)
    instruments, composition = instrument_counts(table_1), sample_counts(sample)
    respondents = _respondents(int(table_1["stated_base"].iloc[0]))
    groups = _dealt(_of(composition, "group"), respondents, generator)
    business = sorted(groups["business"], key=int)
    sizes = _dealt(_of(composition, "company_size"), business, generator)
    parts = [_choices("group", groups, respondents), _choices("company_size", sizes, respondents)]
    for question, items in instruments.groupby("question", sort=False):
        counts = _of(instruments, question)
        if (items["base"] == len(respondents)).all():
            parts.append(_choices(question, _dealt(counts, respondents, generator), respondents))
        else:
            parts.append(_grid(items, respondents, generator))
    return _in_order(parts, respondents)


def attitude_answers(table_2: pd.DataFrame, seed: int) -> Answers:
    """Answers that tabulate to Table 2, one option a respondent: see `dumps.survey_answers`."""
    counts = attitude_counts(table_2)
    question, respondents = counts["question"].iloc[0], _respondents(int(counts["base"].iloc[0]))
    dealt = _dealt(_of(counts, question), respondents, random.Random(seed))
    return _in_order([_choices(question, dealt, respondents)], respondents)


def write_dumps(directory: str | Path, article: str | Path, codebooks: str | Path, seed: int) -> list[Path]:
    """Paths of the dumps written into `directory`: a form's CSV, the same answers for SPSS, a workbook.

    article: folder of table_1.csv, table_2.csv and sample.csv. codebooks: folder of <survey>.csv.
    """
    table_1, table_2, sample = (read_table(Path(article) / f"{name}.csv") for name in ["table_1", "table_2", "sample"])
    instruments = import_substitution_answers(table_1, sample, seed)
    answers = dict.fromkeys(IMPORT_SUBSTITUTION, instruments) | {ATTITUDES: attitude_answers(table_2, seed)}
    return [
        write_dump(given, read_codebook(Path(codebooks) / f"{survey}.csv"), directory, NOTE)
        for survey, given in answers.items()
    ]


def _counts(shares: pd.DataFrame, base: int) -> dict[str, int]:
    return {share.option: _nearest_count(share.printed_percent, base, share.decimals) for share in shares.itertuples()}


def _nearest_count(printed_percent: float, base: int, decimals: int) -> int:
    counts = admissible_counts(printed_percent, base, decimals)
    if not counts:
        raise_problems([f"{printed_percent} % is no share of {base}"], "the article's printed shares")
    scale = 10**decimals
    printed = round(scale * printed_percent)
    # In whole numbers, so that of two counts equally near the lower one is taken.
    return min(counts, key=lambda count: (abs(100 * scale * count - printed * base), count))


def _of(counts: pd.DataFrame, question: str) -> dict[str, int]:
    return counts[counts["question"] == question].set_index("option")["count"].to_dict()


def _respondents(number: int) -> list[str]:
    return [str(position) for position in range(1, number + 1)]


def _shuffled(respondents: Sequence[str], generator: random.Random) -> list[str]:
    # Python promises the same random() from a seed in every version; it does not promise the same shuffle().
    return sorted(respondents, key=lambda _: generator.random())


def _dealt(counts: Mapping[str, int], respondents: Sequence[str], generator: random.Random) -> dict[str, list[str]]:
    """Respondents who tick each option, dealt like cards round a shuffled table: nobody gets an option twice.

    Options whose counts add up to the respondents or less give each one at most; more give each at least one.
    """
    seats = cycle(_shuffled(respondents, generator))
    return {option: list(islice(seats, count)) for option, count in counts.items()}


def _choices(question: str, ticked: Mapping[str, list[str]], respondents: Sequence[str]) -> pd.DataFrame:
    answered = {respondent for chosen in ticked.values() for respondent in chosen}
    return pd.concat(
        [_statuses(question, option, set(chosen), answered, respondents) for option, chosen in ticked.items()]
    )


def _grid(items: pd.DataFrame, respondents: Sequence[str], generator: random.Random) -> pd.DataFrame:
    parts = []
    for item in items.rename(columns={"count": "ticks"}).itertuples():
        order = _shuffled(respondents, generator)
        ticked, answered = set(order[: item.ticks]), set(order[: item.base])
        parts.append(_statuses(item.question, item.option, ticked, answered, respondents))
    return pd.concat(parts)


def _statuses(
    question: str, option: str, ticked: set[str], answered: set[str], respondents: Sequence[str]
) -> pd.DataFrame:
    statuses = [
        "ticked" if name in ticked else "not_ticked" if name in answered else "not_answered" for name in respondents
    ]
    return pd.DataFrame({"question": question, "option": option, "status": statuses})


def _in_order(parts: Sequence[pd.DataFrame], respondents: Sequence[str]) -> Answers:
    statuses = pd.concat(parts, ignore_index=True)
    options = statuses[["question", "option"]].drop_duplicates(ignore_index=True)
    codes = statuses["status"].map(STATUSES.index).to_numpy(np.int8)
    by_option = codes.reshape(len(options), len(respondents))
    return Answers(pd.Index(respondents, dtype="str", name="respondent"), options, by_option.T)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the dumps rebuilt from the article's printed shares.")
    parser.add_argument("directory", help="folder for the dumps: data/raw/surveys")
    parser.add_argument("--article", default="data/article", help="folder of the article's printed tables")
    parser.add_argument("--codebooks", default="data/reference/codebooks", help="folder of the codebooks")
    parser.add_argument("--seed", type=int, default=2016, help="seed that deals the answers out")
    arguments = parser.parse_args()
    for written in write_dumps(arguments.directory, arguments.article, arguments.codebooks, arguments.seed):
        print(written)
