"""Holds what the app answers to what its description says that it answers."""

from functools import cache
from typing import Any
from urllib.parse import unquote

from falcon import testing
from openapi_schema_validator import OAS31Validator

from webhooks.openapi import read_description

AUTOMATIC = "OPTIONS"
"""Falcon answers it by itself, on every route."""


def path_of(uri_template: str) -> str:
    """Give a route as the description spells it."""
    return uri_template.replace(":uuid}", "}")


def check_answer(app: Any, method: str, path: str, answer: testing.Result) -> None:
    """Fail where a route of the app answers what its description does not tell of."""
    found = app._router.find(unquote(path.partition("?")[0]))
    if found is None or method == AUTOMATIC:
        return
    route = path_of(found[3])
    operation = read_description()["paths"][route].get(method.lower())
    if operation is None:
        assert answer.status_code == 405, (method, route, answer.status_code)
        return
    told = operation["responses"].get(str(answer.status_code))
    assert told is not None, f"{method} {route} answers {answer.status_code}, and is not said to"
    content = resolve(told).get("content", {})
    if method == "HEAD" or (not content and not answer.content):
        return
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind in content, f"{method} {route} answers {answer.status_code} in {kind}"
    if kind == "application/json":
        _validator(route, method.lower(), answer.status_code).validate(answer.json)


def resolve(told: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference; what stands beside it holds."""
    found: Any = read_description()
    if "$ref" not in told:
        return told
    for part in told["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found | {name: value for name, value in told.items() if name != "$ref"}


@cache
def _validator(route: str, method: str, status: int) -> OAS31Validator:
    document = read_description()
    told = resolve(document["paths"][route][method]["responses"][str(status)])
    schema = told["content"]["application/json"]["schema"]
    return OAS31Validator(schema | {"components": document["components"]})
