"""Whose a charge or a dispute is, by what it says and all that Stripe has said of it before."""

from collections.abc import Mapping
from typing import Any

from core.billing.stripe_payloads import mapping_of, stripe_id
from core.context import IntakeContext
from core.rules.billing.concerns import Concern, concern_of_charge
from core.store.billing_facts import find_charge_object, list_witnesses


def concern_of(context: IntakeContext, charge: Mapping[str, Any]) -> Concern:
    """Say whose a charge is; one that says too little is taken with what was told of it."""
    charge_id = stripe_id(charge)
    payment_intent_id = stripe_id(charge.get("payment_intent"))
    witnesses = list_witnesses(
        context.connection,
        invoice_id=stripe_id(charge.get("invoice")),
        charge_id=charge_id,
        payment_intent_id=payment_intent_id,
    )
    return concern_of_charge(charge, witnesses)


def charge_of_dispute(context: IntakeContext, dispute: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put together what is known of the disputed charge: its own words, and the dispute's."""
    charge_id = stripe_id(dispute.get("charge"))
    told = find_charge_object(context.connection, charge_id) if charge_id else None
    named = {"id": charge_id}
    if stripe_id(dispute.get("payment_intent")) is not None:
        named["payment_intent"] = stripe_id(dispute.get("payment_intent"))
    return {**named, **mapping_of(told), **mapping_of(dispute.get("charge"))}
