import pandas as pd
import pytest

from project import ROOT
from regioncodes.exhibits.tables.table_3_claims import table
from regioncodes.ground.tables import read_table
from regioncodes.words.numbers import NO_BREAK_SPACE
from regioncodes.words.texts import Texts

CATALOGUE = read_table(ROOT / "data/reference/texts.csv")
JUDGED = pd.DataFrame(
    {
        "claim": ["E1", "E2", "E3"],
        "verdict": ["inconsistent", "reproduced", "inconsistent"],
        "statement_en": ["Half", "It rises", "50 % of all"],
        "statement_ru": ["Половина", "Растёт", "50 % всех"],
        "reason_en": ["It is 35.6 %.", "It does.", "No."],
        "reason_ru": ["Это 35,6 %.", "Да.", "Нет."],
    }
)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_claims_stand_by_verdict_in_the_order_of_the_ledger_with_counts(language):
    printed = table(JUDGED, Texts(CATALOGUE, language))
    assert [row[1] for row in printed.rows] == ["E2", "E1", "E3"]
    assert [block[0][0].rpartition(": ")[2] for block in printed.blocks()] == ["1", "2"]
    # Of six verdicts.
    assert [printed.caption.count(f"— {count}") for count in (0, 1, 2)] == [4, 1, 1]
    assert all(" %" not in cell for row in printed.rows for cell in row)


def test_a_sentence_stands_in_the_language_of_the_table():
    assert f"Это 35,6{NO_BREAK_SPACE}%." in [row[3] for row in table(JUDGED, Texts(CATALOGUE, "ru")).rows]
