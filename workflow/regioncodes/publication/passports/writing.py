"""The passport of a region, written in every language."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

import pandas as pd

from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.publication.passports.facts import facts, names
from regioncodes.publication.passports.page import page
from regioncodes.publication.passports.web import web_page
from regioncodes.words.texts import CATALOGUE, check_catalogue, in_each_language

PASSPORT_CATALOGUE = "data/reference/passport_texts.csv"


def write_passport(
    region: str,
    tables: Mapping[str, pd.DataFrame],
    reference: Mapping[str, pd.DataFrame],
    files: Sequence[str],
    **notes: object,
) -> None:
    """Write the files of one region, named like `RU-SVE.en.pdf` and `RU-SVE.en.html`.

    tables: as for facts.facts. reference: regions, indicators, sources, texts and passport_texts. notes: base (years
    of the base period), edge_years and mapping, of which each page speaks.
    """
    check_catalogue(reference["texts"], CATALOGUE)
    check_catalogue(reference["passport_texts"], PASSPORT_CATALOGUE)
    catalogue = pd.concat([reference["texts"], reference["passport_texts"]], ignore_index=True)
    region_facts = facts(region, tables)
    named = list(in_each_language(catalogue, files))
    languages = [texts.language for texts, _ in named]
    for texts, paths in named:
        printed = names(
            *(reference[name] for name in ("regions", "indicators", "sources")), tables["code_composition"], texts
        )
        path_of = {PurePath(path).suffix: path for path in paths}
        save_figure(page(region_facts, printed, texts, **notes), [path_of[".pdf"]])
        write_text(web_page(region_facts, printed, texts, languages=languages, **notes), path_of[".html"])
