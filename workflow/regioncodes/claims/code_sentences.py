"""What holds of the codes whatever is chosen: sentences made of the shares of all combinations of choices."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.codes.multiverse.multiverse import holding, largest_mover
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

Sentence = tuple[str, dict]  # key in the catalogue without its prefix, and the facts that it leaves open


def code_sentences(
    shares: pd.DataFrame, choices: pd.DataFrame, names: Mapping[str, str], texts: Texts
) -> list[Sentence]:
    """For each formula how many inner region-years hold in nearly all combinations, and which comes nearest.

    shares, choices: of multiverse.multiverse. names: printed names of the regions that count, by code.
    """
    held = holding(shares, list(names))
    if held.empty:
        return [("codes.none", {})]
    sentences: list[Sentence] = []
    for row in held.itertuples():
        own = shares[shares["formula"].eq(row.Index) & shares["inner"] & shares["region"].isin(names)]
        formula = texts[f"multiverse.formula.{row.Index}"]
        facts = {"formula": formula, "held": int(row.above + row.below), "above": int(row.above)}
        facts |= {"below": int(row.below), "region_years": int(row.region_years)}
        sampled = number(own["sampled_combinations"].iloc[0], texts.language)
        sentences.append(("codes.hold", facts | {"sampled": sampled}))
        largest = own[["above_percent", "below_percent"]].max(axis=1)
        mover = largest_mover(choices, row.Index)
        if largest.max() > 0 and mover is not None:
            most = own.loc[largest.idxmax()]
            side = "above" if most["above_percent"] >= most["below_percent"] else "below"
            facts = {"formula": formula, "region": names[most["region"]], "year": int(most["year"])}
            facts |= {"side": texts[f"conclusions.codes.{side}"], "percent": number(largest.max(), texts.language)}
            sentences.append(("codes.most", facts | {"mover": texts[f"multiverse.choice.{mover}"]}))
    return sentences
