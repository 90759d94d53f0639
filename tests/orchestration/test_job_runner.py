"""Jobs run to their end in one process, against real HTTP and a real database."""

import signal
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import dagster as dg
import pytest

from core.errors import PermanentError
from core.rules.vocabulary import JobType
from core.store.database import connect
from core.store.jobs import enqueue_job
from core.store.raw_events import append_raw_event
from tests.flags import turn

NOTHING_TO_DO = (
    "raw_events", "fulfillment", "onboarding_nudges", "gcal_ingest", "outlook_ingest",
    "reviews_nightly", "weekly_digest", "sla_check", "guarantee_check", "spend_check", "alerts",
    "benchmark_email", "housekeeping",
)  # fmt: skip


@pytest.mark.parametrize("job", NOTHING_TO_DO)
def test_a_job_that_finds_nothing_to_do_succeeds(platform, job):
    features = turn(platform.config.features, benchmark_email=True)
    platform.config = replace(platform.config, features=features)
    outcome = platform.run(job)
    assert outcome.success
    assert not outcome.skipped_for
    assert all(isinstance(count, int) for count in outcome.counts.values())


FLAGS = {
    "gcal_ingest": "gcal", "outlook_ingest": "outlook", "reviews_nightly": "reviews",
    "guarantee_check": "reviews", "weekly_digest": "digest", "benchmark_email": "benchmark_email",
}  # fmt: skip


@pytest.mark.parametrize(("job", "flag"), FLAGS.items())
def test_a_flag_that_is_off_holds_for_a_run_by_hand(platform, job, flag):
    features = turn(platform.config.features, **{flag: False})
    platform.config = replace(platform.config, features=features)
    outcome = platform.run(job)
    assert (outcome.success, outcome.counts) == (True, {"skipped": 1})
    assert outcome.skipped_for == f"FEATURE_{flag.upper()}"


def test_an_unknown_job_or_partition_is_refused_by_name(platform):
    with pytest.raises(PermanentError, match="no job dance; there are: alerts"):
        platform.run("dance")
    with pytest.raises(PermanentError, match="no partition 2026-03-09"):
        platform.run("weekly_digest", partition="2026-03-09")
    with pytest.raises(PermanentError, match="no partition"):
        platform.run("metrics", partition="2026-03-04")


def test_a_time_in_the_future_has_its_partitions(platform):
    assert platform.run("reviews_nightly", at=platform.now + timedelta(days=4000)).success


def test_a_run_in_a_shells_background_leaves_a_process_that_still_ends_on_term(platform):
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        assert platform.run("raw_events").success
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_requests_go_out_over_http_and_are_counted(platform):
    practice = platform.add_practice()
    platform.add_visit(practice, "+14155550123")
    outcome = platform.run("fulfillment")
    assert (outcome.success, outcome.counts["sent"]) == (True, 1)
    assert [text["to"] for text in platform.texts()] == ["+14155550123"]
    assert platform.run("fulfillment").counts["claimed"] == 0
    assert len(platform.texts()) == 1


@pytest.mark.parametrize("digits", ["0429", "0500", "0599"])
def test_a_provider_in_trouble_ends_in_exactly_one_text(platform, digits):
    practice = platform.add_practice()
    platform.add_visit(practice, f"+1415555{digits}")
    for minutes in (0, 1, 2, 7):
        platform.run("fulfillment", at=platform.now + timedelta(minutes=minutes))
    assert len(platform.texts()) == 1
    assert len(platform.events("send_ok")) == 1


def test_a_stored_event_is_applied(platform):
    with connect(platform.database_url) as connection:
        append_raw_event(
            connection,
            provider="stripe",
            external_id="evt_1",
            type="product.created",
            payload={},
            received_at=platform.now,
        )
    assert platform.run("raw_events").counts == {"applied": 1, "failed": 0}
    assert platform.run("raw_events").counts == {"applied": 0, "failed": 0}


def test_a_night_reads_the_place_and_reading_it_again_changes_nothing(platform):
    platform.add_practice()
    first = platform.run("reviews_nightly", partition="2026-03-04")
    again = platform.run("reviews_nightly", partition="2026-03-04")
    assert (first.counts["snapshots"], first.counts["baselines"]) == (1, 1)
    assert (again.counts["snapshots"], again.counts["baselines"]) == (0, 0)
    assert len(platform.events("reviews_baselined")) == 1


def test_a_night_in_which_no_place_answers_fails(platform):
    platform.add_practice()
    platform.execute("update practices set source_place_id = 'ChIJnowhereGone'")
    assert platform.run("reviews_nightly").success is False


def test_a_digest_is_mailed_once_a_week_with_the_figures_of_the_marts(platform):
    practice = platform.add_practice(checkout_hours_ago=24 * 7)
    platform.add_practice(digest_email=None)
    platform.add_visit(practice, "+14155550123")
    platform.run("fulfillment")
    sunday = platform.now + timedelta(days=4)
    first = platform.run("weekly_digest", at=sunday)
    assert (first.success, first.counts["digests_sent"]) == (True, 1)
    again = platform.run("weekly_digest", at=sunday + timedelta(hours=1))
    assert again.counts["digests_queued"] == 0
    (email,) = platform.emails()
    assert "Patients asked: 1" in email["text"]
    assert email["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [event["week_start"] for event in platform.events("digest_sent")] == ["2026-03-01"]
    assert [event["reason"] for event in platform.events("digest_skipped")] == ["no_email"]


def test_a_late_first_request_is_recorded_and_mailed_once(platform):
    platform.add_practice(checkout_hours_ago=49)
    first = platform.run("sla_check")
    again = platform.run("sla_check", at=platform.now + timedelta(hours=1))
    assert (first.counts["sla_breaches"], again.counts["sla_breaches"]) == (1, 0)
    assert len(platform.events("sla_breach")) == 1
    assert [event["alert"] for event in platform.events("alert_raised")] == ["sla_breach"]
    assert [email["to"] for email in platform.emails()] == ["operator@sandbox.example.com"]


def test_a_promise_at_risk_is_told_and_cleared_by_the_first_request(platform):
    practice = platform.add_practice(checkout_hours_ago=13)
    assert platform.run("alerts").counts["alerts_raised"] == 1
    assert platform.events("alert_raised")[0]["alert"] == "sla_risk"
    platform.add_visit(practice, "+14155550123")
    platform.run("fulfillment")
    assert (
        platform.run("alerts", at=platform.now + timedelta(minutes=5)).counts["alerts_cleared"] == 1
    )
    assert platform.events("sla_breach") == []


def add_text(platform, practice, segments, days_ago=0):
    platform.execute(
        "insert into messages (practice_id, purpose, channel, state, segments, created_at)"
        " values (%(id)s, 'initial', 'sms', 'delivered', %(segments)s, %(at)s)",
        id=practice,
        segments=segments,
        at=platform.now - timedelta(days=days_ago),
    )


def test_a_week_above_the_guardrail_is_recorded_once(platform):
    practice = platform.add_practice()
    add_text(platform, practice, 61)
    platform.add_practice()
    assert platform.run("spend_check").counts["guardrails_hit"] == 0
    add_text(platform, practice, 1)
    assert platform.run("spend_check").counts["guardrails_hit"] == 1
    assert platform.run("spend_check").counts["guardrails_hit"] == 0
    (event,) = platform.events("cost_guardrail_hit")
    assert (event["week_start"], event["segments"]) == ("2026-03-01", 62)
    assert len(platform.emails()) == 1


def fail_guarantee(platform):
    practice = platform.add_practice(checkout_hours_ago=24 * 40)
    platform.execute(
        "insert into practice_baselines (practice_id, baseline_date, baseline_total)"
        " values (%(id)s, %(day)s, 40)",
        id=practice,
        day=(platform.now - timedelta(days=35)).date(),
    )
    return practice


def test_a_failed_guarantee_is_recorded_once_and_credited_only_where_that_is_on(platform):
    fail_guarantee(platform)
    assert platform.run("guarantee_check").counts["guarantees_failed"] == 1
    assert platform.run("guarantee_check").counts["guarantees_failed"] == 0
    assert platform.execute("select * from jobs where type = 'grant_credit'") == []
    assert len(platform.events("guarantee_failed")) == 1
    (due,) = platform.events("credit_due")
    assert (due["amount_cents"], due["is_automatic"]) == (24900, False)
    features = replace(platform.config.features, auto_credit=True)
    platform.config = replace(platform.config, features=features)
    platform.run("guarantee_check")
    assert platform.execute("select * from jobs where type = 'grant_credit'") == []


def test_a_credit_is_queued_once_where_it_is_automatic(platform):
    fail_guarantee(platform)
    features = replace(platform.config.features, auto_credit=True)
    platform.config = replace(platform.config, features=features)
    platform.run("guarantee_check")
    platform.run("guarantee_check")
    jobs = platform.execute("select unique_key from jobs where type = 'grant_credit'")
    assert len(jobs) == 1
    assert [due["is_automatic"] for due in platform.events("credit_due")] == [True]


def test_dead_jobs_are_told_and_cleared(platform):
    with connect(platform.database_url) as connection:
        enqueue_job(
            connection,
            JobType.FETCH_BILLING,
            practice_id=None,
            payload={},
            run_at=platform.now,
            unique_key=None,
        )
        connection.execute("update jobs set status = 'dead'")
    assert platform.run("alerts").counts["alerts_raised"] == 1
    platform.execute("delete from jobs where status = 'dead'")
    assert (
        platform.run("alerts", at=platform.now + timedelta(minutes=5)).counts["alerts_cleared"] == 1
    )


def checks_of_the_latest_run(instance):
    [run] = instance.get_runs(limit=1)
    kind = dg.DagsterEventType.ASSET_CHECK_EVALUATION
    events = [
        record.event_log_entry.dagster_event
        for record in instance.get_records_for_run(run.run_id, of_type=kind).records
    ]
    return {event.event_specific_data.check_name: event.event_specific_data for event in events}


def test_metrics_tests_the_data_and_tells_operators_what_failed(platform, monkeypatch):
    instance = dg.DagsterInstance.ephemeral()
    monkeypatch.setattr("orchestration.job_runner._open_instance", lambda: nullcontext(instance))
    practice = platform.add_practice()
    platform.add_visit(practice, "+14155550123")
    platform.run("fulfillment")
    platform.execute(
        "update patients set opted_out = true, opted_out_at = %(at)s",
        at=platform.now - timedelta(hours=1),
    )
    outcome = platform.run("metrics")
    assert outcome.success is False
    assert outcome.counts["tests_failed"] >= 1
    checks = checks_of_the_latest_run(instance)
    assert len(checks) == 37
    [found] = [check for check in checks.values() if not check.passed]
    assert found.check_name == "assert_no_message_after_stop"
    assert found.asset_key == dg.AssetKey(["analytics", "opt_out_audit"])
    assert found.severity is dg.AssetCheckSeverity.ERROR
    assert found.metadata["failed_rows"].value == 1
    assert [event["alert"] for event in platform.events("alert_raised")] == ["data_tests_failed"]
    platform.execute("update patients set opted_out = false, opted_out_at = null")
    mended = platform.run("metrics", at=platform.now + timedelta(hours=1))
    assert mended.success
    assert mended.counts["models_built"] >= 30
    assert mended.counts["tests_passed"] >= 30
    assert mended.counts["tests_failed"] == 0
    assert all(check.passed for check in checks_of_the_latest_run(instance).values())
    assert [event["alert"] for event in platform.events("alert_cleared")] == ["data_tests_failed"]
