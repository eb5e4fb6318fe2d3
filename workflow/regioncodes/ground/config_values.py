"""Kinds of values that a choice of the config may take, each with the sentence that refuses any other."""

import re
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, ValidationInfo

# No path can be made of it.
PART_OF_A_FILE_NAME = re.compile(r"\w[\w.-]*")

# Assumption: the columns, captions and sentences around Figure 2 speak of this measure; another one needs other words.
EDUCATION = "employed_higher_education_share"

# More names than these nobody reads in a message.
LONGEST_LIST = 60

Value = TypeVar("Value")


def known(kind: str, table: str) -> AfterValidator:
    """Validator: the value is one of the names in the validation context under `kind`; those like it are told first."""

    def check(value: str, info: ValidationInfo) -> str:
        allowed = (info.context or {}).get(kind, [value])
        if value not in allowed:
            near = ", ".join(get_close_matches(value, allowed))
            like = f"like it: {near}; " if near else ""
            listed = ", ".join(allowed) if len(allowed) <= LONGEST_LIST else f"any of the {len(allowed)} there"
            raise ValueError(f"is no {kind} of {table}; {like}allowed: {listed}")
        return value

    return AfterValidator(check)


def _district(value: str, info: ValidationInfo) -> str:
    """Code of a district given as its code, its English word (`siberian`) or `all`, in capitals or not."""
    codes = (info.context or {}).get("district", {value.casefold(): value})
    code = codes.get(value.strip().casefold())
    if code is None:
        # Codes are printed as they stand in the table, words as one writes them.
        known = [name.upper() if name.startswith("ru-") else name for name in codes]
        raise ValueError(f"is no district of data/reference/regions.csv; allowed: {', '.join(known)}")
    return code


def _education(value: str) -> str:
    if value != EDUCATION:
        raise ValueError(f"is not what the columns and texts of Figure 2 speak of; allowed: {EDUCATION}")
    return value


def _distinct(values: list) -> list:
    """The list, in which nothing stands twice: its results would be made, printed and counted twice."""
    twice = [value for place, value in enumerate(values) if value in values[:place]]
    if twice:
        raise ValueError(f"holds {twice[0]!r} twice; each value is allowed once")
    return values


def _rising(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] > ends[1]:
        raise ValueError(f"lowest {ends[0]:g} is above highest {ends[1]:g}; lowest ≤ highest is allowed")
    return ends


Indicator = Annotated[str, known("indicator", "data/reference/indicators.csv")]
MappingName = Annotated[str, known("mapping", "codes.mappings")]
District = Annotated[str, AfterValidator(_district)]
Education = Annotated[str, AfterValidator(_education)]
Edition = Annotated[str, known("edition", "data/reference/sources.csv")]
Region = Annotated[str, known("region", "data/reference/regions.csv")]
Year = Annotated[int, Field(ge=1990, le=2100)]
Positive = Annotated[float, Field(gt=0)]
Finite = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Range = Annotated[tuple[Finite, Finite], AfterValidator(_rising)]
# At −0.5 changes of a first order look like noise alone, and nothing could be told from them.
Autocorrelation = Annotated[float, Field(gt=-0.5, lt=1)]
Autocorrelations = Annotated[tuple[Autocorrelation, Autocorrelation], AfterValidator(_rising)]
Distinct = Annotated[list[Value], AfterValidator(_distinct)]


def refusal(error: dict[str, Any]) -> str:
    """One fault that pydantic found, as a sentence: the key, what was found, what is allowed."""
    # Names of a union's branches are pydantic's, not the reader's.
    branch = re.compile(r"literal\[|list\[|function-|date$|constrained")
    parts = [str(part) for part in error["loc"] if not branch.match(str(part))]
    if not parts:
        return error["msg"].removeprefix("Value error, ")
    key = ".".join(parts)
    if error["type"] == "extra_forbidden":
        return f"{key}: unknown key (value {error['input']!r}); remove it or mend its spelling"
    if error["type"] == "missing":
        return f"{key}: the key is missing"
    found = "" if isinstance(error["input"], dict) else f"{error['input']!r} "
    clause, *_ = error["msg"].removeprefix("Value error, ").split(", unable")
    said = re.sub(r"^Input should be ", "is not allowed; allowed: ", clause)
    return f"{key}: {found}{said}"
