"""The choices of the study, checked before anything runs."""

import datetime
import json
import re
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from regioncodes.errors import raise_problems


def _known(kind: str, table: str):
    """Validator: the value is one of the names in the validation context under `kind`."""

    def check(value: str, info: ValidationInfo) -> str:
        allowed = (info.context or {}).get(kind, [value])
        if value not in allowed:
            raise ValueError(f"is no {kind} of {table}; allowed: {', '.join(allowed)}")
        return value

    return AfterValidator(check)


Indicator = Annotated[str, _known("indicator", "data/reference/indicators.csv")]
District = Annotated[str, _known("district", "data/reference/regions.csv")]
Edition = Annotated[str, _known("edition", "data/reference/sources.csv")]
Year = Annotated[int, Field(ge=1990, le=2100)]


class Strict(BaseModel):
    """A block of the config in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class Period(Strict):
    """First and last year, both included."""

    first: Year = Field(description="first year")
    last: Year = Field(description="last year")

    @model_validator(mode="after")
    def _in_order(self):
        if self.first > self.last:
            raise ValueError(f"first year {self.first} is after last year {self.last}; first ≤ last is allowed")
        return self


class Term(Strict):
    """One indicator of a code: what it is divided by and how it is transformed."""

    indicator: Indicator = Field(description="id of data/reference/indicators.csv")
    transform: Literal["identity", "log", "log1p"] = Field("identity", description="taken last, before standardising")
    deflator: Literal["none", "cpi", "grp_volume"] = Field("none", description="brings roubles to base-year prices")
    denominator: Literal["none"] | Indicator = Field("none", description="an indicator, or none")
    orientation: Literal[-1, 1] = Field(1, description="-1 where less is more of the code")


class Mapping(Strict):
    """From indicators to the three defining codes."""

    minimum_indicators: int = Field(ge=1, description="a code with fewer indicators present is missing")
    production: list[Term] = Field(min_length=1, description="indicators of the production code")
    institutional: list[Term] = Field(min_length=1, description="indicators of the institutional code")
    social: list[Term] = Field(min_length=1, description="indicators of the social code")


class Codes(Strict):
    """How the defining codes are made."""

    base_period: Period = Field(description="mean and standard deviation of every indicator are frozen here")
    price_base_year: Year = Field(description="real figures are in prices of this year")
    main_mapping: str = Field(description="the mapping that the exhibits show")
    mappings: dict[str, Mapping] = Field(min_length=1, description="ways from indicators to codes, by name")

    @model_validator(mode="after")
    def _main_exists(self):
        if self.main_mapping not in self.mappings:
            raise ValueError(f"main_mapping {self.main_mapping!r} is not there; allowed: {', '.join(self.mappings)}")
        return self


Positive = Annotated[float, Field(gt=0)]
Method = Literal["gaussian_process", "central_difference"]


class Derivative(Strict):
    """How the rates of the codes are estimated."""

    methods: list[Method] = Field(min_length=1, description="the first is shown in the exhibits")
    length_scale_years: tuple[Positive, Positive] = Field(description="range of the Gaussian process's length scale")
    noise_to_signal: tuple[Positive, Positive] = Field(description="range of noise to signal, standard deviations")
    grid: int = Field(ge=2, le=60, description="points on each axis of the grid")
    edge_years: int = Field(ge=0, description="first and last years that are flagged as edges")


class Formulas(Strict):
    """Formula (1) and Formula (2) of the article."""

    periods: int = Field(ge=0, description="n of Formula (2): periods before the current one")
    memory_years: Positive = Field(description="τ of the memory reading: weights exp(−j/τ)")
    draws: int = Field(ge=100, description="joint draws behind the bands")


class Correlation(Strict):
    """The regressions of Figure 2."""

    edition: Edition = Field(description="figures as this edition prints them, or newest")
    regressor: Indicator = Field(description="x of the four panels")
    outcomes: list[Indicator] = Field(min_length=1, description="y of the panels, in their order")


class Granularity(Strict):
    """The check of printed shares against whole numbers of respondents (GRIM)."""

    candidate_bases: dict[str, list[Annotated[int, Field(ge=1)]]] = Field(description="bases to try, by table")
    lowest_base: int = Field(ge=1, description="the search for fitting bases starts here")
    highest_base: int = Field(ge=1, description="and ends here")


class Config(Strict):
    """Choices of the study."""

    district: District = Field(description="the district whose regions are studied")
    years: Period = Field(description="period of the study")
    vintage: Literal["newest"] | datetime.date = Field(
        description="newest, or a day: the newest edition published by then"
    )
    languages: list[Literal["en", "ru"]] = Field(min_length=1, description="languages of the exhibits")
    seed: int = Field(ge=0, description="the one seed of every random number")
    codes: Codes = Field(description="the defining codes")
    derivative: Derivative = Field(description="their rates")
    formulas: Formulas = Field(description="Formula (1) and Formula (2)")
    correlation: Correlation = Field(description="Figure 2")
    granularity: Granularity = Field(description="which bases the article's printed shares can have")


def checked(
    config: dict[str, Any], regions: pd.DataFrame, indicators: pd.DataFrame, sources: pd.DataFrame
) -> dict[str, Any]:
    """The config with defaults filled in, as plain values.

    Raises StudyError with one line for each wrong key: the key, the value found, what is allowed.
    """
    context = {
        "district": list(regions.loc[regions["level"] == "district", "region"]),
        "indicator": list(indicators["indicator"]),
        "edition": ["newest", *sources["edition"].dropna().drop_duplicates()],
    }
    try:
        return Config.model_validate(config, context=context).model_dump(mode="json")
    except ValidationError as error:
        lines = dict.fromkeys(_sentence(found) for found in error.errors())
        raise_problems(lines, "workflow/config.yaml")


def _sentence(error: dict[str, Any]) -> str:
    # Names of a union's branches are pydantic's, not the reader's.
    parts = [str(part) for part in error["loc"] if not re.match(r"literal\[|function-|date$|constrained", str(part))]
    key = ".".join(parts) or "years"
    if error["type"] == "extra_forbidden":
        return f"{key}: unknown key (value {error['input']!r}); remove it or mend its spelling"
    if error["type"] == "missing":
        return f"{key}: the key is missing"
    found = "" if isinstance(error["input"], dict) else f"{error['input']!r} "
    return f"{key}: {found}{error['msg'].removeprefix('Value error, ')}"


if __name__ == "__main__":
    print(json.dumps(Config.model_json_schema(), ensure_ascii=False, indent=2))
