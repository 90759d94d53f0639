"""The real clients, talking HTTP to the sandbox."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import requests

from core.config import Config, load_config
from core.providers.google_places import GooglePlaces
from core.providers.ses_email import SesEmail
from core.providers.slack import SlackWebhook
from core.providers.stripe_billing import StripeBilling
from core.providers.twilio_sms import TwilioSms
from sandbox.server import SandboxHandle, start_background

READ_SECONDS = 2.0


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxHandle]:
    """Start one sandbox for all tests."""
    config = replace(load_config({}), app_base_url="http://127.0.0.1:9")
    handle = start_background(config=config, seed=7)
    yield handle
    handle.stop()


@pytest.fixture
def sandbox(running_sandbox: SandboxHandle) -> SandboxHandle:
    """Give the sandbox as new."""
    requests.post(f"{running_sandbox.base_url}/_sandbox/reset", json={}, timeout=5)
    return running_sandbox


@pytest.fixture
def control(sandbox: SandboxHandle) -> Callable[..., dict]:
    """Call the sandbox's control API: `control("faults", provider="twilio", status=503)`."""

    def call(path: str, **body: object) -> dict:
        response = requests.post(f"{sandbox.base_url}/_sandbox/{path}", json=body, timeout=30)
        response.raise_for_status()
        return response.json()

    return call


@pytest.fixture
def sms(sandbox: SandboxHandle, config: Config) -> TwilioSms:
    return TwilioSms(
        account_sid=config.twilio_account_sid,
        auth_token=config.twilio_auth_tokens[0],
        messaging_service_sid=config.twilio_messaging_service_sid,
        api_base=sandbox.base_url,
        read_seconds=READ_SECONDS,
    )


@pytest.fixture
def email(sandbox: SandboxHandle, config: Config) -> SesEmail:
    return SesEmail(
        region=config.aws_region,
        from_email=config.ses_from_email,
        access_key_id=config.aws_access_key_id,
        secret_access_key=config.aws_secret_access_key,
        endpoint_url=sandbox.base_url,
        read_seconds=READ_SECONDS,
    )


@pytest.fixture
def places(sandbox: SandboxHandle, config: Config) -> GooglePlaces:
    return GooglePlaces(
        api_key=config.google_places_api_key,
        api_base=sandbox.base_url,
        timeout_seconds=READ_SECONDS,
    )


@pytest.fixture
def billing(sandbox: SandboxHandle, config: Config) -> StripeBilling:
    return StripeBilling(
        api_key=config.stripe_api_key, api_base=sandbox.base_url, read_seconds=READ_SECONDS
    )


@pytest.fixture
def slack(sandbox: SandboxHandle) -> SlackWebhook:
    return SlackWebhook(
        webhook_url=f"{sandbox.base_url}/services/T0/B0/secret", read_seconds=READ_SECONDS
    )
