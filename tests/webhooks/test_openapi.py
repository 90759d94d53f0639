"""The description of the API: of this app's routes, all of them, and of nothing else."""

import json
from typing import Any
from uuid import uuid4

import pytest
from falcon import inspect
from openapi_spec_validator import OpenAPIV31SpecValidator

from core.rules.visits.sources import CALENDARS, SOURCES
from core.rules.wording.languages import LANGUAGES
from tests.flags import turn
from tests.webhooks.described import path_of
from webhooks.openapi import read_description

METHODS = {"get", "put", "post", "delete", "head", "patch", "trace"}


def routes_of(app: Any) -> set[tuple[str, str]]:
    return {
        (path_of(route.path), method.method.lower())
        for route in inspect.inspect_routes(app)
        for method in route.methods
        if not method.internal
    }


def described(flags: set[str]) -> set[tuple[str, str]]:
    """Give what is said to be there while `flags` are on."""
    return {
        (path, method)
        for path, item in read_description()["paths"].items()
        for method in METHODS & item.keys()
        if not (needed := item.get("x-feature-flags")) or flags & set(needed)
    }


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_every_route_and_method_is_described_and_nothing_else(web) -> None:
    everything = {f"FEATURE_{source.upper()}" for source in SOURCES}
    assert routes_of(web.client.app) == described(everything)


@pytest.mark.parametrize(
    "off", [*((source,) for source in SOURCES), tuple(CALENDARS), tuple(SOURCES)]
)
def test_it_says_which_routes_are_gone_while_a_flag_is_off(make_web, config, off) -> None:
    features = turn(config.features, **dict.fromkeys(off, False))
    on = {f"FEATURE_{source.upper()}" for source in SOURCES if source not in off}
    app = make_web(features=features)
    assert routes_of(app.client.app) == described(on)
    assert app.client.simulate_get("/openapi.json").json["paths"].keys() == (
        read_description()["paths"].keys()
    )


def test_it_is_valid_openapi() -> None:
    assert [
        error.message for error in OpenAPIV31SpecValidator(read_description()).iter_errors()
    ] == []


def test_it_is_served_as_json_with_the_address_of_this_app(web) -> None:
    answer = web.client.simulate_get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    servers = [{"url": web.config.app_base_url}]
    assert answer.json == json.loads(json.dumps(read_description())) | {"servers": servers}


def test_every_component_and_tag_is_used() -> None:
    document = read_description()
    there = {
        f"#/components/{kind}/{name}"
        for kind, named in document["components"].items()
        for name in named
        if kind != "securitySchemes"
    }
    assert there == references(document)
    operations = [
        item[method] for item in document["paths"].values() for method in METHODS & item.keys()
    ]
    assert {tag["name"] for tag in document["tags"]} == {t for o in operations for t in o["tags"]}
    schemes = {name for o in operations for needed in o["security"] for name in needed}
    assert schemes == document["components"]["securitySchemes"].keys()


OPERATIONS = sorted(
    (path, method)
    for path, item in read_description()["paths"].items()
    for method in METHODS & item.keys()
)
NAMED = {"token": "x", "name": "x", "code": "x", "job_id": "1", "preview_id": str(uuid4())}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_strangers_are_refused_where_it_says_so(web, path, method) -> None:
    told = read_description()["paths"][path][method]["responses"].keys()
    sent = (
        {"headers": {"Content-Type": "application/json"}, "body": "{}"} if method == "post" else {}
    )
    answer = web.client.simulate_request(method.upper(), path.format(**NAMED), **sent)
    assert (answer.status_code == 401) == ("401" in told), answer.status_code


@pytest.mark.parametrize("path", [path for path, method in OPERATIONS if method == "post"])
def test_what_reads_a_body_says_which_it_does_not_take(web, owner, practice_id, path) -> None:
    """Whoever has a session and a token gets so far; what asks for no body does not look at it."""
    told = read_description()["paths"][path]["post"]["responses"].keys()
    for length, status in (("20000000", 413), ("many", 400)):
        headers = owner | web.frontdesk(practice_id) | {"Content-Length": length}
        answer = web.client.simulate_post(path.format(**NAMED), headers=headers)
        assert (answer.status_code == status) == (str(status) in told), (length, answer.status_code)


def test_any_operation_may_fail_by_our_own_fault() -> None:
    for path, item in read_description()["paths"].items():
        for method in METHODS & item.keys():
            failure = item[method]["responses"]["503"]
            assert failure == {"$ref": "#/components/responses/Unavailable"}, (method, path)


def test_it_names_the_languages_that_we_write_in() -> None:
    assert read_description()["components"]["schemas"]["Locale"]["enum"] == list(LANGUAGES)
