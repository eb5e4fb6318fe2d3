"""A synthetic student survey of values: answers drawn by a seeded program, which no student ever gave.

Run from the project's folder as `python -m regioncodes.surveys.synthetic_students data/raw/surveys`.
The two traits behind the answers have mean zero: the file shows how values are scored and says nothing of students.
"""

import argparse
import math
import random
from itertools import accumulate
from pathlib import Path
from statistics import NormalDist

import pandas as pd

from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.values.scores import DESCRIPTION

FILE = "students-values-synthetic.csv"
STUDENTS = 1500
# Faculty: share among the drawn students, share among those they stand for, shift of both traits in SD.
FACULTIES = {
    "economics": (0.30, 0.25, 0.0),
    "engineering": (0.35, 0.40, -0.25),
    "humanities": (0.20, 0.15, 0.35),
    "natural_sciences": (0.15, 0.20, 0.05),
}
SECULAR_ITEMS = ("A006", "A040", "D054", "E018", "F028", "F034", "F063", "F115", "F116", "F117", "G006")
SECULAR_ITEMS += ("E069_02", "E069_06", "E069_17", "F120")
CHOICES = {"E001": ("E002", (3,)), "E003": ("E004", (2, 4))}
CORRELATION_WITH_TRAIT = 0.6
CORRELATION_OF_TRAITS = 0.4
MISSING_SHARE = 0.02
MISSING_CODES = (-1, -2, -5)  # don't know, no answer, missing for another reason


def student_answers(items: pd.DataFrame, *, students: int, seed: int) -> pd.DataFrame:
    """Dump of `students` synthetic respondents: respondent, faculty, sex, weight, status and a code for every item.

    items: item, origin, low, high, pole, as in data/reference/value_items.csv. Weights bring the faculties to the
    shares they stand for. Every item has a normal trait behind it, cut into equally wide parts of its distribution.
    """
    generator = random.Random(seed)
    asked = items[items["origin"] == "asked"]
    return pd.DataFrame([_student(number, asked, generator) for number in range(1, students + 1)])


def _student(number: int, asked: pd.DataFrame, generator: random.Random) -> dict[str, object]:
    faculty = _drawn({name: share for name, (share, *_) in FACULTIES.items()}, generator)
    drawn_share, true_share, shift = FACULTIES[faculty]
    secular = _normal(generator)
    traits = {"secular": secular + shift, "emancipative": _mixed(secular, CORRELATION_OF_TRAITS, generator) + shift}
    student = {
        "respondent": number,
        "faculty": faculty,
        "sex": _drawn({"female": 0.55, "male": 0.45}, generator),
        "weight": round(true_share / drawn_share, 4),
        "status": "synthetic",
    }
    for item in asked.itertuples():
        if item.pole:
            trait = traits["secular" if item.item in SECULAR_ITEMS else "emancipative"]
            student[item.item] = _code(item, trait, generator)
        elif item.item in CHOICES:
            second, voice = CHOICES[item.item]
            student |= _choices(item.item, second, voice, traits["emancipative"], generator)
    described = ("respondent", *DESCRIPTION)
    return {
        name: value if name in described else _sometimes_missing(value, generator) for name, value in student.items()
    }


def _normal(generator: random.Random) -> float:
    # Python promises the same random() from a seed in every version; it does not promise the same gauss().
    return NormalDist().inv_cdf(min(max(generator.random(), 1e-12), 1 - 1e-12))


def _mixed(trait: float, correlation: float, generator: random.Random) -> float:
    return correlation * trait + math.sqrt(1 - correlation**2) * _normal(generator)


def _code(item, trait: float, generator: random.Random) -> int:
    share = NormalDist().cdf(item.pole * _mixed(trait, CORRELATION_WITH_TRAIT, generator))
    return int(item.low + min(int(share * (item.high - item.low + 1)), item.high - item.low))


def _choices(first: str, second: str, voice: tuple[int, ...], trait: float, generator: random.Random) -> dict[str, int]:
    """Two different aims out of four; those of voice are the likelier the higher the trait."""
    appeal = {aim: math.exp(trait) if aim in voice else 1.0 for aim in (1, 2, 3, 4)}
    chosen = _drawn(appeal, generator)
    return {first: chosen, second: _drawn({aim: size for aim, size in appeal.items() if aim != chosen}, generator)}


def _drawn(shares: dict, generator: random.Random):
    place = generator.random() * sum(shares.values())
    return next(name for name, end in zip(shares, accumulate(shares.values()), strict=True) if place < end)


def _sometimes_missing(value: int, generator: random.Random) -> int:
    if generator.random() >= MISSING_SHARE:
        return value
    return MISSING_CODES[int(generator.random() * len(MISSING_CODES))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the synthetic student survey of values.")
    parser.add_argument("directory", help="folder for the dump: data/raw/surveys")
    parser.add_argument("--items", default="data/reference/value_items.csv", help="table of the items")
    parser.add_argument("--seed", type=int, default=2017, help="seed that the answers are drawn by")
    arguments = parser.parse_args()
    path = Path(arguments.directory) / FILE
    write_table(student_answers(read_table(arguments.items), students=STUDENTS, seed=arguments.seed), path)
    print(path)
