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
    "STRIPE_API_KEY": "sk_live_secret",
    "STRIPE_WEBHOOK_SECRET": "whsec_new,whsec_old",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "twilio-secret",
    "TWILIO_MESSAGING_SERVICE_SID": "MG1",
    "AWS_REGION": "us-west-2",
    "SES_FROM_EMAIL": "reviews@example.com",
    "SES_TOPIC_ARNS": "arn:aws:sns:us-west-2:123456789012:ses, arn:aws:sns:us-west-2:123456789012:b",
    "GOOGLE_PLACES_API_KEY": "places-secret",
    "GOOGLE_OAUTH_CLIENT_ID": "id",
    "GOOGLE_OAUTH_CLIENT_SECRET": "oauth-secret",
    "GRAPH_CLIENT_ID": "id",
    "GRAPH_CLIENT_SECRET": "graph-secret",
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
    assert config.stripe_webhook_secrets == ("whsec_new", "whsec_old")
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
