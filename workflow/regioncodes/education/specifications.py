"""The specification curve: outcome on education under every combination of defensible choices."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from regioncodes.ground.options import Period
from regioncodes.statistics.batched_fits import FIT, Sample, constant, effects, fits, with_column
from regioncodes.statistics.gate import COLLINEAR, FITTED, NO_CELLS, NO_CONTROL, NOT_POSITIVE, PERIOD_NOT_COVERED

OUTCOME_CHOICES = ["outcome", "prices", "edition"]
MEMBER_CHOICES = [*OUTCOME_CHOICES, "transform"]
CHOICES = [*OUTCOME_CHOICES, "mapping", "transform", "period", "units", "estimator", "control"]
CURVE = [*CHOICES, "decides", "same_as", "weight", *FIT, "p_value", "first_year", "last_year", "excluded_cells"]
WAYS = ["mapping", "reason", "ways"]
NUMBERS = ["correlation", "slope", "standard_error", "t_value", "significant_from", "weight"]
# Whether regressor and outcome are logged, then whether both are differenced.
TRANSFORMS = {
    "levels": (False, False, False),
    "log_outcome": (False, True, False),
    "logarithms": (True, True, False),
    "first_differences": (False, False, True),
    "growth_rates": (False, True, True),
}
FORMS = tuple(dict.fromkeys((log_x, differenced) for log_x, _, differenced in TRANSFORMS.values()))
CONTROLS = ("none", "trend", "country")
ESTIMATORS = {"district": ("least_squares", "ranks"), "regions": ("pooled", "region_effects", "region_year_effects")}
LEVEL = 0.05
# The readings of education, each with a curve of its own: by itself, and as it stands in the social code.
MAIN_CURVE = "education_share"
OTHER_CURVE = "social_code"
# Of the ways to combine the choices: those that are specifications, and those that repeat one of these.
TRIED = "tried"
SAME_FIGURES = "same_figures"

# Of a fit: whether it uses ranks alone, and whether its control is the country's outcome.
Kind = tuple[bool, bool]


@dataclass(frozen=True)
class OutcomeTable:
    """One outcome in its prices and edition: values and whether a break stands there, both years × regions.

    A break in a year parts its figure from that of the year before. decides: whether the outcome is judged in
    these prices.
    """

    values: pd.DataFrame
    breaks: pd.DataFrame | None = None
    decides: bool = True


@dataclass(frozen=True)
class _Member:
    """One outcome: its choices, values (years × regions), the country's (years), cells without a logarithm.

    names: of MEMBER_CHOICES. same_as: names of the choices whose figures are the same in the cells of a sample.
    """

    names: dict[str, str]
    values: np.ndarray
    control: np.ndarray
    excluded: np.ndarray
    decides: bool
    same_as: list[str] = field(default_factory=list)

    def of(self, places: np.ndarray) -> "_Member":
        """The same for the regions at some places, with nothing noted."""
        return replace(self, values=self.values[:, places], excluded=self.excluded[:, places], same_as=[])


@dataclass(frozen=True)
class _Regressor:
    """One regressor in one period, set of units and form: its choices and values, years × regions.

    regions: their names; places: theirs among all regions; form: logged, differenced.
    """

    names: dict[str, str]
    form: tuple[bool, bool]
    values: np.ndarray
    years: np.ndarray
    regions: np.ndarray
    places: np.ndarray
    is_series: bool


@dataclass(frozen=True)
class SharedSample:
    """A sample with the choices that its outcomes share, the cells of its rows, and those of each outcome.

    form: whether the regressor is logged, and whether all is differenced. years, regions: of the rows; members: one
    an outcome.
    """

    sample: Sample
    shared: dict[str, str]
    form: tuple[bool, bool]
    members: list[_Member]
    years: np.ndarray
    regions: np.ndarray
    facts: dict[str, int]


def specification_rows(shared_samples: list[SharedSample]) -> pd.DataFrame:
    """Every specification with its fit or its status, one row each.

    shared_samples: as of `shared_samples`. Columns CURVE without p_value, and significant_from: size from
    which the correlation is significant by its classical error. same_as: choices that would repeat the
    specification, since they print the same figures in its cells. weight: of each mapping's fitted (equal_weights).
    """
    from scipy.special import stdtrit

    columns: dict[str, list] = {name: [] for name in [*CURVE, "significant_from"] if name not in ("p_value", "weight")}
    for family in shared_samples:
        k = len(family.members)
        classical = len(family.sample.regressor) - family.sample.parameters
        edge = stdtrit(float(classical), 1 - LEVEL / 2)
        for name in MEMBER_CHOICES:
            columns[name] += [member.names[name] for member in family.members]
        columns["decides"] += [member.decides for member in family.members]
        columns["same_as"] += ["; ".join(dict.fromkeys(member.same_as)) for member in family.members]
        columns["excluded_cells"] += [int(member.excluded.sum()) for member in family.members]
        facts = family.shared | family.facts | {"significant_from": edge / np.sqrt(classical + edge**2)}
        for name, value in facts.items():
            columns[name] += [value] * k
        for name, values in fits(family.sample).items():
            columns[name] += list(values)
    table = pd.DataFrame(columns)
    weight = pd.Series(np.nan, index=table.index)
    for _, own in table[table["status"].eq(FITTED)].groupby("mapping"):
        weight[own.index] = equal_weights(own)
    whole = dict.fromkeys(["n", "clusters", "degrees", "first_year", "last_year", "excluded_cells"], "Int64")
    kinds = dict.fromkeys([*CHOICES, "status", "same_as"], "str") | dict.fromkeys(NUMBERS, "float64") | whole
    return table.assign(weight=weight).astype(kinds)


def equal_weights(rows: pd.DataFrame) -> np.ndarray:
    """Weight of every row of a set of specifications; together they weigh one.

    # Assumption: each outcome that occurs weighs as much as another, and within it each kind of prices: an outcome
    # is no better known for being printed in more editions.
    """
    kinds = rows.groupby("outcome")["prices"].transform("nunique")
    own = rows.groupby(OUTCOME_CHOICES[:2])["prices"].transform("size")
    return (1 / (rows["outcome"].nunique() * kinds * own)).to_numpy(float)


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
    outcomes: dict[tuple[str, ...], OutcomeTable],
    units: dict[str, list[str]],
    *,
    periods: Sequence[Period],
    country: str = "RU",
) -> tuple[list[SharedSample], pd.DataFrame]:
    """Samples of every combination of choices that is a specification, and how many are none, by reason.

    regressors: by mapping, years × regions. outcomes: by (outcome, prices, edition), those of newer editions first;
    the column of the country serves as control. units: regions by name, one region alone being a series of years.
    The second frame counts the ways to combine the choices, columns WAYS: `tried`, and those that cannot exist.
    A table starts where its figures do, so a period that a regressor does not cover is `period_not_covered`: it
    would only repeat a shorter period. A regressor with values ≤ 0 (a code in standard deviations) has no
    logarithm, `not_positive`; such values of outcomes are left out and counted (excluded_cells). Effects of years
    hold the trend and the country's series: `collinear`. Choices that select the same figures of the same cells
    are one specification: the first named stands, the others are `same_figures`. Differences into a year of a break
    are missing.
    """
    found: list[SharedSample] = []
    ways: Counter[tuple[str, str]] = Counter()
    everywhere = pd.Index(sorted({country, *itertools.chain.from_iterable(units.values())}))
    members = {period: _members(outcomes, period, everywhere, country) for period in periods}
    seen: dict[tuple, tuple[_Member, dict[str, str]]] = {}
    for period, mapping, unit, form in itertools.product(periods, regressors, units, FORMS):
        table, is_series = regressors[mapping], len(units[unit]) == 1
        own = {"mapping": mapping, "period": f"{period.first}–{period.last}", "units": unit}
        x = table.reindex(index=_years(period), columns=[name for name in units[unit] if name in table])
        if status := _refusal(x, not form[0] or not (table <= 0).any(axis=None)):
            pairs = sum(map(len, _fits_by_kind(is_series, every=True).values()))
            ways[mapping, status] += len(members[period][form]) * pairs
            continue
        left, places = transformed(x.to_numpy(float), *form), everywhere.get_indexer(x.columns)
        regions = x.columns.to_numpy(dtype=object)
        regressor = _Regressor(own, form, left, x.index.to_numpy(), regions, places, is_series)
        found += _of_one_regressor(regressor, members[period][form], seen, ways)
    rows = [(mapping, reason, ways[mapping, reason]) for mapping, reason in sorted(ways, key=_tried_first)]
    return found, pd.DataFrame(rows, columns=WAYS)


def transformed(values: np.ndarray, logged: bool, differenced: bool, breaks: np.ndarray | bool = False) -> np.ndarray:
    """Levels, natural logarithms or their yearly differences (years are rows); missing where there is none.

    breaks: where a figure is not comparable with that of the year before, so that there is no difference.
    """
    made = np.log(np.where(values > 0, values, np.nan)) if logged else values
    if not differenced:
        return made
    steps = np.vstack([np.full((1, values.shape[1]), np.nan), np.diff(made, axis=0)])
    return np.where(breaks, np.nan, steps)


def ranked(values: np.ndarray) -> np.ndarray:
    """Rank of every value in its row, those that are equal but for rounding sharing their mean rank.

    Steps of printed decimals that are equal in print differ by the rounding of their levels: 25.4 − 25.1, 26.2 − 25.9.
    """
    sizes = np.abs(values).max(axis=1, keepdims=True)
    return pd.DataFrame(np.round(values / np.where(sizes > 0, sizes, 1.0), 9)).rank(axis=1).to_numpy()


def _years(period: Period) -> range:
    return range(period.first, period.last + 1)


def _tried_first(key: tuple[str, str]) -> tuple[str, bool, str]:
    mapping, reason = key
    return mapping, reason != TRIED, reason


def _members(
    outcomes: dict[tuple[str, ...], OutcomeTable], period: Period, everywhere: pd.Index, country: str
) -> dict[tuple[bool, bool], list[_Member]]:
    """Every outcome and transform in one period, with the country's own, by the form of the regressor."""
    members: dict[tuple[bool, bool], list[_Member]] = {form: [] for form in FORMS}
    national = everywhere.get_loc(country)
    for key, table in outcomes.items():
        values = table.values.reindex(index=_years(period), columns=everywhere)
        breaks = np.zeros(values.shape, dtype=bool)
        if table.breaks is not None:
            breaks = table.breaks.reindex(index=values.index, columns=everywhere, fill_value=False).to_numpy(bool)
        values = values.to_numpy(float)
        for transform, (log_x, logged, differenced) in TRANSFORMS.items():
            made = transformed(values, logged, differenced, breaks)
            names = {**dict(zip(OUTCOME_CHOICES, key, strict=True)), "transform": transform}
            member = _Member(names, made, made[:, national], (values <= 0) & logged, table.decides)
            members[log_x, differenced].append(member)
    return members


def _refusal(x: pd.DataFrame, has_scale: bool) -> str:
    if x.empty or x.iloc[0].isna().all() or x.iloc[-1].isna().all():
        return PERIOD_NOT_COVERED
    return "" if has_scale else NOT_POSITIVE


def _fits_by_kind(is_series: bool, *, every: bool = False) -> dict[Kind, list[tuple[str, str]]]:
    """Estimators with their controls, by what of the figures they use: ranks alone or all, the country's or not.

    every: those too that effects of years make collinear by construction, as they hold every series of years.
    """
    kinds: dict[Kind, list[tuple[str, str]]] = {}
    for estimator, control in itertools.product(ESTIMATORS["district" if is_series else "regions"], CONTROLS):
        own = kinds.setdefault((estimator == "ranks", control == "country"), [])
        if every or estimator != "region_year_effects" or control == "none":
            own.append((estimator, control))
    return kinds


def _of_one_regressor(
    regressor: _Regressor,
    members: list[_Member],
    seen: dict[tuple, tuple[_Member, dict[str, str]]],
    ways: Counter,
) -> list[SharedSample]:
    """Samples of one regressor: outcomes with the same cells go together.

    seen: what was sampled before, by its figures; ways: counted on.
    """
    mapping, left = regressor.names["mapping"], regressor.values
    pairs, every = (_fits_by_kind(regressor.is_series, every=all_of_them) for all_of_them in (False, True))
    groups: dict[bytes, dict[Kind, list[_Member]]] = {}
    for member, kind in itertools.product([member.of(regressor.places) for member in members], pairs):
        ways[mapping, COLLINEAR] += len(every[kind]) - len(pairs[kind])
        cells = np.isfinite(left) & np.isfinite(member.values)
        inside = cells & np.isfinite(member.control)[:, None] if kind[1] else cells
        reason = TRIED if inside.any() else NO_CONTROL if cells.any() else NO_CELLS
        if reason == TRIED:
            new, names = replace(member, same_as=[]), regressor.names | member.names
            first, standing = seen.setdefault(_figures(new, regressor, inside, kind), (new, names))
            if first is new:
                groups.setdefault(inside.tobytes(), {}).setdefault(kind, []).append(new)
            else:
                first.same_as.extend(names[name] for name in names if names[name] != standing[name])
                reason = SAME_FIGURES
        ways[mapping, reason] += len(pairs[kind])
    found = []
    for mark, alike in groups.items():
        found += _samples(regressor, np.frombuffer(mark, dtype=bool).reshape(left.shape), alike, ways)
    return found


def _figures(member: _Member, regressor: _Regressor, inside: np.ndarray, kind: Kind) -> tuple:
    """What makes a sample: two with the same outcome, cells and figures are one, whatever their choices are called.

    Levels and logarithms have the same ranks.
    """
    is_ranked, is_national = kind
    year_at, column_at = np.nonzero(inside)
    sides = [member.values[inside], *([member.control[year_at]] if is_national else [])]
    if is_ranked:
        sides = [_order(side) for side in (regressor.values[inside], *sides)]
    named = [member.names[name] for name in ("outcome", "prices", *([] if is_ranked else ["transform"]))]
    cells = (regressor.years[year_at].tobytes(), regressor.places[column_at].tobytes())
    kinds = (regressor.names["mapping"], regressor.is_series, *kind)
    return (*kinds, *named, *cells, *(side.tobytes() for side in sides))


def _order(values: np.ndarray) -> np.ndarray:
    """Place of every value among those that differ by more than rounding: equal where `ranked` is."""
    size = np.abs(values).max()
    return np.unique(np.round(values / (size or 1.0), 9), return_inverse=True)[1]


def _samples(
    regressor: _Regressor, cells: np.ndarray, alike: dict[Kind, list[_Member]], ways: Counter
) -> list[SharedSample]:
    """Samples of outcomes with the same cells under every estimator and control.

    alike: the outcomes by kind of fits. ways: a trend that the effects hold is none tried.
    """
    region_at, year_at = np.nonzero(cells.T)
    years, place = regressor.years[year_at], np.unique(region_at, return_inverse=True)[1]
    names = regressor.regions[region_at]
    facts = {"first_year": int(years.min()), "last_year": int(years.max())}
    bases = {
        "pooled": constant(len(years)),
        "region_effects": effects(place),
        "region_year_effects": effects(place, years - years.min()),
    }
    clusters, mapping = None if regressor.is_series else place, regressor.names["mapping"]
    found = []
    for (is_ranked, is_national), members in alike.items():
        values = np.array([member.values[year_at, region_at] for member in members])
        national = np.array([member.control[year_at] for member in members])
        sides = (regressor.values[None, year_at, region_at], values, national)
        left, right, third = map(ranked, sides) if is_ranked else sides
        for estimator, control in _fits_by_kind(regressor.is_series)[is_ranked, is_national]:
            base = bases.get(estimator, bases["pooled"])
            nuisance = with_column(base, years - years.mean()) if control == "trend" else base
            if nuisance is None:
                ways.update({(mapping, COLLINEAR): len(members), (mapping, TRIED): -len(members)})
                continue
            sample = Sample(left[0], right, nuisance, third if is_national else None, clusters)
            shared = regressor.names | {"estimator": estimator, "control": control}
            found.append(SharedSample(sample, shared, regressor.form, members, years, names, facts))
    return found
