"""Formulas as text: the same line is worked out, shown in symbols, and shown with the numbers put in.

An expression is Python arithmetic over the names of quantities, such as
``power_rated_w * sunlit_fraction / sun_distance_au**2``.  What a user reads is
therefore what was computed; there is no second copy to go stale.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType

FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "log10": math.log10,
    "log2": math.log2,
    "ln": math.log,
    "exp": math.exp,
    "acos": math.acos,
    "asin": math.asin,
    "ceil": math.ceil,
    "floor": math.floor,
    "min": min,
    "max": max,
    "pi": math.pi,  # type: ignore[dict-item]
}
_GLOBALS = {"__builtins__": {}, **FUNCTIONS}
_SHOWN = {"log10": "log₁₀", "log2": "log₂", "sqrt": "√", "pi": "π", "ceil": "round up", "floor": "round down"}
_SUPERSCRIPT = str.maketrans("-0123456789./", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹·⁄")
_RANK = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2, ast.Pow: 4}
_SIGN = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " × ", ast.Div: " / "}
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.USub, ast.Call, ast.Name, ast.Load, ast.Constant,
    ast.IfExp, ast.Compare, ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, *_RANK,
)  # fmt: skip


@lru_cache(maxsize=1024)
def _parsed(text: str) -> tuple[ast.expr, CodeType, tuple[str, ...]]:
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ValueError(f"{text!r}: {type(node).__name__} has no place in a formula")
    order = sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.Name)), key=lambda node: (node.lineno, node.col_offset)
    )
    names = tuple(dict.fromkeys(node.id for node in order if node.id not in FUNCTIONS))
    return tree.body, compile(tree, "<formula>", "eval"), names


def inputs_of(text: str) -> tuple[str, ...]:
    """Return the names an expression needs, in the order in which they appear."""
    return _parsed(text)[2]


def evaluate(text: str, values: Mapping[str, float]) -> float:
    """Return what the expression comes to.  Raises ``ArithmeticError``, ``ValueError`` or ``KeyError`` (a name)."""
    _, code, names = _parsed(text)
    return float(eval(code, _GLOBALS, {name: values[name] for name in names}))


def in_symbols(text: str, shown: Callable[[str], str]) -> str:
    """Return the expression as people write it, each name as ``shown(name)``: a symbol, or a number."""
    return _written(_parsed(text)[0], shown, 0)


def _written(node: ast.expr, shown: Callable[[str], str], outer: int) -> str:
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        return _constant(node.value)
    if isinstance(node, ast.Name):
        return _SHOWN.get(node.id) or shown(node.id)
    if isinstance(node, ast.UnaryOp):
        return "−" + _written(node.operand, shown, 3)
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        name = _SHOWN.get(node.func.id, node.func.id)
        return f"{name}({', '.join(_written(argument, shown, 0) for argument in node.args)})"
    if isinstance(node, ast.IfExp):
        test, yes, no = (_written(part, shown, 0) for part in (node.test, node.body, node.orelse))
        return f"{yes} if {test}, else {no}"
    if isinstance(node, ast.Compare):
        signs = {ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "="}
        left, right = _written(node.left, shown, 0), _written(node.comparators[0], shown, 0)
        return f"{left} {signs[type(node.ops[0])]} {right}"
    assert isinstance(node, ast.BinOp)
    rank = _RANK[type(node.op)]
    if isinstance(node.op, ast.Pow):
        power = node.right
        base = _written(node.left, shown, rank + 1)
        if " " in base and not base.startswith("("):
            base = f"({base})"
        constant = isinstance(power, ast.Constant) or (
            isinstance(power, ast.UnaryOp) and isinstance(power.operand, ast.Constant)
        )
        exponent = _written(power, shown, 0)
        made = f"{base}{exponent.replace('−', '-').translate(_SUPERSCRIPT)}" if constant else f"{base}^({exponent})"
    else:
        tight = isinstance(node.op, ast.Sub | ast.Div)
        made = _written(node.left, shown, rank) + _SIGN[type(node.op)] + _written(node.right, shown, rank + tight)
    return f"({made})" if rank < outer else made


def _constant(value: float) -> str:
    """Return ``8766``, ``0.25``, ``1,000,000`` or ``(5.67 × 10⁻⁸)``: every digit that counts, for who works it out."""
    if value == math.floor(value) and abs(value) < 1e10:
        return f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:.0f}"
    mantissa, _, power = f"{value:.12g}".partition("e")
    if not power:
        return mantissa
    shown = f"10{str(int(power)).translate(_SUPERSCRIPT)}"
    return shown if mantissa == "1" else f"({mantissa} × {shown})"
