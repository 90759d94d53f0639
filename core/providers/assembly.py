"""The real clients, built from the configuration, each when it is first used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from core.config import Config
from core.providers.ports import Billing, EmailSender, PlacesDirectory, SlackNotifier, SmsSender


@dataclass(frozen=True)
class Providers:
    """Everyone outside whom the engine talks to."""

    sms: SmsSender
    email: EmailSender
    places: PlacesDirectory
    billing: Billing
    slack: SlackNotifier


def build_providers(config: Config) -> Providers:
    """Promise all clients; an SDK is imported when its client is first used, and never before."""
    return Providers(
        sms=cast("SmsSender", _Deferred(lambda: _build_sms(config))),
        email=cast("EmailSender", _Deferred(lambda: _build_email(config))),
        places=cast("PlacesDirectory", _Deferred(lambda: _build_places(config))),
        billing=cast("Billing", _Deferred(lambda: _build_billing(config))),
        slack=cast("SlackNotifier", _Deferred(lambda: _build_slack(config))),
    )


class _Deferred:
    """Stands in for a client until one of its methods is asked for."""

    def __init__(self, build: Callable[[], object]) -> None:
        self._build = build

    @cached_property
    def _client(self) -> object:
        return self._build()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


# The imports stand inside: the SDKs together cost 0.7 s and 90 MB, and most runs need one of them.


def _build_sms(config: Config) -> SmsSender:
    from core.providers.twilio_sms import TwilioSms  # noqa: PLC0415

    return TwilioSms(
        account_sid=config.twilio_account_sid,
        auth_token=config.twilio_auth_tokens[0],
        messaging_service_sid=config.twilio_messaging_service_sid,
        api_base=config.twilio_api_base,
    )


def _build_email(config: Config) -> EmailSender:
    from core.providers.ses_email import SesEmail  # noqa: PLC0415

    return SesEmail(
        region=config.aws_region,
        from_email=config.ses_from_email,
        access_key_id=config.aws_access_key_id,
        secret_access_key=config.aws_secret_access_key,
        endpoint_url=config.aws_endpoint_url,
        configuration_set=config.ses_configuration_set,
    )


def _build_places(config: Config) -> PlacesDirectory:
    from core.providers.google_places import GooglePlaces  # noqa: PLC0415

    return GooglePlaces(api_key=config.google_places_api_key, api_base=config.places_api_base)


def _build_billing(config: Config) -> Billing:
    from core.providers.stripe_billing import StripeBilling  # noqa: PLC0415

    return StripeBilling(api_key=config.stripe_api_key, api_base=config.stripe_api_base)


def _build_slack(config: Config) -> SlackNotifier:
    from core.providers.slack import SlackWebhook  # noqa: PLC0415

    return SlackWebhook(webhook_url=config.slack_webhook_url)
