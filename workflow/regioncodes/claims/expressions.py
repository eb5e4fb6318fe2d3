"""The small language of the ledger: calls of named figures, numbers, arithmetic, comparisons, and, or, not."""

import ast
import inspect
import operator
from collections.abc import Callable, Mapping

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
AGGREGATES = {"min": min, "max": max}


class ExpressionError(ValueError):
    """An expression that cannot be evaluated; the message says what was found and what is allowed."""


def evaluate(expression: str, functions: Mapping[str, Callable[..., float]]) -> float | bool:
    """Value of an expression over the functions named, beside min and max.

    Every call is made, also where `or` is decided before it, so that its figure can be shown.
    Raises ExpressionError for all else than the language, for wrong arguments and for a division by zero.
    """
    try:
        return _value(ast.parse(expression, mode="eval").body, functions)
    except SyntaxError as error:
        raise ExpressionError(f"{error.msg} at character {error.offset}") from error
    except ZeroDivisionError as error:
        raise ExpressionError("division by zero") from error


def _value(node: ast.expr, functions: Mapping[str, Callable[..., float]]) -> float | bool:
    """Value of one node of the tree."""
    match node:
        case ast.Constant(value=int() | float() | str() as value):
            return value
        case ast.BoolOp(op=op, values=values):
            truths = [bool(_value(part, functions)) for part in values]
            return all(truths) if isinstance(op, ast.And) else any(truths)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_number(operand, functions))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_number(left, functions), _number(right, functions))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_number(left, functions), _number(right, functions))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _called(name, [_value(part, functions) for part in arguments], functions)
    raise ExpressionError(f"'{ast.unparse(node)}' found; calls, numbers, arithmetic and comparisons are allowed")


def _number(node: ast.expr, functions: Mapping[str, Callable[..., float]]) -> float | bool:
    value = _value(node, functions)
    if isinstance(value, str):
        raise ExpressionError(f"the text '{value}' found where a number belongs")
    return value


def _called(name: str, arguments: list, functions: Mapping[str, Callable[..., float]]) -> float:
    """Value of a call. Raises ExpressionError for an unknown name or arguments that the function does not take."""
    if name in AGGREGATES and len(arguments) > 1:
        return AGGREGATES[name](arguments)
    if name not in functions:
        raise ExpressionError(f"'{name}' found; allowed: {', '.join(sorted([*AGGREGATES, *functions]))}")
    signature = inspect.signature(functions[name])
    try:
        bound = signature.bind(*arguments)
    except TypeError as error:
        raise ExpressionError(f"{name}: {error}; it takes ({', '.join(signature.parameters)})") from error
    for parameter, value in bound.arguments.items():
        if isinstance(value, str) is not (signature.parameters[parameter].annotation is str):
            raise ExpressionError(f"{name}: {value!r} found for {parameter}")
    try:
        return functions[name](*arguments)
    except ValueError as error:
        raise ExpressionError(f"{name}: {error}") from error
