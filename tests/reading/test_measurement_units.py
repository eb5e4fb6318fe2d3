"""Spellings of units and the factors between them."""

from fractions import Fraction

import pandas as pd
import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.reading.measurement_units import UnitError, in_words, times, unit_factor, unit_meanings


@pytest.fixture
def factor(indicators, units):
    meanings, known = unit_meanings(units), indicators.set_index("indicator")
    return lambda text, indicator: unit_factor(text, known.loc[indicator], meanings)


def test_every_indicator_knows_its_own_unit_in_both_languages(factor, indicators):
    for line in indicators.itertuples():
        assert factor(line.unit, line.indicator) == factor(line.unit_ru, line.indicator) == 1


@pytest.mark.parametrize(
    ("text", "indicator", "right"),
    [
        ("", "grp_total", 1),
        ("млрд руб.", "grp_total", 1000),
        ("(тысяч рублей)", "grp_total", Fraction(1, 1000)),
        ("рублей", "grp_total", Fraction(1, 1_000_000)),
        ("RUB", "grp_per_capita", 1),
        ("руб. в месяц", "income_per_capita_month", 1),
        ("человек", "population_avg", Fraction(1, 1000)),
        ("тыс. чел.", "rd_personnel", 1000),
        ("на 1000 человек населения", "migration_growth_per_10k", 10),
        ("процент", "grp_volume_index", 1),
        ("доля", "poverty_rate", 100),
        ("На конец года, по полной учетной стоимости, миллионов рублей", "fixed_assets", 1),
    ],
)
def test_a_spelling_has_its_factor(factor, text, indicator, right):
    assert factor(text, indicator) == right


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("в процентах к предыдущему году", "unemployment_rate"),
        ("рублей", "population_avg"),
        ("тонн", "grp_total"),
        ("тысяч", "grp_total"),
        ("на душу населения, рублей", "grp_total"),
    ],
)
def test_another_quantity_and_an_unknown_spelling_are_refused(factor, text, indicator):
    with pytest.raises(UnitError, match=indicator):
        factor(text, indicator)


def test_a_thousandth_is_a_division_so_that_no_digit_is_added():
    assert times(51234567.8, Fraction(1, 1000)) == 51234.5678
    assert times(2.5, Fraction(1000)) == 2500.0
    assert (in_words(Fraction(1, 1000)), in_words(Fraction(1000))) == ("divided by 1000", "times 1000")


def test_a_size_that_is_no_number_is_refused_with_its_line():
    units = pd.DataFrame(
        [("рубль", "rouble", "1"), ("грош", "rouble", "half")], columns=["spelling", "quantity", "size"]
    )
    with pytest.raises(StudyError, match=r"(?s)units\.csv.*line 3: size 'half' of 'грош'"):
        unit_meanings(units)


def test_every_line_of_the_table_has_a_reason(units):
    assert units["reason"].notna().all()
    assert not units.duplicated(["spelling", "quantity"]).any()
