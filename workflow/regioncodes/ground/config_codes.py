"""Choices about the codes: what a block of the config is, which indicators make a code, what it is held against."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from regioncodes.ground.config_values import Distinct, Indicator, MappingName, Year


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

    @model_validator(mode="after")
    def _is_no_constant(self):
        if self.denominator == self.indicator:
            raise ValueError(f"{self.indicator!r} is divided by itself; another denominator, or none, is allowed")
        return self


def _each_once(terms: list[Term]) -> list[Term]:
    """The terms, of which no two have one indicator: results tell the terms of a code apart by their indicators."""
    names = [term.indicator for term in terms]
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise ValueError(f"hold the indicator {twice[0]!r} twice; each is allowed once")
    return terms


Terms = Annotated[list[Term], AfterValidator(_each_once)]


class Mapping(Strict):
    """From indicators to the three defining codes, or to their rates, the dynamic codes."""

    minimum_indicators: int = Field(ge=1, description="a code with fewer indicators present is missing")
    weights: Literal["equal", "first_component"] = Field(
        "equal", description="of the indicators of a code: equal, or loadings of their first principal component"
    )
    scaling: Literal["levels", "changes"] = Field(
        "levels",
        description="what an indicator is divided by: the spread of its levels between regions and years, or of its "
        "yearly changes within regions, both in the base period",
    )
    breaks: Literal["as_printed", "left_out"] = Field(
        "as_printed",
        description="figures as they are printed, or without the change of a year in which a method changes "
        "(data/reference/breaks.csv)",
    )
    measures: Literal["defining", "dynamic"] = Field(
        "defining",
        description="what the indicators measure: the codes, or directly their rates: innovation, information, value",
    )
    production: Terms = Field(min_length=1, description="indicators of the production code, or of its rate")
    institutional: Terms = Field(min_length=1, description="indicators of the institutional code, or of its rate")
    social: Terms = Field(min_length=1, description="indicators of the social code, or of its rate")

    @model_validator(mode="after")
    def _minimum_can_be_reached(self):
        fewest = min(len(self.production), len(self.institutional), len(self.social))
        if self.minimum_indicators > fewest:
            found = f"minimum_indicators: {self.minimum_indicators} found"
            raise ValueError(f"{found}; 1 to {fewest} is allowed, as a code has {fewest} indicators")
        return self


class Codes(Strict):
    """How the defining codes are made."""

    base_period: Period = Field(description="mean and standard deviation of every indicator are frozen here")
    price_base_year: Year = Field(description="real figures are in prices of this year")
    minimum_changes: int = Field(ge=3, description="yearly changes below which what a code is made of is not said")
    main_mapping: MappingName = Field(description="the mapping that the exhibits show")
    mappings: dict[str, Mapping] = Field(min_length=1, description="ways from indicators to codes, by name")

    @model_validator(mode="after")
    def _main_is_shown(self):
        # Exhibits show levels of the defining codes, which rates that are measured directly do not have.
        allowed = [name for name, mapping in self.mappings.items() if mapping.measures == "defining"]
        if self.main_mapping not in allowed:
            names = ", ".join(allowed) or "one that measures defining codes"
            raise ValueError(f"main_mapping {self.main_mapping!r} measures dynamic codes; allowed: {names}")
        return self


class Validity(Strict):
    """Measurements that a dynamic code is held against; one that is in the code is taken out of it first."""

    innovation: Terms = Field(min_length=1, description="measures of innovation")
    information: Terms = Field(min_length=1, description="measures of information technology in use")
    value: Terms = Field(min_length=1, description="measures of education")


Horizons = Annotated[Distinct[Annotated[int, Field(ge=1, le=10)]], Field(min_length=1)]


class Foresight(Strict):
    """The codes as forecasts."""

    first_origin: Year = Field(description="the first year at whose end one forecasts the years after it")
    # With fewer years than seven the joint process of three codes says nothing.
    window_years: int = Field(ge=7, le=60, description="years behind the codes of an origin")
    horizons: Horizons = Field(description="years ahead")
    primary_target: Literal[
        "real_grp_per_head", "real_income", "investment", "innovative_goods_share", "technologies_used"
    ] = Field(description="target of the test that is fixed before looking; all other results are descriptive")
    primary_horizons: Horizons = Field(description="horizons of that test, some of `horizons`")
    permutations: int = Field(ge=99, description="of whole histories of regions, behind every p-value")

    @model_validator(mode="after")
    def _primary_horizons_are_tried(self):
        strange = [years for years in self.primary_horizons if years not in self.horizons]
        if strange:
            allowed = ", ".join(map(str, self.horizons))
            raise ValueError(f"primary_horizons: {strange[0]} found; those of horizons are allowed: {allowed}")
        return self
