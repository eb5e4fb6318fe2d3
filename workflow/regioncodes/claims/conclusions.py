"""The page of conclusions: the findings, then the evidence in detail, in sentences chosen by the numbers."""

from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd

from regioncodes.claims.code_sentences import code_sentences
from regioncodes.claims.education_sentences import like_walks
from regioncodes.claims.finding import Asked, Sentence, scale
from regioncodes.claims.findings import markdown
from regioncodes.claims.foresight_sentences import foresight_sentences
from regioncodes.education.evidence import AGAINST, DIVIDED, FOR, item_of
from regioncodes.education.outcomes import NOMINAL
from regioncodes.education.specifications import MAIN_CURVE, OTHER_CURVE, SAME_FIGURES, TRIED
from regioncodes.statistics.permutations import LEVEL, holm
from regioncodes.statistics.power import CANNOT_BE_TOLD, EXCLUDED, SEEN
from regioncodes.words.captions import caption, status_text
from regioncodes.words.numbers import number, p_value_text, share_text
from regioncodes.words.texts import Texts

NAME = "conclusions"


def page(
    tables: Mapping[str, pd.DataFrame],
    findings: pd.DataFrame,
    asked: Asked,
    *,
    status: str = "published",
) -> str:
    """The page of conclusions as Markdown: the findings of the study, then one section for each kind of evidence.

    tables: points and fits (correlations), placebos, walks and pairs (placebos), checks (robustness), estimates,
    evidence and findings (education.estimates, .evidence), forms (functional_forms), summary, joint and ways
    (curve_sentences), shares and choices (codes.multiverse), foresight (codes.foresight). findings: of
    findings.conclusions. Figure 2 itself is told in nominal roubles, as the article has it; all else in the prices
    that decide, where nothing else is said.
    """
    texts = asked.texts
    # Markdown lets HTML through: a name is a text.
    named = {region: escape(asked.names[region], quote=False) for region in asked.units}
    checks, forms = (tables[name][tables[name]["decides"]] for name in ("checks", "forms"))
    fits, points = (tables[name][tables[name]["prices"].eq(NOMINAL)] for name in ("fits", "points"))
    of_tests = {
        sample: sample_sentences(tables["estimates"], sample, texts, power=asked.power)
        for sample in ("series", "panel")
    }
    sections = {
        "verdict": verdict(tables["findings"], tables["evidence"], texts, share_of_slope=asked.share_of_slope),
        "foresight": foresight_sentences(tables["foresight"], texts, power=asked.power),
        "figure": [*printed(fits, texts), *several_outcomes(fits, points, texts)],
        "placebos": placebo_sentences(tables, texts),
        "robustness": [*of_tests["series"], *robustness_sentences(checks, texts)],
        "panel": of_tests["panel"] or [("panel.none", {})],
        "forms": form_sentences(forms, texts),
        "curve": curve_sentences(tables["summary"], tables["joint"], tables["ways"], texts),
        "codes": code_sentences(tables["shares"], tables["choices"], named, texts),
    }
    district = escape(asked.names[asked.district], quote=False)
    lines = [f"# {texts('conclusions.title', district=district)}", "", scale(texts), ""]
    lines += markdown(findings, texts)
    for name, sentences in sections.items():
        lines += [f"## {texts[f'conclusions.heading.{name}']}", ""]
        lines += [f"- {texts(f'conclusions.{key}', **facts)}" for key, facts in sentences]
        lines.append("")
    words = caption(
        NAME,
        texts,
        status=status,
        surveys=" / ".join(status_text(own, texts) for own in sorted(set(tables["table_1"]["input_status"]))),
        n=" / ".join(map(str, sorted(set(fits["n"].astype(int))))),
        period=f"{int(fits['first_year'].min())}–{int(fits['last_year'].max())}",
    )
    return "\n".join([*lines, words, ""])


def verdict(findings: pd.DataFrame, evidence: pd.DataFrame, texts: Texts, *, share_of_slope: float) -> list[Sentence]:
    """What the tests together say, then for each outcome what speaks for and against."""
    if not findings["tests"].gt(0).any():
        return [("verdict.no_fit", {})]
    counts = findings["finding"].value_counts()
    facts = {name: int(counts.get(name, 0)) for name in (SEEN, EXCLUDED, DIVIDED, CANNOT_BE_TOLD)}
    facts |= {"panels": len(findings), "share": number(100 * share_of_slope, texts.language)}
    sentences: list[Sentence] = [("verdict.divided" if facts[DIVIDED] else "verdict.findings", facts)]
    for row in findings.itertuples():
        own = evidence[evidence["outcome"].eq(row.outcome)]
        sides = {
            name: "; ".join(texts[f"evidence.short.{item}"] for item in own.loc[own["side"].eq(side), "item"])
            for name, side in (("pro", FOR), ("contra", AGAINST))
        }
        facts = {name: items or texts["conclusions.nothing"] for name, items in sides.items()}
        facts |= {"outcome": texts[f"outcome.{row.outcome}"], "finding": texts[f"evidence.finding.{row.finding}"]}
        facts |= {"untold": row.tests - row.seen - row.excluded, "tests": row.tests}
        has_limit = np.isfinite(row.not_excluded_percent)
        limit = {"limit": number(row.not_excluded_percent, texts.language)} if has_limit else {}
        sentences.append((f"verdict.outcome.{'limited' if has_limit else 'open'}", facts | limit))
    return sentences


def sample_sentences(estimates: pd.DataFrame, sample: str, texts: Texts, *, power: float) -> list[Sentence]:
    """What each test of a sample, `series` or `panel`, says of the outcomes, in logarithms and the prices that decide.

    A test that finds a relation between unrelated series too often is named with its size, and judges nothing.
    """
    own = estimates[estimates["decides"] & estimates["sample"].eq(sample) & estimates["scale"].eq("log")]
    own = own[own["form"].ne("levels") & own["status"].eq("fitted")]
    sentences: list[Sentence] = []
    for (scope, form), rows in own.groupby(["scope", "form"], sort=False):
        name = texts[f"evidence.short.{item_of(sample, scope, form)}"]
        facts = {"test": name[:1].upper() + name[1:], "panels": len(rows), "power": number(100 * power, texts.language)}
        judged = rows[rows["enters_verdict"]]
        if judged.empty:
            size = number(rows["size_percent"].max(), texts.language)
            sentences.append(("tests.not_judged", facts | {"size": size}))
            continue
        counts = judged["test_outcome"].value_counts()
        facts |= {name: int(counts.get(name, 0)) for name in (SEEN, EXCLUDED, CANNOT_BE_TOLD)}
        smallest = 100 * judged["smallest_slope_seen"] / judged["slope_of_figure"].abs()
        edges = {"low": smallest.min(), "high": smallest.max()}
        facts |= {name: number(edge, texts.language) for name, edge in edges.items()}
        sentences.append(("tests.judged", facts | {"panels": len(judged)}))
    return sentences


def printed(fits: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """What Figure 2 shows by itself: the range of R², and what could not be fitted."""
    fitted = fits[fits["status"].eq("fitted")]
    refused = [("figure.refused", {"n": len(fits) - len(fitted)})] if len(fitted) < len(fits) else []
    if fitted.empty:
        return refused
    facts = {
        "low": number(fitted["r_squared"].min(), texts.language, 2),
        "high": number(fitted["r_squared"].max(), texts.language, 2),
        "panels": len(fitted),
        "significant": _significant(fitted),
    }
    return [("figure.range", facts), *refused]


def several_outcomes(fits: pd.DataFrame, points: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """What one regressor against several outcomes can show, with the correlation of the outcomes themselves."""
    wide = points.pivot(index="year", columns="outcome", values="value")
    pairs = wide.corr().where(lambda table: table.index.to_numpy()[:, None] < table.columns.to_numpy())
    if wide.shape[1] < 2 or pairs.stack().empty:
        return []
    median = number(pairs.stack().median(), texts.language, 2)
    return [("figure.one_regressor", {"panels": wide.shape[1], "correlation": median})]


def placebo_sentences(tables: dict[str, pd.DataFrame], texts: Texts) -> list[Sentence]:
    """The calendar, the other districts, the walks, and what R² two unrelated walks have."""
    language, placebos, pairs = texts.language, tables["placebos"], tables["pairs"]
    deciding, walks = (own[own["decides"]] for own in (placebos, tables["walks"]))
    kinds = {"nominal": placebos[placebos["prices"].eq(NOMINAL)], "deciding": deciding}
    sentences = [sentence for prices, own in kinds.items() for sentence in _calendar(own, prices, texts)]
    others = _fitted(deciding, "kind", "district")
    if len(others):
        facts = {"beaten": int(others["at_least_as_good"].sum()), "fits": len(others)}
        sentences.append(("placebos.districts", facts))
    matched = walks[walks["status"].eq("fitted")]
    if len(matched):
        above = int(matched["p_value"].le(LEVEL).sum())
        facts = {
            "above": above,
            "panels": len(matched),
            "walks": int(matched["walks"].max()),
            "lowest": p_value_text(matched["p_value"].min(), language),
        }
        sentences.append((f"placebos.walks.{'some' if above else 'none'}", facts))
    null = like_walks(walks, pairs)
    if null is None:
        return sentences
    ratio = matched["drift_to_noise"].abs().max()
    facts = {
        "points": int(null["n"]),
        "median": number(null["median_r_squared"], language, 2),
        "ratio": number(null["drift_to_noise"], language, 1),
        "own": number(ratio, language, 1),
        "pairs": number(null["pairs"], language),
    }
    return [*sentences, ("placebos.null", facts)]


def _calendar(placebos: pd.DataFrame, prices: str, texts: Texts) -> list[Sentence]:
    """In how many panels the calendar year fits at least as well as education, in one kind of prices."""
    years = _fitted(placebos, "kind", "year")
    if years.empty:
        return []
    beaten = int(years["at_least_as_good"].sum())
    key = "all" if beaten == len(years) else "some" if beaten else "none"
    facts = {
        name: "; ".join(number(value, texts.language, 2) for value in years[column])
        for name, column in (("calendar", "r_squared"), ("education", "education_r_squared"))
    }
    facts |= {"beaten": beaten, "panels": len(years), "prices": texts[f"conclusions.prices.{prices}"]}
    return [(f"placebos.calendar.{key}", facts)]


def robustness_sentences(checks: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """What a year or a region left out changes, the scenario of the bridged years, and how many checks are refused."""
    sentences: list[Sentence] = []
    left = checks[checks["check"].isin(["without_year", "without_region"]) & checks["status"].eq("fitted")]
    if len(left):
        facts = {
            "fits": len(left),
            "low": number(left["correlation"].min(), texts.language, 2),
            "high": number(left["correlation"].max(), texts.language, 2),
        }
        sentences.append(("robustness.left_out", facts))
    scenario = _fitted(checks, "check", "bridged")
    for method in ("trend", "guided"):
        own = scenario[scenario["variant"].eq(method)]
        if len(own):
            positive = int(own["slope_lower_95"].gt(0).sum())
            sentences.append((f"robustness.scenario.{method}", {"positive": positive, "panels": len(own)}))
    refused = int(checks["status"].ne("fitted").sum())
    return [*sentences, *([("robustness.refused", {"refused": refused, "checks": len(checks)})] if refused else [])]


def form_sentences(forms: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """In how many panels the article's straight line predicts left-out years best, and how near the others are."""
    fitted = _fitted(forms, "points", "district_years")
    if fitted.empty:
        return [("forms.none", {}), *region_sentences(forms, texts)]
    best = fitted.loc[fitted.groupby("outcome", sort=False)["leave_one_out_error"].idxmin()]
    names = "; ".join(
        f"{texts[f'outcome.{row.outcome}']} — {texts[f'conclusions.form.{row.form}']}" for row in best.itertuples()
    )
    linear = int(best["form"].eq("linear").sum())
    close = int(fitted.loc[fitted["form"].eq("linear"), "aicc_difference"].lt(2).sum())
    key = "forms.alike" if 2 * close >= len(best) else "forms.apart"
    return [
        ("forms.best", {"linear": linear, "panels": len(best), "names": names}),
        (key, {"close": close, "panels": len(best)}),
        *region_sentences(forms, texts),
    ]


def region_sentences(forms: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """What the article's straight line gives where the points are the years of the regions."""
    lines = _fitted(forms, "points", "region_years")
    lines = lines[lines["form"].eq("linear")]
    if lines.empty:
        return []
    kept = lines["cr2_lower_95"].gt(0) | lines["cr2_upper_95"].lt(0)
    facts = {
        "n": " / ".join(map(str, sorted(set(lines["n"].astype(int))))),
        "low": number(lines["r_squared"].min(), texts.language, 2),
        "high": number(lines["r_squared"].max(), texts.language, 2),
        "kept": int(kept.sum()),
        "panels": len(lines),
    }
    return [("forms.regions", facts)]


def curve_sentences(summary: pd.DataFrame, joint: pd.DataFrame, ways: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """Median and signs of the specification curve, and whether it is more than regressors that know nothing give.

    summary, joint, ways: of specification_tables.curve_summary, joint_test and specifications.shared_samples. The
    curve of education alone has the sentences, that of the social code one.
    """
    found = _curve_numbers(summary, MAIN_CURVE, texts)
    if not found:
        return [("curve.none", {})]
    untried = ways[ways["mapping"].eq(MAIN_CURVE)].set_index("reason")["ways"].drop(TRIED, errors="ignore")
    same = untried.get(SAME_FIGURES, 0)
    sentences: list[Sentence] = [("curve.shares", found)]
    sentences.append(("curve.ways", {"same": _count(same, texts), "impossible": _count(untried.sum() - same, texts)}))
    own = _median_tests(joint, MAIN_CURVE)
    for name, key in (("reordered_steps", "curve.steps"), ("circular_shift", "curve.shifts")):
        if (name, "all") in own.index:
            test = own.loc[name, "all"]
            sentences.append((f"{key}.{test['verdict']}", _test_numbers(test, texts)))
    parts = [
        texts("conclusions.curve.part", part=texts[f"conclusions.curve.part.{subset}"], **_test_numbers(test, texts))
        for (null, subset), test in own.iterrows()
        if null == "reordered_steps" and subset != "all"
    ]
    if parts:
        lowest = own.loc["reordered_steps", "lowest_p_value"].max()
        sentences.append(("curve.parts", {"parts": "; ".join(parts), "lowest": p_value_text(lowest, texts.language)}))
    other, tests = _curve_numbers(summary, OTHER_CURVE, texts), _median_tests(joint, OTHER_CURVE)
    if other and ("reordered_steps", "all") in tests.index:
        numbers = _test_numbers(tests.loc["reordered_steps", "all"], texts)
        sentences.append(("curve.other", {"fitted": other["fitted"]} | numbers))
    return sentences


def _curve_numbers(summary: pd.DataFrame, mapping: str, texts: Texts) -> dict[str, str]:
    """Numbers of one whole curve in print; none where nothing could be fitted."""
    whole = summary[summary["mapping"].eq(mapping) & summary["outcome"].eq("all")]
    fitted = whole[whole["status"].eq("fitted")]
    if fitted.empty:
        return {}
    row = fitted.iloc[0]
    shares = ("positive_percent", "significant_positive_percent", "significant_negative_percent")
    numbers = {name.removesuffix("_percent"): share_text(row[name], texts.language) for name in shares}
    median = number(row["median_correlation"], texts.language, 2)
    counts = {"fitted": _count(row["count"], texts), "all": _count(row["specifications"], texts)}
    return numbers | counts | {"median": median}


def _median_tests(joint: pd.DataFrame, mapping: str) -> pd.DataFrame:
    own = joint[joint["mapping"].eq(mapping) & joint["statistic"].eq("median_correlation")]
    return own.set_index(["null", "subset"])


def _test_numbers(test: Mapping, texts: Texts) -> dict[str, str]:
    """What stands beside every p-value of a joint test: the smallest possible one, and of how many draws."""
    return {
        "p": p_value_text(test["p_value"], texts.language),
        "lowest": p_value_text(test["lowest_p_value"], texts.language),
        "draws": _count(test["draws"], texts),
        "median": number(test["observed"], texts.language, 2),
        "null": number(test["null_median"], texts.language, 2),
        "edge": number(test["null_upper_95"], texts.language, 2),
    }


def _count(value: int, texts: Texts) -> str:
    return number(int(value), texts.language)


def _fitted(table: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return table[table[column].eq(value) & table["status"].eq("fitted")]


def _significant(table: pd.DataFrame) -> int:
    """Number of rows significant at 5 % once Holm's correction is made over all of them."""
    return int(holm(table["p_value"]).le(LEVEL).sum())
