"""The `review-engine` command: what an operator types."""

import dataclasses
import gc
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

import click
import psycopg

from core.clock import current_instant, parse_instant
from core.config import Config, load_config
from core.errors import ConfigError, EngineError, PermanentError
from core.log import configure_logging
from core.operations.data_keys import confirm_keys
from core.sealing import Sealer
from core.store.database import connect
from core.store.migrations import apply_migrations
from core.store.seeds import apply_seeds
from orchestration.embedded_postgres_server import database_url

# Heavy halves of the platform (Dagster, the web app) are imported by the command that runs them,
# so that `check-env` answers at once and the web server never loads Dagster.
# ruff: noqa: PLC0415


def _explains_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn an engine error, or a database away, into one line on standard error and exit code 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except EngineError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
        except psycopg.OperationalError as error:
            reason = " ".join(str(error).split())
            click.echo(f"the database cannot be used; check DATABASE_URL: {reason}", err=True)
            sys.exit(1)

    return wrapped


def _ready_config() -> Config:
    config = load_config()
    configure_logging(json=config.is_production)
    return config


def _confirm_keys(config: Config, url: str) -> None:
    """Say in one line, before anything starts, that no opt-out would be found."""
    with connect(url) as connection:
        confirm_keys(connection, Sealer(config.data_encryption_keys))


def _instant(option: str, text: str) -> datetime:
    """Read an option that is a time; raises ConfigError saying how one looks."""
    try:
        return parse_instant(text)
    except ValueError as error:
        message = f"{option} must be an ISO 8601 time such as 2026-03-08T15:00:00Z"
        raise ConfigError([message]) from error


@click.group()
def main() -> None:
    """Run and look after the dental review engine."""


@main.command("check-env")
def check_env() -> None:
    """Check the environment; name every missing or malformed key."""
    try:
        load_config()
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo("environment: ok", err=True)


@main.group()
def db() -> None:
    """Look after the database."""


@db.command("migrate")
@_explains_errors
def migrate() -> None:
    """Apply the migrations that are missing."""
    with connect(database_url(_ready_config())) as connection:
        applied = apply_migrations(connection)
    click.echo("\n".join(applied) if applied else "nothing to apply", err=True)


@db.command("url")
@_explains_errors
def show_url() -> None:
    """Print the database URL in use, starting the embedded server if that is it."""
    click.echo(database_url(load_config()))


@main.command()
@_explains_errors
def seed() -> None:
    """Upsert the message templates and the table of lawful hours."""
    with connect(database_url(_ready_config())) as connection:
        apply_migrations(connection)
        applied = apply_seeds(connection)
    click.echo("\n".join(applied), err=True)


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default=None, help="Default: 127.0.0.1 in sandbox, all in production.")
@click.option("--workers", default=2, show_default=True)
@_explains_errors
def serve(port: int, host: str | None, workers: int) -> None:
    """Serve the web app under gunicorn."""
    config = _ready_config()
    from webhooks.server import serve as serve_web

    url = database_url(config)
    if not config.is_production:
        with connect(url) as connection:
            apply_migrations(connection)
            apply_seeds(connection)
    with suppress(psycopg.OperationalError):  # it serves links without a database, too
        _confirm_keys(config, url)
    host = host or ("0.0.0.0" if config.is_production else "127.0.0.1")  # noqa: S104 - containers
    served = dataclasses.replace(config, database_url=url)
    serve_web(served, port, host=host, workers=workers)


@main.command()
@click.option("--port", default=9000, show_default=True)
def sandbox(port: int) -> None:
    """Serve the stand-ins for Stripe, Twilio, Google and SES, and the inbox page."""
    os.execv(sys.executable, [sys.executable, "-m", "sandbox", "--port", str(port)])  # noqa: S606


@main.command()
@click.argument("job")
@click.option("--now", default=None, help="ISO 8601: the time every rule sees.")
@click.option("--partition", default=None, help="Partition key, e.g. 2026-03-08.")
@_explains_errors
def run(job: str, now: str | None, partition: str | None) -> None:
    """Run one Dagster job to its end in this process; the last line is its counts as JSON."""
    config = _ready_config()
    if now is not None:
        if config.is_production:
            message = "--now: refused in production, where every rule sees the real time"
            raise ConfigError([message])
        config = dataclasses.replace(config, engine_now=_instant("--now", now))
    url = database_url(config)
    _confirm_keys(config, url)
    gc.disable()  # what is imported now is no garbage: to search it takes half a second
    from orchestration.job_runner import run_job  # 3 s: what can fail before them has

    gc.freeze()
    gc.enable()
    outcome = run_job(job, config=config, database_url=url, partition=partition)
    if outcome.skipped_for:
        click.echo(f"{job} was skipped: {outcome.skipped_for} is off", err=True)
    click.echo(json.dumps(outcome.counts, sort_keys=True))
    sys.exit(0 if outcome.success else 1)


@main.command("frontdesk-token")
@click.argument("practice_id", type=click.UUID)
@_explains_errors
def frontdesk_token(practice_id: UUID) -> None:
    """Issue a practice's front-desk token, replacing the one before, and print it."""
    from core.onboarding.sign_in import issue_frontdesk_token
    from core.store.practices import find_practice

    config = _ready_config()
    with connect(database_url(config)) as connection:
        if find_practice(connection, practice_id) is None:
            message = f"no practice has the id {practice_id}"
            raise PermanentError(message)
        token = issue_frontdesk_token(
            connection, practice_id=practice_id, now=current_instant(config.engine_now)
        )
    click.echo(token)


@main.command()
@click.argument("practice_id", type=click.UUID)
@click.argument("status", type=click.Choice(["ready", "pending", "blocked"]))
@click.option("--reason", required=True, help="Why, for whoever looks it up later.")
@_explains_errors
def sender(practice_id: UUID, status: str, reason: str) -> None:
    """Move a practice's texting to a state, and release what waited for it."""
    from core.sending.senders import move_sender

    if not reason.strip():
        message = "--reason must say why"
        raise PermanentError(message)
    config = _ready_config()
    now = current_instant(config.engine_now)
    with connect(database_url(config)) as connection:
        move = move_sender(connection, practice_id, to=status, reason=reason.strip(), now=now)
    click.echo(json.dumps({"from": move.before, "to": move.after, "released": move.released}))


@main.command("check-stripe")
@_explains_errors
def check_stripe() -> None:
    """Check that Stripe sells what the platform promises; name every mismatch."""
    from core.billing.catalog import inspect_catalog
    from core.providers.assembly import build_providers

    checks = inspect_catalog(build_providers(_ready_config()).billing)
    for check in checks:
        click.echo(str(check), err=not check.is_met)
    sys.exit(0 if all(check.is_met for check in checks) else 1)


@main.command("checkout")
@click.argument("session_id")
@click.argument("decision", type=click.Choice(["accept", "refuse"]))
@_explains_errors
def checkout(session_id: str, decision: str) -> None:
    """Decide about a second checkout that waits: attach its subscription, or refuse it."""
    from core.billing.checkouts import settle_checkout
    from core.context import IntakeContext
    from core.store.held_checkouts import find_held_checkout

    config = _ready_config()
    sealer, now = Sealer(config.data_encryption_keys), current_instant(config.engine_now)
    with connect(database_url(config)) as connection:
        confirm_keys(connection, sealer)
        held = find_held_checkout(connection, session_id)
        if held is None:
            message = f"no checkout {session_id} was held for a practice"
            raise PermanentError(message)
        context = IntakeContext(connection, config, sealer, now)
        is_accepted = decision == "accept"
        if not settle_checkout(context, held, is_accepted=is_accepted, decided_by="operator"):
            message = f"the checkout {session_id} was settled before"
            raise PermanentError(message)
    click.echo(f"{decision}: {session_id} of practice {held.practice_id}")


@main.command("replay-raw-events")
@click.option("--since", default=None, help="ISO 8601; default: everything not applied.")
@_explains_errors
def replay_raw_events(since: str | None) -> None:
    """Apply again what is stored but not applied."""
    from core.inbox import apply_pending

    config = _ready_config()
    sealer = Sealer(config.data_encryption_keys)
    now = current_instant(config.engine_now)
    begin = _instant("--since", since) if since else None
    totals = {"applied": 0, "failed": 0}
    with connect(database_url(config)) as connection:
        confirm_keys(connection, sealer)
        while True:
            counts = apply_pending(connection, config, sealer, now=now, since=begin)
            connection.commit()
            totals = {
                "applied": totals["applied"] + counts["applied"],
                "failed": counts["failed"],
            }
            if not counts["applied"]:
                break
    click.echo(json.dumps(totals, sort_keys=True))


@main.command()
@_explains_errors
def up() -> None:
    """Run the whole platform until Ctrl-C."""
    from orchestration.platform_stack import run_platform

    run_platform(_ready_config())


@main.command()
@_explains_errors
def docs() -> None:
    """Build the dbt docs site into .local/docs."""
    from orchestration.dbt_docs import build_docs

    config = _ready_config()
    url = database_url(config)
    with connect(url) as connection:
        apply_migrations(connection)
    click.echo(build_docs(url))
