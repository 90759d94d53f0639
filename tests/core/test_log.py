import io
import json
import sys

import pytest
import structlog

from core.log import configure_logging, get_logger

PHONE = "+15105550142"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_shows_no_local_variables(monkeypatch, as_json):
    output = io.StringIO()
    monkeypatch.setattr(sys, "stderr", output)
    configure_logging(json=as_json)
    try:
        _fail(PHONE)
    except ValueError:
        get_logger("test").exception("something_failed")
    structlog.reset_defaults()
    assert "something_failed" in output.getvalue()
    assert "ValueError" in output.getvalue()
    assert PHONE not in output.getvalue()


def test_a_json_record_is_one_line_with_its_module(monkeypatch):
    output = io.StringIO()
    monkeypatch.setattr(sys, "stderr", output)
    configure_logging(json=True)
    get_logger("core.test").info("thing_done", count=3)
    structlog.reset_defaults()
    record = json.loads(output.getvalue())
    assert (record["event"], record["module"], record["count"]) == ("thing_done", "core.test", 3)


def _fail(_phone: str) -> None:
    secret = _phone
    message = "no personal data here"
    if secret:
        raise ValueError(message)
