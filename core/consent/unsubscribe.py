"""Unsubscribing from a practice's email by the link in every mail (RFC 8058)."""

from core.context import IntakeContext
from core.rules.tokens import TokenClaims, read_token
from core.rules.vocabulary import EventType
from core.sealing import unsubscribe_secret
from core.store.events import append_event
from core.store.practices import find_practice
from core.store.suppressions import Suppression, add_suppressions, find_contact_by_prefix

PURPOSE = "unsubscribe"


def read_unsubscribe_token(context: IntakeContext, token: str) -> TokenClaims | None:
    """Open the token of an unsubscribe link; None if it is forged. It never expires.

    Links of mails sent until 2026 are signed with HMAC_SECRET, and open while that is configured.
    """
    config = context.config
    secrets = (unsubscribe_secret(config.data_encryption_keys), *config.hmac_secrets)
    return read_token(secrets, token, purpose=PURPOSE)


def unsubscribe(context: IntakeContext, claims: TokenClaims) -> bool:
    """Suppress all email of the practice to the link's address; False if it was so already.

    The token carries the first half of the address's keyed hash, which is found among patients,
    sent mail and the practice's own addresses.
    """
    prefix = claims.nonce.hex()
    contact_hash = find_contact_by_prefix(
        context.connection, practice_id=claims.practice_id, prefix=prefix
    ) or _own_address(context, claims, prefix)
    if contact_hash is None:
        return False
    unsubscribed = Suppression(claims.practice_id, contact_hash, "email", "unsubscribe")
    if not add_suppressions(context.connection, [unsubscribed], now=context.now):
        return False
    append_event(
        context.connection,
        EventType.UNSUBSCRIBED,
        practice_id=claims.practice_id,
        at=context.now,
        payload={"contact_hash": contact_hash, "channel": "email"},
    )
    return True


def _own_address(context: IntakeContext, claims: TokenClaims, prefix: str) -> str | None:
    practice = find_practice(context.connection, claims.practice_id)
    if practice is None:
        return None
    addresses = [a.lower() for a in (practice.digest_email, practice.email) if a]
    hashes = [context.sealer.hash(address) for address in addresses]
    return next((found for found in hashes if found.startswith(prefix)), None)
