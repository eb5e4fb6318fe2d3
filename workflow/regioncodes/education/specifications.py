"""The specification curve: outcome on education under every combination of defensible choices."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from regioncodes.ground.options import Period
from regioncodes.statistics.batched_fits import FIT, Sample, constant, effects, fits, with_column
from regioncodes.statistics.gate import COLLINEAR, NO_CELLS, NO_CONTROL, NOT_POSITIVE, PERIOD_NOT_COVERED

OUTCOME_CHOICES = ["outcome", "price", "edition"]
CHOICES = [*OUTCOME_CHOICES, "mapping", "transform", "period", "units", "estimator", "control"]
CURVE = [*CHOICES, *FIT, "p_value", "first_year", "last_year", "excluded_cells"]
NUMBERS = ["correlation", "slope", "standard_error", "t_value", "significant_from"]
# Whether regressor and outcome are logged, then whether both are differenced.
TRANSFORMS = {
    "levels": (False, False, False),
    "log_outcome": (False, True, False),
    "logarithms": (True, True, False),
    "first_differences": (False, False, True),
    "growth_rates": (False, True, True),
}
CONTROLS = ("none", "trend", "country")
ESTIMATORS = {"district": ("least_squares", "ranks"), "regions": ("pooled", "region_effects", "region_year_effects")}
LEVEL = 0.05


@dataclass(frozen=True)
class _Member:
    """One outcome: its choices, values (years × regions), the country's (years), cells without a logarithm."""

    key: tuple[str, ...]
    values: np.ndarray
    control: np.ndarray
    excluded: np.ndarray
    regions: pd.Index

    def of(self, regions: pd.Index) -> "_Member":
        """The same for some of the regions; one that the outcome lacks is missing."""
        at = self.regions.get_indexer(regions)
        values = np.where(at >= 0, self.values[:, at], np.nan)
        return _Member(self.key, values, self.control, self.excluded[:, at] & (at >= 0), regions)


@dataclass(frozen=True)
class SharedSample:
    """A sample with the choices that its outcomes share, the cells of its rows, and those of each outcome.

    years, regions: of the rows; members: one an outcome.
    """

    sample: Sample
    shared: dict[str, str]
    members: list[_Member]
    years: np.ndarray
    regions: np.ndarray
    facts: dict[str, int]


def specification_rows(shared_samples: list[SharedSample], refused: pd.DataFrame) -> pd.DataFrame:
    """Every specification with its fit or its status, one row each: outcomes of each sample, then those refused.

    shared_samples and refused: as of `shared_samples`. Columns CURVE without p_value, and significant_from: size from
    which the correlation is significant by its classical error.
    """
    from scipy.special import stdtrit

    columns: dict[str, list] = {name: [] for name in [*CURVE, "significant_from"] if name != "p_value"}
    for family in shared_samples:
        k = len(family.members)
        classical = len(family.sample.regressor) - family.sample.parameters
        edge = stdtrit(float(classical), 1 - LEVEL / 2)
        for place, name in enumerate(OUTCOME_CHOICES):
            columns[name] += [member.key[place] for member in family.members]
        columns["excluded_cells"] += [int(member.excluded.sum()) for member in family.members]
        facts = family.shared | family.facts | {"significant_from": edge / np.sqrt(classical + edge**2)}
        for name, value in facts.items():
            columns[name] += [value] * k
        for name, values in fits(family.sample).items():
            columns[name] += list(values)
    table = pd.concat([pd.DataFrame(columns), refused.reindex(columns=list(columns))], ignore_index=True)
    whole = dict.fromkeys(["n", "clusters", "degrees", "first_year", "last_year", "excluded_cells"], "Int64")
    return table.astype(dict.fromkeys([*CHOICES, "status"], "str") | dict.fromkeys(NUMBERS, "float64") | whole)


def curve(rows: pd.DataFrame) -> pd.DataFrame:
    """Every specification with its fit or its status, one row each: columns CURVE, in the order of their correlations.

    Those that agree to nine digits, as many do that are one by construction, stand in the order of their choices.

    rows: of specification_rows. correlation: partial, on the scale on which all specifications can be
    compared. p_value: two-sided, Student t with `degrees`; missing where the status is not `fitted`.
    Reference: Simonsohn, Simmons and Nelson (2020) Nature Human Behaviour 4:1208-1214.
    """
    from scipy.special import stdtr

    p_values = 2 * stdtr(rows["degrees"].astype(float), -rows["t_value"].abs())
    placed = rows.assign(p_value=p_values, place=rows["correlation"].round(9))
    return placed.sort_values(["place", *CHOICES], ignore_index=True)[CURVE]


def shared_samples(
    regressors: dict[str, pd.DataFrame],
    outcomes: dict[tuple[str, ...], pd.DataFrame],
    units: dict[str, list[str]],
    *,
    periods: Sequence[Period],
    country: str = "RU",
) -> tuple[list[SharedSample], pd.DataFrame]:
    """Samples of every combination of choices, and the specifications that have none, with the reason.

    regressors: by mapping, years × regions. outcomes: by (outcome, price, edition), years × regions; the column
    of the country serves as control. units: regions by name, one region alone being a series of years. A table
    starts where its figures do, so a period that a regressor does not cover is `period_not_covered`: its
    specification would only repeat that of a shorter period. Logs of values ≤ 0 are left out and counted
    (excluded_cells); a regressor that has such values (a code in standard deviations) is `not_positive`.
    """
    found, refused = [], []
    ways = list(itertools.product(periods, regressors, units, TRANSFORMS))
    needed = dict.fromkeys((period, transform) for period, *_, transform in ways)
    members = {key: _members(outcomes, *key, country) for key in needed}
    for period, mapping, unit, transform in ways:
        regressor, is_series = regressors[mapping], len(units[unit]) == 1
        own = {"mapping": mapping, "period": f"{period.first}–{period.last}", "units": unit, "transform": transform}
        x = regressor.reindex(index=_years(period), columns=[name for name in units[unit] if name in regressor])
        status = _refusal(x, not TRANSFORMS[transform][0] or not (regressor <= 0).any(axis=None))
        if status:
            refused += _rows(own, list(outcomes), is_series, status)
            continue
        made, without = _of_one_regressor(x, members[period, transform], own, is_series)
        found += made
        refused += without
    return found, pd.DataFrame(refused, columns=[*CHOICES, "status"])


def transformed(values: np.ndarray, logged: bool, differenced: bool) -> np.ndarray:
    """Levels, natural logarithms or their yearly differences (years are rows); missing where there is none."""
    made = np.log(np.where(values > 0, values, np.nan)) if logged else values
    return np.vstack([np.full((1, values.shape[1]), np.nan), np.diff(made, axis=0)]) if differenced else made


def ranked(values: np.ndarray) -> np.ndarray:
    """Rank of every value in its row, those that are equal but for rounding sharing their mean rank.

    Steps of printed decimals that are equal in print differ by the rounding of their levels: 25.4 − 25.1, 26.2 − 25.9.
    """
    sizes = np.abs(values).max(axis=1, keepdims=True)
    return pd.DataFrame(np.round(values / np.where(sizes > 0, sizes, 1.0), 9)).rank(axis=1).to_numpy()


def _years(period: Period) -> range:
    return range(period.first, period.last + 1)


def _members(outcomes: dict, period: Period, transform: str, country: str) -> list[_Member]:
    """Every outcome in one period and transform, with the country's own."""
    members = []
    _, logged, differenced = TRANSFORMS[transform]
    for key, table in outcomes.items():
        own = table.reindex(index=_years(period))
        values = own.to_numpy(float)
        national = own.reindex(columns=[country]).to_numpy(float)
        members.append(
            _Member(
                key,
                transformed(values, logged, differenced),
                transformed(national, logged, differenced)[:, 0],
                (values <= 0) if logged else np.zeros(values.shape, dtype=bool),
                own.columns,
            )
        )
    return members


def _refusal(x: pd.DataFrame, has_scale: bool) -> str:
    if x.empty or x.iloc[0].isna().all() or x.iloc[-1].isna().all():
        return PERIOD_NOT_COVERED
    return "" if has_scale else NOT_POSITIVE


def _rows(own: dict, outcomes: list[tuple[str, ...]], is_series: bool, status: str) -> list[dict]:
    """Specifications of every estimator and control that share one status."""
    return [
        own
        | dict(zip(OUTCOME_CHOICES, key, strict=True))
        | {"estimator": estimator, "control": control, "status": status}
        for key in outcomes
        for estimator in ESTIMATORS["district" if is_series else "regions"]
        for control in CONTROLS
    ]


def _of_one_regressor(
    x: pd.DataFrame, members: list[_Member], own: dict, is_series: bool
) -> tuple[list[SharedSample], list[dict]]:
    """Samples of one regressor, period, set of units and transform: outcomes with the same cells go together."""
    log_x, _, differenced = TRANSFORMS[own["transform"]]
    left = transformed(x.to_numpy(float), log_x, differenced)
    groups: dict[tuple[bytes, bool], list[_Member]] = {}
    found, refused = [], []
    for member in (member.of(x.columns) for member in members):
        cells = np.isfinite(left) & np.isfinite(member.values)
        if not cells.any():
            refused += _rows(own, [member.key], is_series, NO_CELLS)
            continue
        is_controlled = bool(np.isfinite(member.control[cells.any(axis=1)]).all())
        groups.setdefault((cells.tobytes(), is_controlled), []).append(member)
    for (mark, is_controlled), alike in groups.items():
        cells = np.frombuffer(mark, dtype=bool).reshape(left.shape)
        made, without = _samples(x, left, cells, alike, own, is_series, is_controlled)
        found += made
        refused += without
    return found, refused


def _samples(
    x: pd.DataFrame,
    left: np.ndarray,
    cells: np.ndarray,
    members: list[_Member],
    own: dict,
    is_series: bool,
    is_controlled: bool,
) -> tuple[list[SharedSample], list[dict]]:
    """Samples of outcomes with the same cells under every estimator and control."""
    region_at, year_at = np.nonzero(cells.T)
    years, place = x.index.to_numpy()[year_at], np.unique(region_at, return_inverse=True)[1]
    both = np.array([left[year_at, region_at], *(member.values[year_at, region_at] for member in members)])
    national = np.array([member.control[year_at] for member in members])
    facts = {"first_year": int(years.min()), "last_year": int(years.max())}
    names = x.columns.to_numpy(dtype=object)[region_at]
    bases = {
        "pooled": constant(len(years)),
        "region_effects": effects(place),
        "region_year_effects": effects(place, years - years.min()),
    }
    found, refused = [], []
    for estimator in ESTIMATORS["district" if is_series else "regions"]:
        values, third = (ranked(side) if estimator == "ranks" else side for side in (both, national))
        base = bases.get(estimator, bases["pooled"])
        for control in CONTROLS:
            shared = own | {"estimator": estimator, "control": control}
            nuisance = with_column(base, years - years.mean()) if control == "trend" else base
            if nuisance is None or (control == "country" and not is_controlled):
                reason = COLLINEAR if nuisance is None else NO_CONTROL
                refused += [
                    shared | dict(zip(OUTCOME_CHOICES, member.key, strict=True)) | {"status": reason}
                    for member in members
                ]
                continue
            column = third if control == "country" else None
            sample = Sample(values[0], values[1:], nuisance, column, None if is_series else place)
            found.append(SharedSample(sample, shared, members, years, names, facts))
    return found, refused
