"""The link by which a practice's address on file decides about a checkout in its name."""

import hashlib
from datetime import timedelta
from uuid import UUID

from core.config import Config
from core.context import IntakeContext
from core.rules.tokens import issue_token, read_token
from core.store.held_checkouts import HeldCheckout, list_open_checkouts

_PURPOSE = "held_checkout"
_LIFETIME = timedelta(days=30)
_NONCE_BYTES = 16


def issue_checkout_link(config: Config, held: HeldCheckout, *, locale: str) -> str:
    """Give the address of the page with the two buttons, in a language; it opens for 30 days."""
    token = issue_token(
        config.hmac_secrets[0],
        practice_id=held.practice_id,
        purpose=_PURPOSE,
        expires_at=held.held_at + _LIFETIME,
        nonce=_nonce(held.session_id),
    )
    return f"{config.app_base_url}/checkouts/{token}?lang={locale}"


def open_checkout_link(
    context: IntakeContext, token: str
) -> tuple[UUID, HeldCheckout | None] | None:
    """Give the practice of a link and what still waits; None if it is forged or has expired."""
    claims = read_token(context.config.hmac_secrets, token, purpose=_PURPOSE)
    if claims is None or claims.expires_at <= context.now:
        return None
    waiting = list_open_checkouts(context.connection, claims.practice_id)
    meant = (held for held in waiting if _nonce(held.session_id) == claims.nonce)
    return claims.practice_id, next(meant, None)


def _nonce(session_id: str) -> bytes:
    return hashlib.sha256(session_id.encode()).digest()[:_NONCE_BYTES]
