import base64
import re
from dataclasses import fields

import pytest

from core.config import PROJECT_ROOT, load_config
from core.errors import ConfigError
from core.rules.visits.sources import SOURCES

PRODUCTION = {
    "APP_ENV": "production",
    "APP_BASE_URL": "https://app.example.com",
    "HMAC_SECRET": "h" * 32,
    "DATA_ENCRYPTION_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "POSTAL_ADDRESS": "1 Main St, Oakland, CA",
    "DATABASE_URL": "postgresql://engine:secret-password@db.example.com/engine",
    "STRIPE_API_KEY": "sk_live_0123456789abcdef",
    "STRIPE_WEBHOOK_SECRET": "whsec_new-0123456789,whsec_old-0123456789",
    "TWILIO_ACCOUNT_SID": "AC" + "1f" * 16,
    "TWILIO_AUTH_TOKEN": "twilio-secret-0123456789",
    "TWILIO_MESSAGING_SERVICE_SID": "MG" + "2e" * 16,
    "AWS_REGION": "us-west-2",
    "SES_FROM_EMAIL": "reviews@example.com",
    "SES_TOPIC_ARNS": "arn:aws:sns:us-west-2:123456789012:ses, arn:aws:sns:us-west-2:123456789012:b",
    "GOOGLE_PLACES_API_KEY": "places-secret-0123456789",
    "GOOGLE_OAUTH_CLIENT_ID": "12-ab.apps.googleusercontent.com",
    "GOOGLE_OAUTH_CLIENT_SECRET": "oauth-secret-0123456789",
    "GRAPH_CLIENT_ID": "11111111-2222-3333-4444-555555555555",
    "GRAPH_CLIENT_SECRET": "graph-secret-0123456789",
    "ALERT_EMAIL": "ops@example.com",
}


def problems_of(environment: dict[str, str]) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load_config(environment)
    return dict(problem.split(": ", 1) for problem in caught.value.problems)


def test_an_empty_environment_is_a_working_sandbox():
    config = load_config({})
    assert config.app_env == "sandbox"
    assert config.sms_default_status == "ready"
    assert config.features.is_on("gcal")
    assert not config.features.auto_credit


def test_production_with_nothing_set_names_every_required_key_at_once():
    assert set(problems_of({"APP_ENV": "production"})) == set(PRODUCTION) - {"APP_ENV"}


def test_production_fully_set_starts_with_every_feature_off():
    config = load_config(PRODUCTION)
    assert config.stripe_webhook_secrets == ("whsec_new-0123456789", "whsec_old-0123456789")
    assert config.sms_default_status == "pending"
    flags = [*SOURCES, *(f.name for f in fields(config.features) if f.name != "sources")]
    assert not any(map(config.features.is_on, flags))
    assert config.stripe_api_base == "https://api.stripe.com"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("APP_BASE_URL", "app.example.com"),
        ("HMAC_SECRET", "short"),
        ("HMAC_SECRET_PREVIOUS", "short"),
        ("DATA_ENCRYPTION_KEY", "not base64!"),
        ("DATA_ENCRYPTION_KEY", base64.urlsafe_b64encode(b"16 bytes is not!").decode()),
        ("DATA_ENCRYPTION_KEY_PREVIOUS", PRODUCTION["DATA_ENCRYPTION_KEY"] + ",short"),
        ("DATABASE_URL", "mysql://root@db/engine"),
        ("DATABASE_URL", "postgresql://engine:pass/word@db/engine"),
        ("DATABASE_URL", "postgresql://engine:pass@word@db/engine"),
        ("DATABASE_URL", "postgresql://engine:12/3@db/engine"),
        ("DATABASE_URL", "postgresql://engine:pass%word@db/engine"),
        ("DATABASE_URL", "postgresql://engine@db:5432a/engine"),
        ("DATABASE_URL", "postgresql:engine"),
        ("STRIPE_WEBHOOK_SECRET", " , "),
        ("SES_FROM_EMAIL", "nobody"),
        ("ALERT_EMAIL", "ops at example.com"),
        ("SES_TOPIC_ARNS", "arn:aws:sqs:us-west-2:123456789012:ses"),
        ("SES_TOPIC_ARNS", "arn:aws:sns:us-west-2:123456789012:ses,ses"),
        ("SMS_DEFAULT_STATUS", "maybe"),
        ("COST_GUARDRAIL_WEEKLY_USD", "seventy cents"),
        ("SEND_RATE_PER_SECOND", "-1"),
        ("STOP_SPIKE_PER_HOUR", "2.5"),
        ("FEATURE_GCAL", "perhaps"),
        ("SLACK_WEBHOOK_URL", "not a url"),
        ("ENGINE_NOW", "2026-03-01T00:00:00Z"),
    ],
)
def test_a_malformed_key_is_named_and_its_value_is_not(key: str, value: str):
    problems = problems_of(PRODUCTION | {key: value})
    assert set(problems) == {key}
    assert value not in problems[key]


REQUIRED = sorted(PRODUCTION.keys() - {"APP_ENV"})
NEVER_RIGHT = {
    "a word": "garbage",
    "a placeholder": "changeme",
    "brackets": "<your key here>",
    "one letter": "x",
    "spaces inside": "to be filled in later",
    "an http address": "http://app.example.com",
}


@pytest.mark.parametrize("value", NEVER_RIGHT.values(), ids=NEVER_RIGHT)
@pytest.mark.parametrize("key", REQUIRED)
def test_production_takes_no_value_that_cannot_be_one(key: str, value: str):
    assert set(problems_of(PRODUCTION | {key: value})) == {key}


FOREIGN = {
    "STRIPE_API_KEY": [
        "sk_test_0123456789abcdef",
        "pk_live_0123456789abcdef",
        "whsec_0123456789ab",
    ],
    "STRIPE_WEBHOOK_SECRET": ["whsec_0123456789,sk_live_0123456789", "we_0123456789abcdef"],
    "TWILIO_ACCOUNT_SID": ["SK" + "1f" * 16, "AC" + "1g" * 16, "AC" + "1f" * 15],
    "TWILIO_MESSAGING_SERVICE_SID": ["AC" + "2e" * 16, "+15105550100"],
    "TWILIO_AUTH_TOKEN": ["twilio-secret-0123456789,short"],
    "AWS_REGION": ["us-north", "us-west-22", "oregon", "us_west_2", "us-weast-2"],
    "SES_TOPIC_ARNS": ["arn:aws:sns:us-west-2:123:ses", "arn:aws:sns:garbage:123456789012:ses"],
    "GOOGLE_OAUTH_CLIENT_ID": ["12-ab.apps.googleusercontent.com.evil.example.com"],
    "GRAPH_CLIENT_ID": ["11111111222233334444555555555555"],
    "APP_BASE_URL": ["https://", "https://app.example.com?x=1", "ftp://app.example.com"],
    "POSTAL_ADDRESS": ["Oakland, California", "12345678901234"],
}


@pytest.mark.parametrize(("key", "value"), [(k, v) for k, vs in FOREIGN.items() for v in vs])
def test_production_takes_no_value_of_another_kind(key: str, value: str):
    problems = problems_of(PRODUCTION | {key: value})
    assert set(problems) == {key}
    assert value not in problems[key]


BASES = [
    "STRIPE_API_BASE", "TWILIO_API_BASE", "PLACES_API_BASE", "GOOGLE_OAUTH_BASE", "GOOGLE_API_BASE",
    "GRAPH_AUTHORITY", "GRAPH_API_BASE", "AWS_ENDPOINT_URL", "SLACK_WEBHOOK_URL",
]  # fmt: skip


@pytest.mark.parametrize("key", BASES)
def test_production_reaches_every_provider_over_https(key: str):
    assert set(problems_of(PRODUCTION | {key: "http://127.0.0.1:9000"})) == {key}
    load_config(PRODUCTION | {key: "https://proxy.example.com:8443/stripe"})
    load_config({key: "http://127.0.0.1:9000"})


PUBLISHED = {
    "HMAC_SECRET": "sandbox-hmac-secret-not-for-production-use",
    "HMAC_SECRET_PREVIOUS": "sandbox-hmac-secret-not-for-production-use",
    "DATA_ENCRYPTION_KEY": base64.urlsafe_b64encode(b"sandbox-data-encryption-key-0000").decode(),
    "POSTAL_ADDRESS": "Dental Review Engine, 1 Sandbox Way, Oakland, CA 94607",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "twilio-secret-0123456789,sandbox-auth-token",
    "TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32,
    "STRIPE_WEBHOOK_SECRET": "whsec_new-0123456789,whsec_sandbox",
    "SES_FROM_EMAIL": "reviews@sandbox.example.com",
    "SES_TOPIC_ARNS": "arn:aws:sns:us-east-1:000000000000:ses",
    "GOOGLE_PLACES_API_KEY": "sandbox-places-key",
    "GOOGLE_OAUTH_CLIENT_SECRET": "sandbox-google-secret",
    "GRAPH_CLIENT_SECRET": "sandbox-graph-secret",
    "ALERT_EMAIL": "operator@sandbox.example.com",
}


@pytest.mark.parametrize(("key", "value"), PUBLISHED.items(), ids=PUBLISHED)
def test_production_takes_no_value_that_everybody_knows(key: str, value: str):
    assert set(problems_of(PRODUCTION | {key: value})) == {key}
    load_config({key: value})


@pytest.mark.parametrize(
    "region", ["us-east-1", "ap-southeast-7", "us-gov-west-1", "cn-northwest-1", "eusc-de-east-1"]
)
def test_production_knows_the_regions_of_every_partition(region: str):
    assert load_config(PRODUCTION | {"AWS_REGION": region}).aws_region == region


def test_former_encryption_keys_stand_behind_the_newest():
    former = [base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2)]
    config = load_config(PRODUCTION | {"DATA_ENCRYPTION_KEY_PREVIOUS": ",".join(former)})
    assert config.data_encryption_keys == (bytes(range(32)), b"\1" * 32, b"\2" * 32)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://engine:pass%2Fword@db.example.com:5432/engine?sslmode=require",
        "postgresql+psycopg://engine@/engine?host=/run/postgresql&port=5433",
        "postgres://[::1]/engine",
    ],
)
def test_a_database_url_may_take_any_form_that_everybody_reads_alike(url):
    assert load_config(PRODUCTION | {"DATABASE_URL": url}).database_url == url


def test_an_unknown_app_env_is_a_problem_of_its_own():
    assert set(problems_of({"APP_ENV": "staging"})) == {"APP_ENV"}


def test_secrets_do_not_show_in_the_repr():
    shown = repr(load_config(PRODUCTION))
    for key, value in PRODUCTION.items():
        if "SECRET" in key or "TOKEN" in key or "KEY" in key or key == "DATABASE_URL":
            assert value.split(",")[0] not in shown, key


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.keys_asked_for = set()

    def get(self, key, default=None):
        self.keys_asked_for.add(key)
        return super().get(key, default)


def test_the_example_file_lists_exactly_the_keys_that_are_read():
    example = (PROJECT_ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    asked = Asked({"HMAC_SECRET_PREVIOUS": "p" * 32})
    load_config(asked)
    assert listed == asked.keys_asked_for


def test_every_key_of_the_example_file_has_a_comment_above_its_group():
    lines = (PROJECT_ROOT / ".env.example").read_text().splitlines()
    required = {
        re.match(r"\w+", lines[i + 1])[0]  # type: ignore[index]
        for i, line in enumerate(lines)
        if line.startswith("# (required)")
    }
    assert required == set(PRODUCTION) - {"APP_ENV"}
