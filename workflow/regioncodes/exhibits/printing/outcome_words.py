"""Words for the outcomes that the config names: those of the catalogue, else title and unit of the indicator."""

import pandas as pd

from regioncodes.words.texts import Texts, literal

# Keys under which the exhibits look for the words of an outcome, by the column of indicators.csv that has them too.
KEYS = {
    "title": ("outcome.{outcome}", "figure_2.{outcome}.title", "table_s8.{outcome}"),
    "unit": ("figure_2.{outcome}.unit",),
}


def with_outcomes(catalogue: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The catalogue with words for every indicator as an outcome: its own where it has them, else title and unit.

    catalogue: key, en, ru. indicators: data/reference/indicators.csv.
    """
    english = {"title": "title_en", "unit": "unit"}
    frames = [
        pd.DataFrame(
            {
                "key": [key.format(outcome=indicator) for indicator in indicators["indicator"]],
                "en": literal(indicators[english[kind]]),
                # What stands before the unit says when it was measured, which the title does on an axis.
                "ru": literal(indicators[f"{kind}_ru"].str.split("; ").str[-1]),
            }
        )
        for kind, keys in KEYS.items()
        for key in keys
    ]
    found = pd.concat(frames)
    return pd.concat([catalogue, found[~found["key"].isin(catalogue["key"])]], ignore_index=True)


def counted(kind: str, number: int, texts: Texts) -> str:
    """How many outcomes or panels, in words where the catalogue has them: `four outcomes`.

    kind: `outcomes`, `of_outcomes` or `of_panels`, the case in which the sentence needs them.
    """
    key = f"counted.{kind}.{number}"
    return texts[key] if key in texts else texts(f"counted.{kind}.other", n=number)
