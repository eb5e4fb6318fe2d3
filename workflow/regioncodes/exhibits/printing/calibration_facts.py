"""What the exhibits of the calibration share: the rows that they show, and the sentences of their captions."""

import pandas as pd

from regioncodes.codes.calibration.calibration import ALL, CRISIS, PUBLISHED, STUDY
from regioncodes.codes.calibration.foretold import STEP_AHEAD, YEAR_LEFT_OUT
from regioncodes.codes.calibration.left_out import JOINT
from regioncodes.exhibits.printing.cells import Cell
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, interval, number
from regioncodes.words.texts import Texts

# The study's own bands: the codes of a region together.
SHOWN = JOINT
_CASES = {"left": (YEAR_LEFT_OUT, STUDY), "long": (YEAR_LEFT_OUT, PUBLISHED), "ahead": (STEP_AHEAD, PUBLISHED)}


def row_of(calibration: pd.DataFrame, **keys: str) -> pd.Series:
    """The row of task, span, method, code and years; all codes and years where these are not said."""
    wanted = {"code": ALL, "years": ALL, "method": SHOWN} | keys
    found = calibration[(calibration[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    return found.iloc[0] if len(found) else pd.Series(dtype=object).reindex(calibration.columns)


def with_limits(value: float, lower: float, upper: float, language: str, digits: int) -> Cell:
    """A number and its limits, where it has any: `94.3 [92.2; 96.3]`."""
    words = number(value, language, digits)
    limits = "" if pd.isna(lower) else f" {interval(lower, upper, language, digits)}"
    return Cell(f"{words}{limits}", value=value, lower_95=lower, upper_95=upper)


def calibration_caption(key: str, calibration: pd.DataFrame, texts: Texts, *, crisis: dict, period: dict) -> str:
    """Caption of an exhibit: coverage and score of the study's bands in three cases, and in the crisis."""
    whole = row_of(calibration, task=YEAR_LEFT_OUT, span=PUBLISHED)
    counts = {name: number(whole[name], texts.language) for name in ("n", "regions")}
    told = [texts["calibration.none"]]
    if whole["n"] > 0:
        study = f"{period['first_year']}–{period['last_year']}"
        covered = {name: _crisis(calibration, case, texts) for name, case in _CASES.items()}
        told = [
            _sentence(calibration, case, texts(f"calibration.case.{name}", study=study), texts)
            for name, case in _CASES.items()
        ]
        told.append(texts("calibration.crisis", years=f"{crisis['first']}–{crisis['last']}", **covered))
    return caption(key, texts, status="published", told=" ".join(told), **counts)


def _sentence(calibration: pd.DataFrame, case: tuple[str, str], words: str, texts: Texts) -> str:
    """Coverage and score of one case, whose words are given; a sentence too where there are none."""
    row, language = row_of(calibration, task=case[0], span=case[1]), texts.language
    if not row["n"] > 0:
        return texts("calibration.untold", case=words)
    return texts(
        "calibration.told",
        case=words,
        coverage=with_limits(row.coverage_95_percent, row.coverage_95_lower, row.coverage_95_upper, language, 1),
        bands=texts[f"bands.{row.bands}"],
        ratio=with_limits(row.crps_to_walk, row.crps_to_walk_lower, row.crps_to_walk_upper, language, 2),
        against=texts[f"against_walk.{row.against_walk}"],
    )


def _crisis(calibration: pd.DataFrame, case: tuple[str, str], texts: Texts) -> str:
    row = row_of(calibration, task=case[0], span=case[1], years=CRISIS)
    return number(row["coverage_95_percent"], texts.language, 1) if row["n"] > 0 else MISSING
