"""Schemathesis holds a running server to its own description, route by route."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.webhooks.server import Server
from tests.webhooks.signed import sign_stripe, sign_twilio
from webhooks.openapi import read_description

EXAMPLES = 6
UNKNOWN_STATE = {
    "include-path-regex": "/callback$",
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", 400, 503]}},
}
"""Of a consent's state only we know whether it is one: no schema tells."""


class Signed(requests.auth.AuthBase):
    """Signs what is sent as Stripe and Twilio do: nothing else of theirs is to be taken."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        path = urlsplit(request.url).path
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        config = self.server.config
        if path == "/webhooks/stripe":
            request.headers["Stripe-Signature"] = sign_stripe(
                body, config.stripe_webhook_secrets[0]
            )
        elif path.startswith("/webhooks/twilio/"):
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
            signed = sign_twilio(request.url, fields, config.twilio_auth_tokens[0])
            request.headers["X-Twilio-Signature"] = signed
        return request


def operations(url: str) -> Iterator[Any]:
    """Give every operation, called at `url`."""
    schema = schemathesis.openapi.from_dict(
        read_description() | {"servers": [{"url": url}]},
        config=schemathesis.Config.from_dict({"base-url": url, "operations": [UNKNOWN_STATE]}),
    )
    for found in schema.get_all_operations():
        yield found.ok()


def test_every_route_answers_as_described(serve) -> None:
    with serve(workers=1) as server:
        failures = {op.label: hold(server, op) for op in operations(server.url)}
        assert len(failures) > 60
        assert {label: failure for label, failure in failures.items() if failure} == {}


def hold(server: Server, operation: Any) -> str:
    """Give what one operation answers otherwise than described."""

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(base_url=server.url, auth=Signed(server))

    try:
        ask()
    except BaseExceptionGroup as failure:
        return str(failure)
    return ""
