import pytest

from regioncodes.claims.expressions import ExpressionError, evaluate


def half(value: float) -> float:
    return value / 2


def length(word: str) -> float:
    return float(len(word))


FUNCTIONS = {"half": half, "length": length}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("half(3) + 1", 2.5),
        ("-half(4) * 3", -6),
        ('length("code") / 2', 2),
        ("half(2) == 1", True),
        ("half(2) > 1 or half(4) > 1", True),
        ("half(2) > 1 and half(4) > 1", False),
        ("not half(2) > 1", True),
        ("min(half(8), 3)", 3),
        ("max(half(8), 3, 1)", 4),
        ("half(half(8))", 2),
    ],
)
def test_the_language_computes(expression, value):
    assert evaluate(expression, FUNCTIONS) == value


def test_every_figure_is_asked_for_also_where_the_answer_is_already_certain():
    asked = []
    functions = {"half": half, "note": lambda value: asked.append(value) or value}
    assert evaluate("half(2) == 1 or note(5) == 1", functions)
    assert asked == [5]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("quarter(3)", "'quarter' found; allowed: half, length, max, min"),
        ("half()", "it takes \\(value\\)"),
        ("half(1, 2)", "it takes \\(value\\)"),
        ("half('word')", "'word' found for value"),
        ("length(3)", "3 found for word"),
        ("'word' > 2", "where a number belongs"),
        ("half(2) / 0", "division by zero"),
        ("half(2", "at character"),
        ("__import__('os')", "'__import__' found"),
        ("half.__class__", "'half.__class__' found"),
        ("(lambda: 1)()", "found; calls, numbers"),
        ("[1][0]", "found; calls, numbers"),
        ("half(value=2)", "found"),
        ("1 < half(4) < 3", "found; calls, numbers"),
        ("2 ** 99", "found; calls, numbers"),
    ],
)
def test_all_else_is_refused_with_what_was_found(expression, words):
    with pytest.raises(ExpressionError, match=words):
        evaluate(expression, FUNCTIONS)
