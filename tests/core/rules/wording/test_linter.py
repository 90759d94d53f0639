"""What the linter forbids, what it lets pass, and that every seeded wording passes it."""

from pathlib import Path
from uuid import UUID

import pytest

from core.errors import PermanentError
from core.rules.vocabulary import Purpose
from core.rules.wording.linter import Violation, lint_template
from core.rules.wording.rendering import PLACEHOLDERS, Template
from core.store.database import Connection
from core.store.seeds import apply_seeds

_STANDS_FOR = {
    "{p}": "{{ practice_name }}",
    "{l}": "{{ link }}",
    "{s}": "Reply STOP to opt out",
    "{a}": "Responda ALTO para darse de baja",
}


def _cases() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "cases.txt").read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def _sms(locale: str, body: str, name: str = "initial") -> Template:
    for sign, text in _STANDS_FOR.items():
        body = body.replace(sign, text)
    return Template(UUID(int=1), name, locale, "sms", None, body, None, None, "approved")


def _email(**parts: str | None) -> Template:
    said = {
        "subject": "Would you share your experience?",
        "body": "{{ practice_name }} {{ link }} {{ unsubscribe_link }} {{ postal_address }}",
        "body_html": "{{ link }} {{ unsubscribe_link }} {{ postal_address }}",
    } | parts
    return Template(
        UUID(int=1),
        "initial",
        "en",
        "email",
        said["subject"],
        said["body"],
        said["body_html"],
        None,
        "approved",
    )


def _codes(template: Template) -> set[str]:
    return {problem.code for problem in lint_template(template)}


def _seeded(connection: Connection) -> list[Template]:
    rows = connection.execute(
        "select id, name, locale, channel, subject, body, body_html, provider_template_id, status from templates"
    ).fetchall()
    return [Template(**row) for row in rows]


@pytest.mark.parametrize(("locale", "code", "body"), [c for c in _cases() if c[1] != "ok"])
def test_a_wording_that_breaks_a_rule_is_told_which_one(locale: str, code: str, body: str) -> None:
    assert code in _codes(_sms(locale, body))


@pytest.mark.parametrize(("locale", "body"), [(c[0], c[2]) for c in _cases() if c[1] == "ok"])
def test_a_neutral_wording_passes(locale: str, body: str) -> None:
    assert lint_template(_sms(locale, body)) == []


def test_the_table_is_as_large_as_it_should_be() -> None:
    verdicts = [code for _, code, _ in _cases()]
    assert verdicts.count("ok") >= 20
    assert len(verdicts) - verdicts.count("ok") >= 40


@pytest.mark.parametrize(("locale", "code", "body"), [c for c in _cases() if c[1] != "ok"])
def test_every_problem_says_what_to_do_about_it(locale: str, code: str, body: str) -> None:
    for problem in lint_template(_sms(locale, body)):
        assert len(problem.message_with_fix.split()) > 5, problem


def test_a_template_nobody_sends_is_refused() -> None:
    assert _codes(_sms("en", "{p} {l} {s}", name="newsletter")) == {"unknown_name"}


@pytest.mark.parametrize("placeholder", ["unsubscribe_link", "postal_address"])
@pytest.mark.parametrize("part", ["body", "body_html"])
def test_both_parts_of_an_email_carry_address_and_unsubscribe_link(
    part: str, placeholder: str
) -> None:
    whole = _email()
    without = str(getattr(whole, part)).replace(f"{{{{ {placeholder} }}}}", "")
    assert lint_template(whole) == []
    assert _codes(_email(**{part: without})) == {f"no_{placeholder}"}


def test_an_email_needs_a_subject() -> None:
    assert _codes(_email(subject=" ")) == {"no_subject"}


def test_the_words_on_a_button_and_in_the_subject_are_read_too() -> None:
    button = '{{ button(link, "Get your gift card") }} {{ unsubscribe_link }} {{ postal_address }}'
    assert _codes(_email(body_html=button)) == {"incentive"}
    assert _codes(_email(subject="Five stars, please")) == {"rating"}


def test_an_opt_out_confirmation_need_not_say_how_to_opt_out() -> None:
    body = "{p}: You are opted out and will receive no more messages. Reply START to return."
    assert lint_template(_sms("en", body, name="confirmation")) == []


def test_every_seeded_wording_passes(connection: Connection) -> None:
    problems: dict[tuple[str, str, str], list[Violation]] = {}
    for template in _seeded(connection):
        if found := lint_template(template):
            problems[template.name, template.locale, template.channel] = found
    assert problems == {}


def test_a_wording_that_breaks_a_rule_is_not_saved_and_its_fix_is_told(
    connection: Connection,
) -> None:
    connection.execute(
        "insert into templates (name, locale, channel, subject, body)"
        " values ('confirmation', 'en', 'email', 'x', '{{ practice_name }}: win a gift card')"
    )
    with pytest.raises(PermanentError, match=r"confirmation/en/email: .*Ask without a reward"):
        apply_seeds(connection)


def test_every_purpose_is_worded_in_both_languages(connection: Connection) -> None:
    seeded = {(t.name, t.locale) for t in _seeded(connection)}
    assert seeded == {(name, locale) for name in PLACEHOLDERS for locale in ("en", "es")}
    assert set(Purpose) <= set(PLACEHOLDERS)


def test_asks_and_nudges_are_worded_for_both_channels(connection: Connection) -> None:
    seeded = {(t.name, t.channel) for t in _seeded(connection)}
    for name in ("initial", "reminder", "nudge"):
        assert {(name, "sms"), (name, "email")} <= seeded


def test_every_spanish_wording_has_an_english_gloss(connection: Connection) -> None:
    rows = connection.execute(
        "select name from templates where locale = 'es' and coalesce(length(gloss_en), 0) < 20"
    ).fetchall()
    assert rows == []


def test_request_and_reminder_are_worded_differently(connection: Connection) -> None:
    said = {(t.name, t.locale, t.channel): t.body for t in _seeded(connection)}
    for locale in ("en", "es"):
        for channel in ("sms", "email"):
            assert said["initial", locale, channel] != said["reminder", locale, channel]


def test_seeding_again_changes_no_row(connection: Connection) -> None:
    seed = (Path(__file__).parents[4] / "sql/seeds/templates.sql").read_text("utf-8").encode()
    query = "select id, updated_at, xmin::text, body from templates order by id"
    before = connection.execute(query).fetchall()
    connection.execute(seed)
    assert connection.execute(query).fetchall() == before


def test_a_changed_wording_loses_the_carriers_copy_and_keeps_its_id(connection: Connection) -> None:
    seed = (Path(__file__).parents[4] / "sql/seeds/templates.sql").read_text("utf-8").encode()
    query = "select id, body, provider_template_id, status from templates where name = 'initial' and locale = 'en' and channel = 'sms'"
    before = connection.execute(query).fetchone()
    connection.execute(
        "update templates set body = 'old', provider_template_id = 'HX1', status = 'retired'"
    )
    connection.execute(seed)
    assert before
    assert connection.execute(query).fetchone() == before | {"status": "retired"}
