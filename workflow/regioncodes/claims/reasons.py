"""The sentence of reason beside a verdict, from the catalogue of texts with the numbers that decided it."""

import pandas as pd

from regioncodes.claims.evidence import Consulted
from regioncodes.claims.figures import DEFINED, RECONSTRUCTED
from regioncodes.claims.ledger import SHOWN
from regioncodes.words.numbers import LOWEST_PRINTED, NO_BREAK_SPACE, number, significant, to_twelve_figures
from regioncodes.words.texts import Texts


def value_text(value: float, language: str) -> str:
    """A number as a reason shows it: whole numbers ungrouped, as years are; others to three figures, none as zero."""
    if 0 < abs(value) < LOWEST_PRINTED:
        return f"<{NO_BREAK_SPACE}{number(LOWEST_PRINTED, language, 3)}"
    shown = to_twelve_figures(value)
    return str(int(shown)) if shown.is_integer() else significant(shown, language, 3)


def printed_text(claim, texts: Texts) -> str:
    """What the article says, such as `66 %` or `more than 40 %`; empty where a claim prints no number.

    claim: value, unit, relation.
    """
    if pd.isna(claim.value):
        return ""
    digits = 1 if pd.notna(claim.tolerance) and claim.tolerance < 0.5 else 0
    plain = number(claim.value, texts.language, digits) if claim.unit == "percent" else value_text(claim.value, "en")
    counted = texts(f"claims.unit.{claim.unit}", value=plain)
    return texts(f"claims.said.{claim.relation}", value=counted) if claim.relation in ("about", "above") else counted


def reason(
    claim, verdict: str, value: float | bool | None, record: list[Consulted], texts: Texts, elsewhere: str
) -> str:
    """One sentence, or two, that say why a claim has its verdict.

    claim: a row of the ledger; value: of its expression; record: the figures that it consulted, in order. elsewhere:
    the sentence on a claim about the article's district where another one was studied.
    """
    missing = getattr(claim, f"missing_{texts.language}")
    if any(consulted.is_elsewhere for consulted in record):
        needed = [texts("claims.reason.missing", missing=missing)] if pd.notna(missing) else []
        return " ".join([*needed, elsewhere])
    if pd.isna(claim.expression):
        return texts("claims.reason.missing", missing=missing)
    shown = list(dict.fromkeys(consulted_text(consulted, texts) for consulted in record))
    if pd.notna(missing):
        return texts("claims.reason.beside", missing=missing, figures="; ".join(shown))
    if value is None:
        return texts("claims.reason.no_figure", figures="; ".join(shown))
    if claim.relation not in ("holds", SHOWN):
        shown.insert(0, texts("claims.said", value=printed_text(claim, texts)))
        if [consulted.figure.value for consulted in record] != [value]:
            shown.append(texts("claims.computed", value=value_text(value, texts.language)))
    return texts(f"claims.reason.{_reason_key(claim, verdict, record)}", figures="; ".join(shown))


def _reason_key(claim, verdict: str, record: list[Consulted]) -> str:
    """Key of the sentence: agreement says by which construction, and whether the print has a number to agree with."""
    if verdict == "reproduced" and pd.isna(claim.value):
        return "recomputed"
    if verdict != "by_construction":
        return verdict
    kinds = {consulted.figure.kind for consulted in record}
    return "rebuilt" if RECONSTRUCTED in kinds else "defined" if kinds == {DEFINED} else "printed"


def consulted_text(consulted: Consulted, texts: Texts) -> str:
    """One figure in words, such as `rows of Table 1: 18`; a figure that this run lacks shows a dash."""
    words = {name: _argument_text(name, value, texts) for name, value in consulted.arguments.items()}
    value = (
        number(None, texts.language) if consulted.figure is None else value_text(consulted.figure.value, texts.language)
    )
    return texts(f"claims.figure.{consulted.name}", value=value, **words)


def _argument_text(name: str, value: str | float, texts: Texts) -> str:
    """An argument in words where the catalogue has one for it, as it stands where not."""
    if isinstance(value, float | int):
        return value_text(value, texts.language)
    prefix = {"dynamic_code": "claims.block", "outcome": "outcome"}.get(name, f"claims.{name}")
    key = f"{prefix}.{value}"
    if key in texts:
        return texts[key]
    return value
