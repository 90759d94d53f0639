"""The keys of the environment: their names, local defaults, and what production insists on."""

import base64
from datetime import datetime
from typing import Any

from core.clock import parse_instant
from core.environment import (
    KEY_BYTES,
    SANDBOX_TOPIC,
    EnvironmentReader,
    has_form,
    is_absolute_url,
    is_database_url,
    is_https,
    is_key,
    split_list,
)
from core.rules.visits.sources import SOURCES

_FLAGS_ON_IN_SANDBOX = {
    "reviews": True,
    "digest": True,
    "auto_credit": False,
    "demo_site": False,
    "benchmark_email": False,
}
"""Beside the visit sources, which are all on there."""


class KeyReader(EnvironmentReader):
    """Knows our keys, their defaults in the sandbox, and what production insists on."""

    def own_secret(self, key: str, sandbox: str) -> bytes:
        """Read a secret of 32 bytes or more."""
        return self.text(
            key, sandbox, valid=lambda v: len(v.encode()) >= KEY_BYTES, wanted="at least 32 bytes"
        ).encode()

    def hmac_secrets(self) -> tuple[bytes, ...]:
        """Read the secrets that sign, newest first."""
        published = "sandbox-hmac-secret-not-for-production-use"
        newest = self.own_secret("HMAC_SECRET", published)
        if not self.raw("HMAC_SECRET_PREVIOUS"):
            return (newest,)
        return (newest, self.own_secret("HMAC_SECRET_PREVIOUS", published))

    def encryption_keys(self) -> tuple[bytes, ...]:
        """Read the keys that encrypt, newest first."""
        sandbox = base64.urlsafe_b64encode(b"sandbox-data-encryption-key-0000").decode()
        newest = self.text(
            "DATA_ENCRYPTION_KEY", sandbox, valid=is_key, wanted="32 bytes in urlsafe base64"
        )
        former = self.text(
            "DATA_ENCRYPTION_KEY_PREVIOUS",
            "",
            default="",
            valid=lambda v: all(map(is_key, split_list(v))),
            wanted="keys like DATA_ENCRYPTION_KEY, newest first, separated by commas",
        )
        keys = (newest, *split_list(former))
        return tuple(base64.urlsafe_b64decode(key) for key in keys if is_key(key))

    def database_url(self) -> str:
        """Read where the database is."""
        return self.text(
            "DATABASE_URL",
            "",
            valid=is_database_url,
            wanted="a postgresql:// URL, with / @ : in a password written as %2F %40 %3A",
        )

    def engine_now(self) -> datetime | None:
        """Read the time that every rule is to see."""
        value = self.raw("ENGINE_NOW")
        if not value:
            return None
        if self.production:
            self.problems.append("ENGINE_NOW: refused in production; unset it")
            return None
        try:
            return parse_instant(value)
        except ValueError:
            self.problems.append("ENGINE_NOW: malformed; it must be an ISO 8601 time")
            return None

    def sources(self) -> frozenset[str]:
        """Read which visit sources are switched on."""
        return frozenset(s.name for s in SOURCES.values() if self.flag(s.flag, sandbox=True))

    def parts(self) -> dict[str, bool]:
        """Read which other parts are."""
        return {
            part: self.flag(f"FEATURE_{part.upper()}", sandbox=is_on_in_sandbox)
            for part, is_on_in_sandbox in _FLAGS_ON_IN_SANDBOX.items()
        }

    def trusted_proxies(self) -> int:
        """Read how many proxies of ours stand in front."""
        few = {str(number) for number in range(10)}
        wanted = "a whole number from 0 to 9"
        given = self.text(
            "TRUSTED_PROXIES", "0", default="1", valid=few.__contains__, wanted=wanted
        )
        return int(given) if given in few else 0

    def sms_default_status(self) -> str:
        """Read the `sms_status` of a new practice."""
        known = {"pending", "ready", "blocked"}
        return self.text(
            "SMS_DEFAULT_STATUS",
            "ready",
            default="pending",
            valid=known.__contains__,
            wanted="pending, ready or blocked",
            is_public=True,
        )

    def values(self) -> dict[str, Any]:
        """Read every key; `problems` then has all that is wrong."""
        if self.app_env not in {"sandbox", "production"}:
            self.problems.append("APP_ENV: malformed; it must be sandbox or production")
        return {
            **self.app(),
            **self.stripe(),
            **self.twilio(),
            **self.amazon(),
            **self.google(),
            **self.microsoft(),
            **self.alerts(),
            **self.limits(),
            "sources": self.sources(),
            "parts": self.parts(),
            "engine_now": self.engine_now(),
        }

    def app(self) -> dict[str, Any]:
        """Read what is about the app itself."""
        return {
            "app_env": self.app_env,
            "app_base_url": self.url("APP_BASE_URL", sandbox="http://127.0.0.1:8000"),
            "trusted_proxies": self.trusted_proxies(),
            "git_sha": self.raw("GIT_SHA") or "unknown",
            "hmac_secrets": self.hmac_secrets(),
            "data_encryption_keys": self.encryption_keys(),
            "postal_address": self.text(
                "POSTAL_ADDRESS",
                "Dental Review Engine, 1 Sandbox Way, Oakland, CA 94607",
                wanted="a whole postal address",
                form=has_form("address"),
            ),
            "database_url": self.database_url(),
        }

    def stripe(self) -> dict[str, Any]:
        """Read what is about Stripe."""
        return {
            "stripe_api_key": self.text(
                "STRIPE_API_KEY",
                "sk_test_sandbox",
                wanted="a live key, sk_live_… or rk_live_…",
                form=has_form("stripe_key"),
            ),
            "stripe_webhook_secrets": self.several(
                "STRIPE_WEBHOOK_SECRET",
                "whsec_sandbox",
                "the endpoint's signing secret, whsec_…",
                has_form("stripe_secret"),
            ),
            "stripe_api_base": self.url("STRIPE_API_BASE", default="https://api.stripe.com"),
            "stripe_price_ids": split_list(self.raw("STRIPE_PRICE_IDS")),
        }

    def twilio(self) -> dict[str, Any]:
        """Read what is about Twilio."""
        return {
            "twilio_account_sid": self.text(
                "TWILIO_ACCOUNT_SID",
                "AC" + "0" * 32,
                wanted="AC and 32 hex digits",
                form=has_form("account"),
            ),
            "twilio_auth_tokens": self.several(
                "TWILIO_AUTH_TOKEN",
                "sandbox-auth-token",
                "the account's auth token",
                has_form("secret"),
            ),
            "twilio_messaging_service_sid": self.text(
                "TWILIO_MESSAGING_SERVICE_SID",
                "MG" + "0" * 32,
                wanted="MG and 32 hex digits",
                form=has_form("service"),
            ),
            "twilio_api_base": self.url("TWILIO_API_BASE", default="https://api.twilio.com"),
        }

    def amazon(self) -> dict[str, Any]:
        """Read what is about SES and SNS."""
        return {
            "aws_region": self.text(
                "AWS_REGION",
                "us-west-2",
                wanted="a region such as us-west-2",
                form=has_form("region"),
                is_public=True,
            ),
            "aws_access_key_id": self.text("AWS_ACCESS_KEY_ID", "sandbox", default=""),
            "aws_secret_access_key": self.text("AWS_SECRET_ACCESS_KEY", "sandbox", default=""),
            "aws_endpoint_url": self.url("AWS_ENDPOINT_URL", default=""),
            "ses_from_email": self.email("SES_FROM_EMAIL", "reviews@sandbox.example.com"),
            "ses_configuration_set": self.raw("SES_CONFIGURATION_SET"),
            "ses_topic_arns": self.several(
                "SES_TOPIC_ARNS",
                SANDBOX_TOPIC,
                "ARNs of SNS topics, separated by commas",
                has_form("topic"),
            ),
        }

    def google(self) -> dict[str, Any]:
        """Read what is about Google."""
        return {
            "google_places_api_key": self.secret(
                "GOOGLE_PLACES_API_KEY", "sandbox-places-key", "a Google API key"
            ),
            "places_api_base": self.url("PLACES_API_BASE", default="https://places.googleapis.com"),
            "google_oauth_client_id": self.text(
                "GOOGLE_OAUTH_CLIENT_ID",
                "sandbox-google-client",
                wanted="a client id, ….apps.googleusercontent.com",
                form=has_form("google_client"),
            ),
            "google_oauth_client_secret": self.secret(
                "GOOGLE_OAUTH_CLIENT_SECRET", "sandbox-google-secret", "the client's secret"
            ),
            "google_oauth_base": self.url("GOOGLE_OAUTH_BASE", default=""),
            "google_api_base": self.url("GOOGLE_API_BASE", default=""),
        }

    def microsoft(self) -> dict[str, Any]:
        """Read what is about Microsoft."""
        return {
            "graph_client_id": self.text(
                "GRAPH_CLIENT_ID",
                "sandbox-graph-client",
                wanted="an application id, a UUID",
                form=has_form("uuid"),
            ),
            "graph_client_secret": self.secret(
                "GRAPH_CLIENT_SECRET", "sandbox-graph-secret", "the application's secret"
            ),
            "graph_authority": self.url(
                "GRAPH_AUTHORITY", default="https://login.microsoftonline.com"
            ),
            "graph_api_base": self.url("GRAPH_API_BASE", default="https://graph.microsoft.com"),
        }

    def alerts(self) -> dict[str, Any]:
        """Read who is told when something needs a person."""
        return {
            "alert_email": self.email("ALERT_EMAIL", "operator@sandbox.example.com"),
            "slack_webhook_url": self.text(
                "SLACK_WEBHOOK_URL",
                "",
                default="",
                valid=is_absolute_url,
                wanted="an https URL",
                form=is_https,
            ),
        }

    def limits(self) -> dict[str, Any]:
        """Read the start state and the limits."""
        return {
            "sms_default_status": self.sms_default_status(),
            "cost_guardrail_weekly_usd": self.number("COST_GUARDRAIL_WEEKLY_USD", 0.70),
            "sms_segment_cost_usd": self.number("SMS_SEGMENT_COST_USD", 0.0113),
            "send_rate_per_second": self.number("SEND_RATE_PER_SECOND", 20),
            "stop_spike_per_hour": self.whole("STOP_SPIKE_PER_HOUR", 5),
            "queue_depth_alarm": self.whole("QUEUE_DEPTH_ALARM", 500),
        }
