"""The environment, read once and checked whole: the only module that looks at it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dotenv import dotenv_values

from core.environment_keys import KeyReader
from core.errors import ConfigError
from core.rules.visits.sources import SOURCES

PROJECT_ROOT = Path(__file__).resolve().parent.parent
LOCAL_DIR = PROJECT_ROOT / ".local"


@dataclass(frozen=True)
class Features:
    """Which parts are switched on; `sources` are the visit sources that are."""

    sources: frozenset[str]
    reviews: bool
    digest: bool
    auto_credit: bool
    demo_site: bool
    benchmark_email: bool

    def is_on(self, flag: str) -> bool:
        """Tell of a source or another part; raises AttributeError for what is neither."""
        return flag in self.sources if flag in SOURCES else bool(getattr(self, flag))


@dataclass(frozen=True)
class Config:
    """Everything the environment says, typed; secrets stay out of its repr."""

    app_env: str
    app_base_url: str
    trusted_proxies: int
    """How many proxies of ours a request passes: so many last hops of X-Forwarded-For are true."""
    git_sha: str
    hmac_secrets: tuple[bytes, ...] = field(repr=False)
    data_encryption_keys: tuple[bytes, ...] = field(repr=False)
    """Newest first; the oldest keys the hashes."""
    postal_address: str
    database_url: str = field(repr=False)
    """Blank: the embedded server under `.local/postgres`."""
    stripe_api_key: str = field(repr=False)
    stripe_webhook_secrets: tuple[str, ...] = field(repr=False)
    stripe_api_base: str
    stripe_price_ids: tuple[str, ...]
    """Blank: every subscription price of the account is ours."""
    twilio_account_sid: str
    twilio_auth_tokens: tuple[str, ...] = field(repr=False)
    """Newest first; the first signs our calls, all verify webhooks."""
    twilio_messaging_service_sid: str
    twilio_api_base: str
    aws_region: str
    aws_access_key_id: str = field(repr=False)
    aws_secret_access_key: str = field(repr=False)
    aws_endpoint_url: str
    ses_from_email: str
    ses_configuration_set: str
    ses_topic_arns: tuple[str, ...]
    """The only SNS topics whose notifications are believed."""
    google_places_api_key: str = field(repr=False)
    places_api_base: str
    google_oauth_client_id: str
    google_oauth_client_secret: str = field(repr=False)
    google_oauth_base: str
    google_api_base: str
    graph_client_id: str
    graph_client_secret: str = field(repr=False)
    graph_authority: str
    graph_api_base: str
    alert_email: str
    slack_webhook_url: str = field(repr=False)
    sms_default_status: str
    cost_guardrail_weekly_usd: float
    sms_segment_cost_usd: float
    send_rate_per_second: float
    stop_spike_per_hour: int
    queue_depth_alarm: int
    features: Features
    engine_now: datetime | None

    @property
    def is_stripe_live(self) -> bool:
        """Tell whether Stripe's key moves real money: `sk_live_…` or `rk_live_…`."""
        return self.stripe_api_key.startswith(("sk_live_", "rk_live_"))

    @property
    def is_production(self) -> bool:
        """Tell whether real patients are at the other end."""
        return self.app_env == "production"


def read_environment() -> dict[str, str]:
    """Merge `.env` beside the project, if there is one, under the process environment."""
    stored = {k: v or "" for k, v in dotenv_values(PROJECT_ROOT / ".env").items()}
    return stored | dict(os.environ)


def load_config(environment: Mapping[str, str] | None = None) -> Config:
    """Build the configuration; raises ConfigError naming every bad key at once."""
    reader = KeyReader(read_environment() if environment is None else environment)
    values = reader.values()
    if reader.problems:
        raise ConfigError(reader.problems)
    features = Features(sources=values.pop("sources"), **values.pop("parts"))
    return Config(features=features, **values)
