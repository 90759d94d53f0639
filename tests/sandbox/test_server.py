"""The sandbox as a whole: the inbox, resets, weight."""

import os
import subprocess
import sys
import time
from pathlib import Path

import boto3
import pytest
import requests

from core.config import PROJECT_ROOT
from tests.ports import kept_port

STARTED_WITHIN_SECONDS = 20
"""Alone it takes well under 1 s; the tests' machine may be busy."""


@pytest.fixture
def own_process(tmp_path):
    with kept_port() as port:
        yield from _started(port, tmp_path)


def _started(port, tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", str(port)],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        base_url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + STARTED_WITHIN_SECONDS
        while time.monotonic() < deadline:
            try:
                requests.get(f"{base_url}/_sandbox/counts", timeout=1)
                break
            except requests.RequestException:
                assert process.poll() is None, process.stdout.read()
                time.sleep(0.05)
        yield base_url, process
        process.terminate()


def _client(base_url):
    return boto3.client(
        "sesv2",
        region_name="us-west-2",
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
        endpoint_url=base_url,
    )


def _resident_mb(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def test_it_is_light_and_silent_and_sends_mail_with_nothing_configured(own_process):
    base_url, process = own_process
    _client(base_url).send_email(
        FromEmailAddress="reviews@sandbox.example.com",
        Destination={"ToAddresses": ["pat@example.com"]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}}},
    )
    assert requests.get(f"{base_url}/_sandbox/counts", timeout=5).json()["emails"] == 1
    assert _resident_mb(process) < 200
    process.terminate()
    assert process.communicate(timeout=10)[0] == ""


def test_a_simple_mail_keeps_what_moto_would_drop(sandbox):
    _client(sandbox.handle.base_url).send_email(
        FromEmailAddress="reviews@sandbox.example.com",
        Destination={"ToAddresses": ["pat@example.com"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Hi"},
                "Body": {"Text": {"Data": "Hello"}, "Html": {"Data": "<p>Hello"}},
                "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://x.example/u>"}],
            }
        },
    )
    [mail] = sandbox.get("/_sandbox/emails").json()["emails"]
    assert (mail["text"], mail["html"]) == ("Hello", "<p>Hello")
    assert mail["headers"] == {"List-Unsubscribe": "<https://x.example/u>"}


def test_the_inbox_page_asks_no_stranger_for_anything(sandbox):
    page = sandbox.get("/")
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    for path in ("/inbox.css", "/inbox.js", "/favicon.svg"):
        assert sandbox.get(path).status_code == 200
        assert path in page.text or path == "/inbox.js"
    assert "https://" not in page.text
    assert "https://" not in sandbox.get("/inbox.css").text


def test_the_inbox_is_sent_again_only_when_something_changed(sandbox):
    first = sandbox.get("/_sandbox/inbox")
    same = sandbox.get("/_sandbox/inbox", **{"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    sandbox.text("+15105550123", "Hello <b>José</b>")
    sandbox.post("drain")
    changed = sandbox.get("/_sandbox/inbox", **{"If-None-Match": first.headers["ETag"]})
    assert changed.json()["texts"][0]["body"] == "Hello <b>José</b>"
    assert changed.json()["texts"][0]["price_usd"] == pytest.approx(0.0083)


def test_a_reset_forgets_everything(sandbox):
    sandbox.text("+15105550123")
    sandbox.post("inbound", **{"from": "+15105550123", "body": "STOP"})
    sandbox.post("checkout", name="Dana", email="dana@example.com")
    sandbox.post("faults", provider="twilio", status=500, times=9)
    sandbox.post("reset")
    counts = sandbox.counts()
    assert {name for name, count in counts.items() if count} == set()
    assert sandbox.text("+15105550123").status_code == 201


def test_messages_are_dated_with_the_time_it_is_told(sandbox):
    sandbox.post("settings", now="2026-03-04T12:00:00-08:00")
    sid = sandbox.text("+15105550123").json()["sid"]
    fetched = sandbox.twilio("GET", f"Messages/{sid}.json").json()
    assert fetched["date_created"] == "Wed, 04 Mar 2026 20:00:00 +0000"
    assert sandbox.messages()[0]["created_at"] == "2026-03-04T20:00:00+00:00"
