"""The summary, written as one PDF a language."""

import io
import warnings
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from regioncodes.claims.finding import Asked
from regioncodes.claims.findings import in_language
from regioncodes.exhibits.printing.style import METADATA, house_style
from regioncodes.ground.errors import raise_problems
from regioncodes.publication.summary.page import pages


@house_style()
def summary(conclusions: pd.DataFrame, tables: Mapping[str, pd.DataFrame], asked: Asked) -> bytes:
    """The four pages as a PDF; the same findings always give the same bytes.

    conclusions: results/conclusions.csv. tables: as of page.pages. Raises StudyError where the text is longer than
    four pages, or the font lacks one of its characters.
    """
    rows = in_language(conclusions, asked.texts.language)
    findings = [row | {"key": key} for row, key in zip(rows, conclusions["strength"], strict=True)]
    return _bound(pages(findings, tables, asked), f"the summary ({asked.texts.language})")


def _bound(figures: Sequence[Figure], subject: str) -> bytes:
    """One PDF of several pages. Raises StudyError with every warning of the drawing."""
    content = io.BytesIO()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with PdfPages(content, metadata=METADATA[".pdf"]) as book:
            for figure in figures:
                book.savefig(figure)
    raise_problems(list(dict.fromkeys(str(warning.message) for warning in caught)), subject)
    return content.getvalue()
