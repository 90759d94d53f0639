"""What is kept of Stripe's events: nothing of how somebody pays, and nothing that is new."""

from collections.abc import Mapping
from typing import Any

from core.allow_list import Listed, fields, keep_listed

_REFERENCE = fields("id object customer created")
"""Which thing, whose and when it was made: a dispute finds its customer by it."""

_ADDRESS = fields("city state postal_code country")
"""Tells the time zone and the country of a phone; no street is needed."""

_PRICED = fields("id object", data=fields("id", price=fields("id object type recurring")))
"""Whether one of our prices was sold."""

_ANSWER = fields("value")
_SESSION = fields(
    "id object created livemode mode status payment_status client_reference_id currency"
    " amount_subtotal amount_total customer_email",
    customer=_REFERENCE,
    subscription=fields("id object", items=_PRICED),
    invoice=_REFERENCE,
    payment_intent=_REFERENCE,
    total_details=fields("amount_tax amount_discount"),
    customer_details=fields("email name business_name individual_name phone", address=_ADDRESS),
    collected_information=fields("business_name individual_name"),
    custom_fields=fields(
        "key type",
        label=fields("custom type"),
        text=_ANSWER,
        numeric=_ANSWER,
        dropdown=_ANSWER,
    ),
    metadata=fields("practice_name"),
    line_items=_PRICED,
)
"""Makes the practice: who bought what for how much, how to reach them, what the form asked."""

_SUBSCRIPTION = fields(
    "id object created livemode status cancel_at cancel_at_period_end canceled_at"
    " ended_at start_date trial_end",
    customer=_REFERENCE,
    pause_collection=fields("behavior resumes_at"),
    cancellation_details=fields("reason"),
    items=_PRICED,
)
"""How it stands and when it ends, which is the practice's standing; why it ended, for audits."""

_PARENT = fields(
    "type",
    subscription_details=fields("", subscription=_REFERENCE),
    subscription_item_details=fields("", subscription=_REFERENCE),
)
_LINES = fields("", data=fields("id", subscription=_REFERENCE, parent=_PARENT))
_PAYMENT = fields("type", payment_intent=_REFERENCE, charge=_REFERENCE)
_BILL = fields(
    "id object created billing_reason", subscription=_REFERENCE, parent=_PARENT, lines=_LINES
)
"""Of which subscription an invoice is, wherever Stripe's versions have it."""

_INVOICE = fields(
    "id object created livemode status billing_reason currency amount_due amount_paid"
    " amount_remaining total paid attempt_count next_payment_attempt period_start period_end",
    customer=_REFERENCE,
    subscription=_REFERENCE,
    parent=_PARENT,
    lines=_LINES,
    payments=fields("", data=fields("id status", payment=_PAYMENT)),
    charge=_REFERENCE,
    payment_intent=_REFERENCE,
)
"""Whether a subscription was paid for, and when it is tried again."""

_INVOICE_PAYMENT = fields("id object created livemode status", invoice=_REFERENCE, payment=_PAYMENT)
"""Which invoice a charge was for, which newer charges do not tell themselves."""

_CHARGE = fields(
    "id object created livemode status currency amount amount_refunded refunded paid disputed",
    customer=_REFERENCE,
    invoice=_BILL,
    payment_intent=fields("id object created", customer=_REFERENCE, invoice=_BILL),
)
"""Whether it was given back whole, and of which subscription it was."""

_DISPUTE = fields(
    "id object created livemode status reason currency amount",
    customer=_REFERENCE,
    charge=_CHARGE,
    payment_intent=_REFERENCE,
)
"""Whether it is open, won or lost, and about which charge."""

_OTHER = fields(
    "id object created livemode status",
    customer=_REFERENCE,
    subscription=_REFERENCE,
    invoice=_REFERENCE,
    charge=_REFERENCE,
    latest_charge=_REFERENCE,
    payment_intent=_REFERENCE,
)
"""Nothing follows from these but that a later dispute finds its customer."""

_KINDS: Mapping[str, Listed] = {
    "checkout.session.": _SESSION,
    "customer.subscription.": _SUBSCRIPTION,
    "invoice.": _INVOICE,
    "invoice_payment.": _INVOICE_PAYMENT,
    "charge.dispute.": _DISPUTE,
    "charge.": _CHARGE,
    "": _OTHER,
}
"""By how the event's type begins; the first that fits."""

RECONCILED: Mapping[str, Any] = {"reconciled": True}
"""Marks an event that we wrote ourselves, from what Stripe answered to our own key."""

_BEFORE = fields("status", pause_collection=fields("behavior resumes_at"))
"""What a change has left: tells the order of two changes in one second."""

_ACCOUNT = fields("id")
_THIN_PREFIX = "v1."


def keep_stripe_event(event: Mapping[str, Any]) -> dict[str, Any]:
    """Copy what applying an event, and answering for it later, needs of it.

    Of the event itself its id, type and time, and what tells whose it is; of a thin one
    (https://docs.stripe.com/event-destinations#thin-events) the reference.
    """
    kind = str(event.get("type") or "").removeprefix(_THIN_PREFIX)
    thing = next(listed for head, listed in _KINDS.items() if kind.startswith(head))
    listed = fields(
        "id object type created livemode api_version",
        account=_ACCOUNT,
        context=_ACCOUNT,
        related_object=fields("id type"),
        data=fields("", object=thing, previous_attributes=_BEFORE),
    )
    return keep_listed(event, listed)
