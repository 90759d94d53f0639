"""STOP and START speak for one phone: what others said about a shared address stays."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from core.config import Config
from core.consent.opt_outs import lift_opt_out, record_opt_out
from core.context import IntakeContext
from core.sealing import Sealer
from core.store.database import Connection
from core.visits.intake import VisitInput, ingest_visit

ADDRESS = "family@example.com"
ANA, BO = "+14155550123", "+14155550177"


def test_start_lifts_nothing_that_another_phone_stopped_at_another_practice(
    connection: Connection, config: Config, sealer: Sealer, now: datetime
) -> None:
    first, second = _practice(connection), _practice(connection)
    for practice_id, phone, email in (
        (first, ANA, ADDRESS),
        (first, BO, None),
        (second, BO, ADDRESS),
    ):
        visit = VisitInput(
            phone, phone, email, now - timedelta(days=1), None, "csv", f"{practice_id}{phone}"
        )
        ingest_visit(
            connection,
            sealer,
            practice_id=practice_id,
            zone="America/Los_Angeles",
            delay_minutes=0,
            visit=visit,
            now=now,
        )
    context = IntakeContext(connection, config, sealer, now)
    record_opt_out(context, practice_ids=[first], phone_hash=sealer.hash(ANA))
    record_opt_out(context, practice_ids=[first, second], phone_hash=sealer.hash(BO))
    lifted = lift_opt_out(context, practice_ids=[first, second], phone_hash=sealer.hash(BO))
    assert set(lifted) == {first, second}
    left = connection.execute(
        b"select practice_id, contact_hash, channel from suppressions where practice_id = any(%s)",
        ([first, second],),
    ).fetchall()
    assert {(row["practice_id"], row["contact_hash"], row["channel"]) for row in left} == {
        (first, sealer.hash(ANA), "sms"),
        (first, sealer.hash(ADDRESS), "email"),
    }


def _practice(connection: Connection) -> UUID:
    practice_id = uuid4()
    connection.execute(
        b"insert into practices (id, name, timezone, status)"
        b" values (%s, 'Bright Smiles', 'America/Los_Angeles', 'active')",
        (practice_id,),
    )
    return practice_id
