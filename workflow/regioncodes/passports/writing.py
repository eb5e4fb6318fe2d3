"""The passports of all chosen regions, written in every language."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

import pandas as pd

from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import CATALOGUE, Texts, check_catalogue
from regioncodes.files import write_text
from regioncodes.passports.facts import facts, names
from regioncodes.passports.page import page
from regioncodes.passports.web import web_page

PASSPORT_CATALOGUE = "data/reference/passport_texts.csv"


def write_passports(tables: Mapping[str, pd.DataFrame], reference: Mapping[str, pd.DataFrame], files: Sequence[str],
                    **notes: object) -> None:  # fmt: skip
    """Write files named like `RU-SVE.en.pdf` and `RU-SVE.en.html`.

    tables: as for facts.facts. reference: regions, indicators, sources, texts and passport_texts. notes: base (years
    of the base period), edge_years and mapping, of which each page speaks.
    """
    check_catalogue(reference["texts"], CATALOGUE)
    check_catalogue(reference["passport_texts"], PASSPORT_CATALOGUE)
    catalogue = pd.concat([reference["texts"], reference["passport_texts"]], ignore_index=True)
    lists = [reference[name] for name in ("regions", "indicators", "sources")]
    named = pd.DataFrame([(file, *PurePath(file).name.split(".")) for file in files],
                         columns=["file", "region", "language", "ending"])  # fmt: skip
    for language, of_language in named.groupby("language", sort=False):
        texts, printed = Texts(catalogue, language), names(*lists, language)
        for region, own_files in of_language.groupby("region", sort=False):
            own = facts(region, tables)
            paths = own_files.set_index("ending")["file"]
            save_figure(page(own, printed, texts, **notes), [paths["pdf"]])
            write_text(web_page(own, printed, texts, **notes), paths["html"])
