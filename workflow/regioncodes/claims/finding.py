"""One finding of the study, and how strong the evidence for it is: one scale, computed by one rule."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from regioncodes.statistics.rounding import reaches
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

Sentence = tuple[str, dict]  # key in the catalogue without its prefix, and the facts that it leaves open
# From the firmest to what no figure bears on.
STRENGTHS = ("strong", "moderate", "weak", "none", "not_testable")
# The share of its tests that a finding needs to be called so, at least.
STRONG, MODERATE = 0.9, 0.5
HEADLINE_LETTERS = 140
# Of a long list so many are named, and the others counted.
NAMED = 4


class Finding(NamedTuple):
    """What the numbers allow to say of one subject, in sentences not yet printed, and how many of its tests decide.

    decided, tests: a test decides where it sees or excludes what is asked, by an interval of right size or by a
    computation that leaves nothing to chance. headlines: from the fullest to the shortest, of which the first that
    fits one line is printed.
    """

    name: str
    decided: int
    tests: int
    headlines: list[Sentence]
    basis: list[Sentence]
    settle: Sentence
    do: Sentence
    avoid: Sentence


class Asked(NamedTuple):
    """What the findings are asked of, and the words for it in one language.

    names: printed names of the regions by code. units: regions of the district, those that overlap no other.
    terms: names of the indicators as they are built into the codes, by code and indicator. mapping, method: that the
    exhibits show. share_of_slope, power: by which tests exclude and see.
    """

    texts: Texts
    district: str
    names: Mapping[str, str]
    units: list[str]
    terms: Mapping[tuple[str, str], str]
    mapping: str
    method: str
    share_of_slope: float
    power: float


def strength(decided: int, tests: int) -> str:
    """One of STRENGTHS by the share of the tests that decide.

    `strong`: nine tenths of them or more, `moderate`: half or more, `weak`: fewer, `none`: not one,
    `not_testable`: there was none to make.
    """
    if tests == 0:
        return "not_testable"
    if decided == 0:
        return "none"
    share = decided / tests
    return "strong" if reaches(share, STRONG) else "moderate" if reaches(share, MODERATE) else "weak"


def scale(texts: Texts) -> str:
    """The rule of `strength` in words."""
    limits = {"strong": STRONG, "moderate": MODERATE}
    return texts("strength.scale", **{name: number(100 * share, texts.language) for name, share in limits.items()})


def listed(items: Sequence[str], texts: Texts) -> str:
    """The first few items of a list, and how many more there are."""
    more = len(items) - NAMED
    rest = [texts("conclusions.finding.more", more=more)] if more > 0 else []
    return "; ".join([*items[:NAMED], *rest])


def missing(name: str) -> Finding:
    """The finding that says what is missing, where no test could be made."""
    headline, basis, settle = ((f"finding.{name}.missing.{part}", {}) for part in ("headline", "basis", "settle"))
    do, avoid = (("finding.missing.do", {}), ("finding.missing.avoid", {}))
    return Finding(name, 0, 0, [headline], [basis], settle, do, avoid)
