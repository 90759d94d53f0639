"""The clients built from the configuration."""

import subprocess
import sys
from dataclasses import replace

from core.providers.assembly import Providers, build_providers
from core.providers.ports import EmailMessage, SmsMessage

HEAVY = ("twilio", "boto3", "googleapiclient", "stripe", "requests")


def test_building_imports_no_sdk():
    script = (
        "import sys\n"
        "from core.config import load_config\n"
        "from core.providers.assembly import build_providers\n"
        "build_providers(load_config({}))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_client_reaches_its_provider_with_the_configurations_settings(sandbox, config, now):
    providers = build_providers(
        replace(
            config,
            twilio_api_base=sandbox.base_url,
            aws_endpoint_url=sandbox.base_url,
            places_api_base=sandbox.base_url,
            stripe_api_base=sandbox.base_url,
            slack_webhook_url=f"{sandbox.base_url}/services/T0/B0/secret",
        )
    )
    assert isinstance(providers, Providers)
    message = SmsMessage("+15105550123", "Hello")
    assert providers.sms.send(message, status_callback="").provider_status == "accepted"
    assert providers.email.send(EmailMessage("pat@example.com", "Hi", "Hello"))
    assert providers.places.fetch("ChIJbright").name
    assert providers.billing.list_checkouts(now) == []
    providers.slack.post("Hello")
    assert sandbox.stage.channel.lines == ["Hello"]
