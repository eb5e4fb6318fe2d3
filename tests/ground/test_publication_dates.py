"""Dates of publication are ISO dates."""

import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.ground.publication_dates import date_problem, end_of_period


@pytest.mark.parametrize("day", ["2022", "2022-12", "2022-12-30", "2024-02-29"])
def test_a_year_a_month_and_a_day_are_dates(day):
    assert date_problem(day) == ""


@pytest.mark.parametrize("day", ["01.04.2026", "1/4/2026", "2026-13", "2025-02-29", "2026-4-1", "20260401", "soon", ""])
def test_another_form_is_never_guessed(day):
    assert "is no date; allowed: a year, month or day as 2026, 2026-04 or 2026-04-01" in date_problem(day)
    with pytest.raises(StudyError, match="is no date"):
        end_of_period(day)
