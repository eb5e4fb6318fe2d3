import numpy as np
import pandas as pd
import pytest

from regioncodes.education.reliability import RELIABILITY, country_evidence, education_reliability, education_shares
from regioncodes.ground.options import Figure2, Period, Reliability
from regioncodes.statistics.gate import STATUSES

OPTIONS = Reliability(0.2, (-0.25, 0.5), 2.0, 0.5, 0.8)
FIGURE = Figure2("RU-D0", "employed_higher_education_share", ["grp_per_capita"], Period(2005, 2013))
CODES = [f"RU-R{number:02d}" for number in range(40)]
NOISE_SD = 1.2


@pytest.fixture(scope="module")
def tables():
    """Forty regions in ten districts, and as many respondents as give their noise with a design effect of 2."""
    generator = np.random.default_rng(6)
    years = range(2000, 2014)
    true = 22 + np.cumsum(generator.normal(0.6, 0.8, (40, 14)), axis=1)
    seen = true + generator.normal(0, NOISE_SD, true.shape)
    regions = pd.DataFrame(
        [
            ("RU", "country", None, None, None),
            *((f"RU-D{number}", "district", None, None, None) for number in range(10)),
            *((code, "region", f"RU-D{place // 4}", None, None) for place, code in enumerate(CODES)),
        ],
        columns=["region", "level", "district", "part_of", "since"],
    )
    cells = [
        *(
            (code, FIGURE.regressor, year, seen[place, step])
            for place, code in enumerate(CODES)
            for step, year in enumerate(years)
        ),
        *((code, "employment_avg", year, 100.0) for code in CODES for year in years),
        *(("RU", "employment_avg", year, 4000.0) for year in years),
        *(("RU", "employment_rate", year, 50.0) for year in years),
        *(
            (f"RU-D{place}", FIGURE.regressor, year, seen[4 * place : 4 * place + 4, step].mean())
            for place in range(10)
            for step, year in enumerate(years)
        ),
        *((f"RU-D{place}", "employment_avg", year, 400.0) for place in range(10) for year in years),
    ]
    panel = pd.DataFrame(cells, columns=["region", "indicator", "year", "value"]).assign(status="value")
    indicators = pd.DataFrame(
        {"indicator": [FIGURE.regressor, "employment_avg", "employment_rate"], "kind": ["ratio", "total", "ratio"]}
    )
    # 2 p(100 − p)/n = 1.44 at p = 25.
    thousands = 2 * 25 * 75 / NOISE_SD**2 * 40 * 2 / 1000 / 4
    sizes = pd.DataFrame(
        {"first_year": [2000], "last_year": [2013], "rounds": [4.0], "respondents_thousand": [thousands]}
    )
    return {"panel": panel, "regions": regions, "indicators": indicators, "survey_sizes": sizes}


@pytest.fixture(scope="module")
def found(tables):
    return education_reliability(tables, FIGURE, OPTIONS)


def test_every_unit_has_a_row_for_each_form_and_each_way_to_its_noise(found):
    assert list(found.columns) == RELIABILITY
    assert not found.duplicated(["unit", "sample", "form", "source"]).any()
    counts = found.groupby(["sample", "unit"]).size().to_dict()
    assert counts == {
        ("series", "RU-D0"): 12,
        **{("series", code): 12 for code in CODES[:4]},
        ("panel", "RU-D0"): 16,
        ("panel", "RU"): 12,
    }
    assert set(found["status"]) <= set(STATUSES)


def test_two_ways_that_share_no_assumption_find_the_noise_that_was_put_in(found):
    country = found[found["unit"].eq("RU")].groupby("source")["noise_sd_points"].first()
    assert country["autocovariances"] == pytest.approx(NOISE_SD, rel=0.12)
    assert country["survey_size"] == pytest.approx(NOISE_SD, rel=0.12)
    assert country["scaled_survey"] == pytest.approx(NOISE_SD, rel=0.12)
    district = (
        found[found["unit"].eq("RU-D0") & found["sample"].eq("series")].groupby("source")["noise_sd_points"].first()
    )
    # A mean of four equal regions has half their noise, whichever way it is told.
    assert district["parts"] == pytest.approx(country["autocovariances"] / 2)
    assert district["survey_size"] == pytest.approx(NOISE_SD / 2, rel=0.15)


def test_reliability_is_that_of_its_form(found, tables):
    rows = found[found["unit"].eq("RU") & found["source"].eq("autocovariances")].set_index("form")
    panel = tables["panel"]
    own = panel[panel["indicator"].eq(FIGURE.regressor) & panel["region"].isin(CODES) & panel["year"].ge(2005)]
    within = own["value"] - own.groupby("region")["value"].transform("mean")
    noise = rows.loc["region_effects", "noise_variance"]
    assert rows.loc["region_effects", "reliability"] == pytest.approx(1 - noise * 40 * 8 / np.sum(within**2))
    assert rows.loc["first_differences_year_effects", "reliability"] < rows.loc["region_effects", "reliability"]
    assert (rows["reliability_lower"] < rows["reliability"]).all()
    assert (rows["reliability"] < rows["reliability_upper"]).all()
    assert rows["is_enough"].tolist() == (rows["reliability"] >= 0.2).tolist()


def test_a_number_stands_only_where_there_is_a_fit(found):
    fitted = found["status"].eq("fitted")
    assert found.loc[fitted, "reliability"].between(0, 1).all()
    assert found.loc[~fitted, ["reliability", "reliability_lower", "reliability_upper"]].isna().all(axis=None)
    assert not found.loc[~fitted, "is_enough"].any()
    bounds = found.loc[fitted & found["source"].eq("survey_size"), ["reliability_lower", "reliability_upper"]]
    assert bounds.isna().all(axis=None)


def test_twice_the_respondents_have_half_the_noise(tables, found):
    twice = {**tables, "survey_sizes": tables["survey_sizes"].assign(rounds=8.0)}
    again = education_reliability(twice, FIGURE, OPTIONS)
    for source, factor in (("survey_size", 0.5), ("scaled_survey", 1.0), ("autocovariances", 1.0)):
        own = found["source"].eq(source) & found["noise_variance"].notna()
        assert again.loc[own, "noise_variance"].to_numpy() == pytest.approx(factor * found.loc[own, "noise_variance"])


@pytest.mark.parametrize("missing", ["employment_avg", "employment_rate", "survey"])
def test_without_employment_or_survey_its_ways_have_a_status_and_the_others_go_on(tables, missing):
    panel = tables["panel"]
    changed = {**tables, "panel": panel[panel["indicator"] != missing]}
    if missing == "survey":
        changed["survey_sizes"] = tables["survey_sizes"].iloc[:0]
    rows = education_reliability(changed, FIGURE, OPTIONS)
    of_survey = rows["source"].isin(["survey_size", "scaled_survey"])
    assert set(rows.loc[of_survey, "status"]) == {"no_employment"}
    assert rows.loc[of_survey, ["reliability", "noise_variance"]].isna().all(axis=None)
    assert "fitted" in set(rows.loc[rows["source"].eq("autocovariances"), "status"])
    parts = set(rows.loc[rows["source"].eq("parts"), "status"])
    assert ("no_employment" in parts) == (missing == "employment_avg")


def test_few_years_have_a_status_and_no_number(tables):
    short = {**tables, "panel": tables["panel"][tables["panel"]["year"].between(2005, 2007)]}
    rows = education_reliability(short, FIGURE, OPTIONS)
    assert set(rows.loc[rows["source"].eq("autocovariances") & rows["sample"].eq("series"), "status"]) == {
        "too_few_changes"
    }
    assert rows.loc[rows["status"].eq("too_few_changes"), ["reliability", "noise_variance"]].isna().all(axis=None)


def test_a_share_that_stands_still_is_constant_and_without_any_share_there_is_no_row(tables):
    is_education = tables["panel"]["indicator"].eq(FIGURE.regressor)
    still = {**tables, "panel": tables["panel"].assign(value=tables["panel"]["value"].mask(is_education, 20.0))}
    assert set(education_reliability(still, FIGURE, OPTIONS)["status"]) == {"constant_regressor"}
    none = {**tables, "panel": tables["panel"][~is_education]}
    assert education_reliability(none, FIGURE, OPTIONS).empty
    alone = {**tables, "panel": tables["panel"][~is_education | tables["panel"]["region"].eq("RU-D0")]}
    rows = education_reliability(alone, FIGURE, OPTIONS)
    assert set(rows["unit"]) == {"RU-D0"}
    assert set(rows.loc[rows["source"].eq("parts"), "status"]) == {"too_few_changes"}
    assert set(rows.loc[rows["source"].isin(["survey_size", "scaled_survey"]), "status"]) == {"no_employment"}


def test_shares_have_the_respondents_that_employment_gives_them(tables):
    shares = education_shares(tables, FIGURE)
    own = shares[shares["region"].eq(CODES[0]) & shares["year"].eq(2010)].iloc[0]
    asked = 4000 * tables["survey_sizes"]["respondents_thousand"].iloc[0]
    assert own["respondents"] == pytest.approx(asked * 0.5 * 100 / 4000)
    assert country_evidence(shares, tables["regions"], FIGURE, OPTIONS).in_proportion is not None
