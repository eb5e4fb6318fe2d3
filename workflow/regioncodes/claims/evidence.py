"""The figures that an expression of the ledger may name, and a record of those that it consulted."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

import pandas as pd

from regioncodes.claims import district_figures, printed_figures, study_figures, survey_figures
from regioncodes.claims.district_figures import ARTICLE_DISTRICT
from regioncodes.claims.figures import Figure, NoFigureError

# Every public function of these modules that returns a Figure is a word of the ledger's language.
FIGURES = {
    name: function
    for module in (printed_figures, survey_figures, study_figures, district_figures)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
}
# Frames that the figures are taken from, by name; the ledger itself stands beside them.
TABLES = (
    *printed_figures.ARTICLE_TABLES,
    *survey_figures.SURVEY_TABLES,
    "fits",
    "placebos",
    "estimates",
    "connections",
    "rates",
    "nid",
    "foresight",
    "stability",
    "reading",
    "sources",
)


class Consulted(NamedTuple):
    """One call of an expression: the figure's name, its arguments by name, and what it gave (None: no figure).

    is_elsewhere: the figure is of the district, and another one than the article's is studied.
    """

    name: str
    arguments: dict[str, str | float]
    figure: Figure | None
    is_elsewhere: bool = False


def recording(
    tables: dict[str, pd.DataFrame], district: str, record: list[Consulted]
) -> dict[str, Callable[..., float]]:
    """The figures as functions of the arguments that an expression gives; every call is appended to the record.

    tables: see `TABLES`, and `claims`. A figure of `district_figures` for another district than the article's is none.
    """
    return {name: _recorded(name, function, tables, district, record) for name, function in FIGURES.items()}


def _recorded(
    name: str, function: Callable[..., Figure], tables: dict[str, pd.DataFrame], district: str, record: list[Consulted]
) -> Callable[..., float]:
    """One figure's function, its tables given, its calls recorded."""
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())[1:]
    is_elsewhere = function.__module__ == district_figures.__name__ and district != ARTICLE_DISTRICT

    @wraps(function)
    def call(*arguments: str | float) -> float:
        named = dict(zip([parameter.name for parameter in parameters], arguments, strict=True))
        try:
            if is_elsewhere:
                raise NoFigureError(name, district)
            figure = function(tables, *arguments)
        except NoFigureError:
            record.append(Consulted(name, named, None, is_elsewhere))
            raise
        record.append(Consulted(name, named, figure))
        return figure.value

    call.__signature__ = signature.replace(parameters=parameters)
    return call
