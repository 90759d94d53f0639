"""Stripe as the sandbox plays it, a database of the test's own, and webhooks that may be lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from core.billing.reconciliation import reconcile_checkouts
from core.config import Config, load_config
from core.inbox import apply_pending, receive_raw_event
from core.outbox.tasks import DispatchDeps
from core.providers.stripe_billing import StripeBilling
from core.sealing import Sealer
from core.store.database import Connection, connect
from sandbox.server import SandboxHandle, start_background
from sandbox.stripe_ledger import Buyer

ADDRESS = {"city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"}


@dataclass
class Stripe:
    """What is bought and what becomes of it, at Stripe; we hear of it only by `deliver`."""

    handle: SandboxHandle
    billing: StripeBilling
    deps: DispatchDeps
    connection: Connection
    now: datetime

    @property
    def ledger(self) -> Any:
        return self.handle.stage.ledger

    def buy(
        self, *, days_ago: float = 1, name: str = "Smile Dental", **fields: Any
    ) -> dict[str, Any]:
        at = self.now - timedelta(days=days_ago)
        values = {"email": "owner@smile.example.com", "phone": "+14155550100"} | fields
        return self.ledger.buy(
            Buyer(name="Dr Kim", practice_name=name, address=ADDRESS, created_at=at, **values)
        )

    def change(self, subscription_id: str, **fields: Any) -> dict[str, Any]:
        self.ledger.all("subscription")[subscription_id].update(fields)
        return self.ledger.all("subscription")[subscription_id]

    def deliver(self, event_type: str, thing: dict[str, Any], *, days_ago: float) -> None:
        at = int((self.now - timedelta(days=days_ago)).timestamp())
        event_id = f"evt_{event_type}_{thing['id']}_{at}"
        event = {"id": event_id, "type": event_type, "created": at, "data": {"object": dict(thing)}}
        receive_raw_event(
            self.connection, self.deps.config, self.deps.sealer, provider="stripe",
            external_id=event_id, type=event_type, payload=event, now=self.now,
        )  # fmt: skip

    def reconcile(self, *, now: datetime | None = None) -> dict[str, int]:
        counts = reconcile_checkouts(self.deps, now=now or self.now)
        apply_pending(self.connection, self.deps.config, self.deps.sealer, now=now or self.now)
        return counts

    def rows(self, text: str) -> list[dict[str, Any]]:
        return self.connection.execute(text.encode()).fetchall()

    def state(self) -> Any:
        """Everything that the outside sees of what happened."""
        return (
            self.rows("select name, email, phone, timezone, status, subscription_status, stripe_customer_id, stripe_subscription_id from practices order by name"),
            self.rows("select billing_json - 'paid_at' as billing, digest_email from settings order by 1"),
            self.rows("select type, payload ->> 'session_id' as session, occurred_at from events where type like 'stripe_checkout%' order by 1, 2"),
            self.rows("select type, unique_key from jobs order by 1, 2"),
            self.rows("select count(*) as waiting from raw_events where applied_at is null"),
        )  # fmt: skip


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxHandle]:
    """Start one sandbox for all tests."""
    handle = start_background(config=replace(load_config({}), app_base_url="http://127.0.0.1:9"))
    yield handle
    handle.stop()


@pytest.fixture
def stripe(
    running_sandbox: SandboxHandle, database_url: str, config: Config, sealer: Sealer, now: datetime
) -> Iterator[Stripe]:
    running_sandbox.stage.ledger.reset()
    billing = StripeBilling(api_key=config.stripe_api_key, api_base=running_sandbox.base_url)
    deps = DispatchDeps(
        config=config,
        sealer=sealer,
        providers=SimpleNamespace(billing=billing),
        connect=lambda: connect(database_url),
    )
    with connect(database_url) as connection:
        connection.autocommit = True
        yield Stripe(running_sandbox, billing, deps, connection, now)


@pytest.fixture
def deps_of(database_url: str, sealer: Sealer) -> Callable[..., DispatchDeps]:
    """Give a maker of what dispatching needs, where only Stripe is there to be asked."""

    def make(config: Config, billing: Any) -> DispatchDeps:
        providers = SimpleNamespace(billing=billing)
        return DispatchDeps(
            config=config,
            sealer=sealer,
            providers=providers,
            connect=lambda: connect(database_url),
        )

    return make
