"""Verdicts on the article's claims, computed from the figures that each claim's expression names.

`reproduced`: agrees with figures that owe nothing to the article, and with nothing else; where the print has no number,
the reason says that it was recomputed. `by_construction`: agrees, but with the article's own print, with a dump rebuilt
from it, or by definition. `not_shown`: a test of independent figures neither sees what is claimed nor excludes it.
`contradicted`: independent figures exclude it. `inconsistent`: the article disagrees with itself. `not_checkable`: no
figure bears on the claim, or none that is the article's own (what ours give stands beside it), or the claim is about
the article's district and another one was studied.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from regioncodes.claims.district_figures import ARTICLE_DISTRICT
from regioncodes.claims.evidence import Consulted, recording
from regioncodes.claims.expressions import ExpressionError, evaluate
from regioncodes.claims.figures import DEFINED, PRINTED, PUBLISHED, RECONSTRUCTED, NoFigureError
from regioncodes.claims.ledger import LEDGER, SHOWN, check_ledger
from regioncodes.claims.reasons import reason
from regioncodes.ground.errors import raise_problems
from regioncodes.statistics.rounding import reaches
from regioncodes.words.texts import Texts

VERDICTS = ("reproduced", "by_construction", "not_shown", "contradicted", "inconsistent", "not_checkable")


def verdicts(
    claims: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    files: Mapping[str, str],
    regions: pd.DataFrame,
    texts: Sequence[Texts],
    *,
    district: str,
) -> pd.DataFrame:
    """The ledger with computed, verdict, evidence, inputs and a reason in each language: one row a claim, in its order.

    claims: the ledger, see `check_ledger`. tables: see `evidence.TABLES`. files: where each of them, and `claims`,
    stands. regions: the reference table, for the name of the district that is studied. computed: 1 or 0 for the
    relation `holds`; missing where nothing could be computed. evidence: kinds of the figures consulted; inputs: their
    files and rows, separated by "; ". Raises StudyError with every expression that cannot be evaluated.
    """
    check_ledger(claims)
    known = {**tables, "claims": claims}
    elsewhere = {words.language: _elsewhere(district, regions, words) for words in texts}
    rows, problems = [], []
    for claim in claims.itertuples():
        record: list[Consulted] = []
        try:
            value = _computed(claim, recording(known, district, record))
            if pd.notna(claim.expression) and not record:
                raise ExpressionError("it names no figure; compare with one of the study or of the article")
        except ExpressionError as error:
            problems.append(f"claim {claim.claim}, expression {claim.expression}: {error}")
            continue
        rows.append(_row(claim, value, record, files, texts, elsewhere))
    raise_problems(problems, LEDGER)
    return claims.merge(pd.DataFrame(rows), on="claim", validate="one_to_one")


def _elsewhere(district: str, regions: pd.DataFrame, texts: Texts) -> str:
    """The sentence on a claim about the article's district in a study of another one, which it names."""
    names = regions.set_index("region")[f"name_{texts.language}"]
    return texts("claims.reason.elsewhere", claimed=names[ARTICLE_DISTRICT], studied=names[district])


def _computed(claim, functions) -> float | bool | None:
    """Value of the claim's expression; None where it has none or a figure of it is lacking in this run."""
    if pd.isna(claim.expression):
        return None
    try:
        return evaluate(claim.expression, functions)
    except NoFigureError:
        return None


def _row(
    claim,
    value: float | bool | None,
    record: list[Consulted],
    files: Mapping[str, str],
    texts: Sequence[Texts],
    elsewhere: Mapping[str, str],
) -> dict:
    """Computed columns of one claim."""
    figures = [consulted.figure for consulted in record if consulted.figure is not None]
    kinds = {figure.kind for figure in figures}
    checkable = value is not None and pd.isna(claim.missing_en)
    judged = _judged(claim, value, kinds) if checkable else "not_checkable"
    return {
        "claim": claim.claim,
        "computed": None if value is None else float(value),
        "verdict": judged,
        "evidence": "; ".join(kind for kind in (PUBLISHED, RECONSTRUCTED, PRINTED, DEFINED) if kind in kinds),
        "inputs": "; ".join(dict.fromkeys(f"{files[figure.table]}: {figure.row}" for figure in figures)),
        **{
            f"reason_{words.language}": reason(claim, judged, value, record, words, elsewhere[words.language])
            for words in texts
        },
    }


def _judged(claim, value: float | bool, kinds: set[str]) -> str:
    """Verdict of a claim with a value. What a test has to show it shows (1), excludes (-1), or leaves open (0)."""
    if claim.relation == SHOWN and value == 0:
        return "not_shown"
    return verdict(agrees(claim, value), kinds)


def agrees(claim, value: float | bool) -> bool:
    """Whether a computed value stands to the printed one in the claim's relation.

    claim: relation, value, tolerance. Within half a unit of the last printed digit both numbers print alike.
    """
    match claim.relation:
        case "equals" | "about":
            # Binary fractions put 66.35 - 66.3 a hair above 0.05.
            return reaches(claim.tolerance, abs(value - claim.value))
        case "above":
            return not reaches(claim.value, value)
        case "at_least":
            return reaches(value, claim.value)
        case "at_most":
            return reaches(claim.value, value)
        case "shown":
            return value > 0
    return bool(value)


def verdict(is_so: bool, kinds: set[str]) -> str:
    """Verdict of a claim that the figures bear out or not, by the kinds of the figures.

    Without independent figures a disagreement is one of the article with itself: a rebuilt dump is its print again.
    """
    if is_so:
        return "reproduced" if kinds == {PUBLISHED} else "by_construction"
    return "contradicted" if PUBLISHED in kinds else "inconsistent"


def counts(judged: pd.DataFrame) -> pd.Series:
    """Number of claims by verdict, in the order of `VERDICTS`, zeros included."""
    return judged["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
