"""Lines to Slack."""

import pytest

from core.errors import ProviderRejected
from core.providers.slack import SlackWebhook


def test_a_line_arrives(slack, sandbox):
    slack.post("queue_depth: 612 jobs are due")
    assert sandbox.stage.channel.lines == ["queue_depth: 612 jobs are due"]


def test_without_a_webhook_nothing_happens():
    SlackWebhook(webhook_url="").post("unheard")


def test_a_refusal_does_not_show_the_url(slack):
    with pytest.raises(ProviderRejected) as caught:
        slack.post("")
    assert "secret" not in str(caught.value)
    assert "no_text" in str(caught.value)


def test_no_name_becomes_a_link_or_calls_the_channel(slack, sandbox):
    slack.post("practice: <!channel> <https://evil.example|Smile> & Co")
    assert sandbox.stage.channel.lines == [
        "practice: &lt;!channel&gt; &lt;https://evil.example|Smile&gt; &amp; Co"
    ]
