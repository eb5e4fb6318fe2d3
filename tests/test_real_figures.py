"""The study's own functions on the real figures, held against references from outside and against identities."""

import itertools

import numpy as np
import pandas as pd
import pytest
import yaml

import plain_specifications
from project import ROOT
from regioncodes.checks.flags import flagged
from regioncodes.checks.report import disagreements
from regioncodes.codes.codes import codes
from regioncodes.codes.derivatives.rates import rates
from regioncodes.codes.formulas import nid
from regioncodes.education.correlations import education_fits
from regioncodes.education.joint_test import joint_test
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.education.placebos import placebo_fits
from regioncodes.education.specification_tables import curve_summary, specification_family_rows
from regioncodes.education.specifications import curve
from regioncodes.ground.code_names import DYNAMIC_CODES
from regioncodes.ground.config import checked
from regioncodes.ground.options import CodeYears, Figure2, Formulas, Period, Specifications
from regioncodes.ground.regions import leaf_regions, units_of
from regioncodes.ground.tables import read_table
from regioncodes.panel.panel import as_printed_in, panel_and_revisions
from regioncodes.reading.sources import read_source

# Fits of the four panels on the 2022 yearbook and ICSID v121, computed elsewhere from the same published figures.
EDUCATION = [21.4901, 22.2889, 25.2472, 25.5346, 25.3373, 25.9642, 26.5428, 27.3791, 29.2230]
FITS = {
    "grp_per_capita": (48999.1, -822416, 0.8638, 0.000287),
    "adv_tech_developed": (10.8799, -168.508, 0.4856, 0.03697),
    "income_per_capita_month": (2594.39, -46374.9, 0.9293, 2.814e-05),
    "consumer_spending_per_capita_month": (2173.67, -41414.6, 0.9391, 1.659e-05),
}
PERIOD = Period(2005, 2016)


@pytest.fixture(scope="session")
def config(regions, indicators, sources):
    shipped = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
    return checked(shipped, regions, indicators, sources)


@pytest.fixture(scope="session")
def readings(regions, aliases, indicators, units, sources):
    tables = read_table(ROOT / "data/reference/tables.csv")
    tables["file"] = [str(ROOT / file) for file in tables["file"]]
    read = [
        read_source(edition, [str(ROOT / file) for file in own["file"]], tables, regions, aliases, indicators, units)
        for edition, own in sources[sources["edition"] != ""].groupby("edition")
    ]
    return pd.concat([rows for rows, _ in read]), pd.concat([findings for _, findings in read])


@pytest.fixture(scope="session")
def panel_with_revisions(readings, regions, indicators, sources):
    return panel_and_revisions(readings[0], sources, regions, indicators, vintage="newest")


@pytest.fixture(scope="session")
def panel(panel_with_revisions):
    return panel_with_revisions[0]


@pytest.fixture(scope="session")
def real_codes(panel, regions, indicators, config):
    own = config["codes"]
    years = CodeYears(PERIOD, Period(**own["base_period"]), own["price_base_year"])
    return codes(panel, regions, indicators, mappings=own["mappings"], years=years)


@pytest.fixture(scope="session")
def unit_codes(real_codes, regions):
    return real_codes[real_codes["region"].isin(units_of("RU-UFD", regions))]


def test_every_transcribed_table_is_read_without_an_error(readings):
    rows, findings = readings
    assert not (findings["severity"] == "error").any()
    assert disagreements(rows) == []
    assert rows["region"].nunique() == 96
    assert rows.groupby("edition").size().loc["regions-of-russia-2022"] > 100_000


@pytest.fixture(scope="module")
def nominal_points(panel_with_revisions, config, indicators, regions):
    own = config["correlation"]
    printed = as_printed_in(own["edition"], *panel_with_revisions)
    figure = Figure2(config["district"], own["regressor"], own["outcomes"], PERIOD)
    points = of_period(outcome_points(printed, indicators, regions, figure, [figure.district]), figure)
    return points[points["prices"].eq("nominal")]


def test_figure_2_equals_the_reference_to_four_digits(nominal_points):
    points = nominal_points
    fits = education_fits(points)[0].set_index("outcome")
    education = points[points["outcome"] == "grp_per_capita"]["education_percent"]
    assert education.to_numpy() == pytest.approx(EDUCATION, abs=5e-5)
    for outcome, expected in FITS.items():
        found = fits.loc[outcome, ["slope", "intercept", "r_squared", "p_value"]].to_numpy(float)
        assert found == pytest.approx(expected, rel=5e-4)
    assert fits["n"].tolist() == [9] * 4
    assert fits["last_year"].tolist() == [2013] * 4


def test_the_calendar_year_fits_as_the_reference_says(nominal_points):
    points = nominal_points
    none = pd.DataFrame(columns=["region", "year", "education_percent"])
    fits = placebo_fits(points, none).set_index(["outcome", "kind"])["r_squared"].unstack("kind")
    money = ["grp_per_capita", "income_per_capita_month", "consumer_spending_per_capita_month"]
    assert fits.loc[money, "year"].to_numpy() == pytest.approx([0.94, 0.99, 0.97], abs=0.005)
    assert fits.loc[money, "education"].to_numpy() == pytest.approx([0.86, 0.93, 0.94], abs=0.005)


def test_the_share_with_higher_education_in_russia_is_the_published_one(panel, regions):
    """Rosstat prints 31.7 % for 2013; the survey behind it weights by the employed it counted itself."""
    wide = panel[panel["year"] == 2013].pivot(index="region", columns="indicator", values="value")
    own = wide.loc[wide.index.intersection(regions.loc[regions["level"] == "region", "region"])]
    employed = own["labour_force"] * (1 - own["unemployment_rate"] / 100)
    both = pd.DataFrame({"share": own["employed_higher_education_share"], "employed": employed}).dropna()
    assert np.average(both["share"], weights=both["employed"]) == pytest.approx(31.7, abs=0.1)


@pytest.mark.parametrize("indicator", ["grp_total", "population_avg", "investment_fixed_capital"])
def test_tyumen_without_okrugs_as_printed_is_the_remainder(readings, indicator):
    rows = readings[0]
    own = rows[(rows["indicator"] == indicator) & (rows["edition"] == "regions-of-russia-2022")]
    wide = own.pivot(index="year", columns="region", values="value").loc[2013:2019]
    remainder = wide["RU-TYU"] - wide["RU-KHM"] - wide["RU-YAN"]
    assert remainder.to_numpy() == pytest.approx(wide["RU-TYU-0"].to_numpy(), rel=5e-3)


def test_an_oblast_is_never_smaller_than_its_okrugs(panel, indicators):
    totals = panel[panel["indicator"].isin(indicators.loc[indicators["kind"] == "total", "indicator"])]
    wide = totals.pivot(index=["indicator", "year"], columns="region", values="value")
    for oblast, okrugs in (("RU-TYU", ["RU-KHM", "RU-YAN"]), ("RU-ARK", ["RU-NEN"])):
        both = wide[[oblast, *okrugs]].dropna()
        assert (both[oblast] >= both[okrugs].sum(axis=1) * (1 - 1e-9)).all()
        assert len(both) > 300


def test_standardised_indicators_have_mean_zero_and_deviation_one_in_the_base_period(panel, regions, indicators):
    term = {
        "indicator": "life_expectancy",
        "transform": "identity",
        "deflator": "none",
        "denominator": "none",
        "orientation": 1,
    }
    mapping = {"minimum_indicators": 1, **{code: [term] for code in ("production", "institutional", "social")}}
    result = codes(
        panel,
        regions,
        indicators,
        mappings={"one": mapping},
        years=CodeYears(PERIOD, base_period=Period(2005, 2009), price_base_year=2009),
    )
    base = result[result["region"].isin(leaf_regions(regions)) & result["year"].between(2005, 2009)]
    pooled = base.loc[base["code"] == "social", "value_sd"]
    assert pooled.mean() == pytest.approx(0, abs=1e-12)
    assert pooled.std() == pytest.approx(1)


def test_every_unit_has_every_code_in_every_year_under_the_composite_mapping(unit_codes):
    own = unit_codes[unit_codes["mapping"] == "composite"]
    assert len(own) == 8 * 3 * 12
    assert own["value_sd"].notna().all()


def test_the_literal_reading_telescopes_on_the_real_codes(unit_codes):
    """Σ Δ²x over n + 1 years is the last yearly growth minus the growth n + 1 years before."""
    own = unit_codes[unit_codes["mapping"] == "composite"]
    summed = nid(own, PERIOD, method="central_difference", seed=1)
    literal = summed[
        (summed["reading"] == "literal") & (summed["sign"] == "signed") & (summed["status"] == "estimated")
    ]
    total = own.groupby(["region", "year"])["value_sd"].sum().unstack("year")
    by_hand = (total[2016] - total[2015]) - (total[2010] - total[2009])
    at_the_end = literal[literal["year"] == 2015].set_index("region")["estimate"].sort_index()
    assert len(at_the_end) == 8
    assert at_the_end.to_numpy() == pytest.approx(by_hand.to_numpy(), abs=1e-12)


def test_formula_1_is_the_sum_of_the_three_dynamic_codes(unit_codes):
    own = unit_codes[unit_codes["mapping"] == "composite"]
    first = rates(own, PERIOD)
    summed = first[first["order"] == 1].groupby(["region", "year"])["estimate"].sum()
    formula = nid(own, PERIOD, seed=1)
    code_id = formula[(formula["formula"] == "code_id") & (formula["sign"] == "signed")]
    assert code_id.set_index(["region", "year"])["estimate"].to_numpy() == pytest.approx(summed.to_numpy(), abs=1e-10)
    assert set(first["dynamic_code"]) == set(DYNAMIC_CODES.values())


def test_formula_2_with_one_period_is_the_sum_of_accelerations_and_its_readings_agree(unit_codes):
    own = unit_codes[unit_codes["mapping"] == "composite"]
    second = rates(own, PERIOD)
    summed = second[second["order"] == 2].groupby(["region", "year"])["estimate"].sum()
    formula = nid(own, PERIOD, seed=1, formulas=Formulas(periods=0))
    signed = formula[(formula["formula"] == "code_nid") & (formula["sign"] == "signed")]
    found = {reading: part.set_index(["region", "year"])["estimate"] for reading, part in signed.groupby("reading")}
    for one, other in itertools.pairwise(found.values()):
        assert one.to_numpy() == pytest.approx(other.to_numpy())
    assert found["literal"].to_numpy() == pytest.approx(summed.to_numpy(), abs=1e-10)


def test_bands_hold_their_estimates_and_edges_are_flagged(unit_codes):
    result = nid(unit_codes, PERIOD, seed=1)
    own = result[(result["sign"] == "signed") & result["estimate"].notna()]
    assert (own["lower_95"] < own["estimate"]).all()
    assert (own["estimate"] < own["upper_95"]).all()
    edges = own[own["mapping"] == "composite"].groupby("year")["edge"].all()
    assert edges.index[edges].tolist() == [2005, 2006, 2015, 2016]


def test_every_region_and_district_of_russia_has_rates_and_code_nid(real_codes, regions):
    districts = sorted(regions.loc[regions["level"] == "district", "region"])
    units = [*units_of("RU", regions), *districts]
    own = real_codes[(real_codes["mapping"] == "composite") & real_codes["region"].isin(units)]
    # Crimea and Sevastopol are in the figures from 2014: three points carry no derivative.
    joined = set(regions.loc[regions["since"].notna(), "region"])
    found = rates(own, PERIOD)
    without = found[(found["order"] == 2) & found["estimate"].isna() & (found["year"] == 2014)]
    assert set(without["region"]) == joined & set(units)
    table = nid(own, PERIOD, seed=1, formulas=Formulas(draws=50))
    memory = table[(table["reading"] == "memory") & (table["sign"] == "signed") & (table["year"] == 2014)]
    assert len(memory) == len(units) == 85 + 1 + 8
    assert set(memory.loc[memory["estimate"].isna(), "region"]) == joined & set(units)


# Code ID of 2007 by dense matrices, the grid and Σ's conditional law written out apart: no function of the package.
DENSE = {"RU-KGN": 0.2858, "RU-SVE": 0.0983, "RU-UFD": 0.0482, "RU-YAN": 0.2160}


def test_the_findings_that_the_readme_states_are_those_of_the_figures(unit_codes, regions):
    own = unit_codes[unit_codes["mapping"] == "composite"]
    result = nid(own, PERIOD, seed=2017)
    signed = result[result["sign"].eq("signed") & result["reading"].isin(["sum", "memory"])]
    in_2007 = signed[signed["year"].eq(2007) & signed["reading"].eq("sum")].set_index("region")
    assert in_2007.loc[list(DENSE), "estimate"].to_dict() == pytest.approx(DENSE, abs=6e-5)
    assert in_2007.loc["RU-SVE", ["lower_95", "upper_95"]].tolist() == pytest.approx([-0.0626, 0.2797], abs=6e-5)
    inner = signed[signed["region"].isin(units_of("RU-UFD", regions)[:-1]) & signed["inner"]]
    inner = inner[inner["region"] != "RU-UFD"]
    assert inner["reading"].value_counts().to_dict() == {"sum": 48, "memory": 18}
    joint = inner[(inner["joint_lower_95"] > 0) | (inner["joint_upper_95"] < 0)]
    assert joint.empty
    pointwise = inner[(inner["lower_95"] > 0) | (inner["upper_95"] < 0)]
    assert pointwise[["region", "year", "reading"]].to_numpy().tolist() == [["RU-KGN", 2007, "sum"]]


@pytest.fixture(scope="module")
def specifications(panel_with_revisions, real_codes, regions, indicators, sources, config):
    own = config["correlation"]
    figure = Figure2(
        config["district"],
        own["regressor"],
        own["outcomes"],
        PERIOD,
        price_base_year=config["codes"]["price_base_year"],
        real_prices=own["real_prices"],
    )
    tables = dict(zip(("panel", "revisions"), panel_with_revisions, strict=True))
    tables |= {"codes": real_codes, "regions": regions, "indicators": indicators, "sources": sources}
    tried = Specifications([Period(**period) for period in own["specifications"]["periods"]], draws=10)
    return specification_family_rows(tables, figure, tried, mapping="composite", seed=1)


def test_specifications_drawn_at_random_are_the_regressions_that_their_names_say(
    specifications, panel_with_revisions, regions
):
    rows, _ = specifications
    panel, revisions = panel_with_revisions
    table = curve(rows)
    is_plain = table["prices"].ne("volume") | table["outcome"].eq("grp_per_capita")
    main = table[table["mapping"].eq("education_share") & table["status"].eq("fitted") & is_plain]
    drawn = main.groupby(["units", "estimator"], group_keys=False).sample(5, random_state=1)
    share = plain_specifications.printed(panel, revisions, "employed_higher_education_share", "newest")
    parts = dict(regions.dropna(subset="part_of")[["region", "part_of"]].itertuples(index=False))
    broken = panel[panel["flags"].fillna("").str.contains("break_in_method")]
    sets = {
        "district": ["RU-UFD"],
        "district_regions": ["RU-CHE", "RU-KGN", "RU-SVE", "RU-TYU"],
        "district_units": ["RU-CHE", "RU-KGN", "RU-KHM", "RU-SVE", "RU-TYU-0", "RU-YAN"],
        "country_regions": sorted(regions.loc[regions["level"].eq("region"), "region"]),
    }
    made = {}
    for row in drawn.itertuples():
        kinds = (row.outcome, row.prices, row.edition)
        values = made.get(kinds)
        if values is None:
            values = made[kinds] = plain_specifications.in_prices(panel, revisions, *kinds, parts)
        own = broken[broken["indicator"].isin([row.outcome, "employed_higher_education_share"])]
        breaks = own.groupby("region")["year"].agg(list).to_dict()
        # Education of the district is a mean weighted by employment, whose method changes.
        jobs = broken[broken["indicator"].eq("employment_avg") & broken["region"].eq("RU-UFD")]["year"]
        breaks["RU-UFD"] = [*breaks.get("RU-UFD", []), *jobs]
        cells = plain_specifications.sample(row, share, values, values["RU"], breaks, sets[row.units])
        found = plain_specifications.fitted(row, cells)
        for name, value in found.items():
            assert getattr(row, name) == pytest.approx(value, rel=1e-6, abs=1e-9), (name, row)
    assert len(drawn) == 55
    assert set(drawn["prices"]) == {"nominal", "cpi", "volume"}


def test_the_summary_and_the_joint_test_are_those_of_a_plain_count(specifications, config):
    rows, ways = specifications
    fitted = rows[rows["status"].eq("fitted") & rows["mapping"].eq("education_share")]
    weights = pd.Series(0.0, index=fitted.index)
    for _, own in fitted.groupby("outcome"):
        for _, group in own.groupby("prices"):
            share = 1 / fitted["outcome"].nunique() / own["prices"].nunique()
            weights[group.index] = share / len(group)
    assert fitted["weight"].to_numpy() == pytest.approx(weights.to_numpy())
    median = plain_specifications.weighted_median(fitted["correlation"], weights)
    summary = curve_summary(curve(rows), config["correlation"]["outcomes"])
    whole = summary.query("mapping == 'education_share' and outcome == 'all' and status == 'fitted'").iloc[0]
    assert whole["median_correlation"] == pytest.approx(median, abs=1e-9)
    assert whole["positive_percent"] == pytest.approx(100 * weights[fitted["correlation"].gt(0)].sum())
    shifts = fitted.filter(like="circular_shift_").dropna(axis="columns", how="all")
    medians = [abs(plain_specifications.weighted_median(shifts[name], weights)) for name in shifts]
    [test] = (
        joint_test(rows)
        .query(
            "mapping == 'education_share' and null == 'circular_shift' and subset == 'all' "
            "and statistic == 'median_correlation'"
        )
        .itertuples()
    )
    # Education has fourteen years from 2000 on, so thirteen shifts that are none of the others: no p below 1 in 14.
    assert (test.draws, len(medians)) == (13, 14)
    assert test.lowest_p_value == pytest.approx(1 / 14)
    assert test.verdict == "no_power"
    assert test.p_value == pytest.approx(np.mean(np.array(medians) >= medians[0] - 1e-12))
    # Every way to combine the choices is a specification, repeats one, or cannot be; and none is counted twice.
    counted = ways.set_index(["mapping", "reason"])["ways"]
    assert counted.groupby("mapping").sum().nunique() == 1
    assert counted["education_share", "tried"] == rows["mapping"].eq("education_share").sum()
    linear = fitted[fitted["estimator"].ne("ranks")]
    exact = linear[["outcome", "prices", "units", "estimator", "control"]].assign(
        n=linear["n"], slope=linear["slope"].round(12), correlation=linear["correlation"].round(12)
    )
    assert exact.duplicated().sum() == 0


def test_a_shift_of_the_district_is_the_correlation_of_its_rolled_education(specifications, panel):
    rows, _ = specifications
    own = rows.query(
        "mapping == 'education_share' and units == 'district' and estimator == 'least_squares' and control == 'none' "
        "and transform == 'levels' and period == '2005–2013' and edition == 'newest' and prices == 'nominal'"
    ).set_index("outcome")
    district = panel[panel["region"].eq("RU-UFD")].pivot(index="year", columns="indicator", values="value")
    share = district["employed_higher_education_share"].loc[2000:2013]
    for shift in range(14):
        rolled = pd.Series(np.roll(share.to_numpy(), shift), share.index).loc[2005:2013]
        for outcome in own.index:
            found = own.loc[outcome, f"circular_shift_{shift}"]
            assert found == pytest.approx(np.corrcoef(rolled, district.loc[2005:2013, outcome])[0, 1], abs=1e-9)


def plain_terms(panel, regions, parts, years):
    """Terms of composite production and of article, from the panel's rows alone: region × year × term."""
    known = panel[panel["value"].notna()]
    rows = zip(known["indicator"], known["region"], known["year"], known["value"], strict=True)
    figures = {(indicator, region, year): value for indicator, region, year, value in rows}
    dashes = panel[panel["status"].eq("absent")]
    figures |= dict.fromkeys(zip(dashes["indicator"], dashes["region"], dashes["year"], strict=True), 0.0)
    start = min(year for indicator, _, year in figures if indicator == "cpi_dec_dec")
    found = np.full((len(regions), len(years), 9), np.nan)
    for place, region in enumerate(regions):
        level, chain = {}, 1.0
        for year in range(start, years[-1] + 1):
            own = figures.get(("cpi_dec_dec", region, year), np.nan)
            own = figures.get(("cpi_dec_dec", parts.get(region), year), np.nan) if np.isnan(own) else own
            before, chain = chain, chain * own / 100
            level[year] = np.sqrt(before * chain)
        for column, year in enumerate(years):
            value = lambda name: figures.get((name, region, year), np.nan)  # noqa: B023, E731
            jobs, heads, prices = value("employment_avg"), value("population_avg"), level[year] / level[2009]
            found[place, column] = [
                np.log1p(value("adv_tech_used") / jobs),
                np.log(value("fixed_assets") / prices / jobs),
                np.log(value("investment_per_capita") / prices),
                np.log(value("shipped_manufacturing_okved") / prices / heads),
                -value("fixed_assets_wear"),
                np.log1p(value("adv_tech_developed")),
                np.log(value("income_per_capita_month") / prices),
                np.log(value("consumer_spending_per_capita_month") / prices),
                value("employed_higher_education_share"),
            ]
    return np.where(np.isfinite(found), found, np.nan)


def test_the_ways_of_a_mapping_are_those_of_plain_arithmetic_for_sverdlovsk(
    panel_with_revisions, regions, indicators, config
):
    panel = flagged(panel_with_revisions[0], read_table(ROOT / "data/reference/breaks.csv"))
    years = CodeYears(PERIOD, Period(2005, 2009), 2009)
    table = codes(panel, regions, indicators, mappings=config["codes"]["mappings"], years=years)
    table = table[table["region"].eq("RU-SVE")]
    leaves = leaf_regions(regions)
    parts = dict(regions.dropna(subset="part_of")[["region", "part_of"]].itertuples(index=False))
    with np.errstate(all="ignore"):
        terms = plain_terms(panel, leaves, parts, range(2005, 2017))
    base, own = terms[:, :5], terms[leaves.index("RU-SVE")]
    changes = np.diff(base, axis=1)
    known = np.isfinite(changes).sum(axis=1)
    of_region = np.nansum(changes, axis=1) / np.where(known, known, 1)
    squares = np.nansum((changes - of_region[:, None]) ** 2, axis=(0, 1))
    centred = own - np.nanmean(base, axis=(0, 1))
    by_levels = centred / np.nanstd(base, axis=(0, 1), ddof=1)
    by_changes = centred / np.sqrt(squares / (known - 1).clip(min=0).sum(axis=0))
    steps = np.diff(by_levels[:, :5], axis=0)
    steps[2010 - 2006, [0, 1]] = np.nan  # employment, by which both are divided, is counted anew from 2010
    without_breaks = by_levels[0, :5].mean() + np.append(0, np.cumsum(np.nanmean(steps, axis=1)))
    found = table[table["code"].eq("production")].pivot(index="year", columns="mapping", values="value_sd")
    assert found["composite"].to_numpy() == pytest.approx(by_levels[:, :5].mean(axis=1))
    assert found["composite_by_changes"].to_numpy() == pytest.approx(by_changes[:, :5].mean(axis=1))
    assert found["composite_without_breaks"].to_numpy() == pytest.approx(without_breaks)

    # The three dynamic codes of the article to 2013, and the memory reading of 2011 by central differences.
    direct = by_levels[:9, 5] + by_levels[:9, 6:8].mean(axis=1) + by_levels[:9, 8]
    rate = (direct[2:] - direct[:-2]) / 2
    formulas = nid(table[table["mapping"].eq("article")], PERIOD, seed=1, method="central_difference")
    of_2011 = formulas.query("year == 2011 and sign == 'signed'").set_index("reading")["estimate"]
    assert of_2011["sum"] == pytest.approx(direct[6])
    assert of_2011["memory"] == pytest.approx(sum(np.exp(-lag / 5) * rate[5 - lag] for lag in range(6)))
    assert of_2011["literal"] == pytest.approx(rate[:6].sum())
