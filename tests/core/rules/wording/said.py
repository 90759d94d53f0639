"""Finds every text for people: in calls of `say` and `to_say`, and in `_()` of templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

ROOT = Path(__file__).parents[4]
CODE = [path for package in ("core", "webhooks") for path in (ROOT / package).rglob("*.py")]
TEMPLATES = sorted((ROOT / "webhooks").rglob("templates/*.html"))

Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef


def texts_of_code() -> set[str]:
    return {text for path in CODE for text in texts_of(path.read_text())}


def texts_of_templates() -> set[str]:
    return {text for path in TEMPLATES for text in texts_of_template(path.read_text())}


def texts_of(source: str) -> Iterator[str]:
    """Give what one module says, where it says it or marks it to be said."""
    module = ast.parse(source)
    scopes = [module, *(n for n in ast.walk(module) if isinstance(n, Scope))]
    for scope in scopes:
        for call in (n for n in ast.walk(scope) if isinstance(n, ast.Call) and n.args):
            if getattr(call.func, "id", "") == "to_say":
                yield from _marked(call.args[0])
            elif _says(call.func):
                yield from _spoken(call.args[0], [scope, module])


def texts_of_template(source: str) -> Iterator[str]:
    for call in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_":
            text = call.args[0]
            found = [text, *text.find_all(nodes.Const)]
            yield from (one.value for one in found if isinstance(one, nodes.Const))


def _says(function: ast.expr) -> bool:
    if isinstance(function, ast.Call):
        return getattr(function.func, "id", "") == "translator"
    return getattr(function, "id", "") == "say"


def _marked(node: ast.expr) -> Iterator[str]:
    """Give the strings of a table, its keys left out."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _marked(value)
    elif isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    else:
        for child in ast.iter_child_nodes(node):
            yield from _marked(child)


def _spoken(node: ast.expr, scopes: list[Scope]) -> Iterator[str]:
    """Give the strings that an expression may stand for; a table's are marked where it is made."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _spoken(node.body, scopes)
        yield from _spoken(node.orelse, scopes)
    elif isinstance(node, ast.Name):
        for scope in scopes:
            for made in (n for n in ast.walk(scope) if isinstance(n, ast.Assign)):
                if any(getattr(target, "id", "") == node.id for target in made.targets):
                    yield from _spoken(made.value, [])
