"""Whether Stripe sells what the platform promises: the price, its product and their metadata."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from core.providers.ports import Billing, CatalogPrice
from core.rules.billing.price import MONTHLY_PRICE_CENTS, PRICE_LOOKUP_KEY

_DEAREST_OVERAGE_USD = Decimal(1)
_DEAREST_LOCATION_USD = Decimal(MONTHLY_PRICE_CENTS) / 100
_YES = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """One thing that was looked at: what is expected, and what Stripe has."""

    name: str
    expected: str
    found: str
    is_met: bool

    def __str__(self) -> str:
        if self.is_met:
            return f"ok        {self.name}: {self.found}"
        return f"MISMATCH  {self.name}: expected {self.expected}, found {self.found}"


def inspect_catalog(billing: Billing) -> list[CatalogCheck]:
    """Look at the price by its lookup key, its product and their metadata; one check a thing.

    A key may be at the product or at the price, whose word goes. Where there is no price,
    nothing else can be looked at.
    """
    price = billing.find_price(PRICE_LOOKUP_KEY)
    if price is None:
        return [
            CatalogCheck("price", f"lookup key {PRICE_LOOKUP_KEY}", "no such price", is_met=False)
        ]
    found = [CatalogCheck("price", f"lookup key {PRICE_LOOKUP_KEY}", price.price_id, is_met=True)]
    found += [_compare(name, expected, actual) for name, expected, actual in _facts(price)]
    found += [_check_metadata(key, price.metadata) for key in METADATA]
    return found


def _facts(price: CatalogPrice) -> list[tuple[str, object, object]]:
    recurrence = f"every {price.interval_count} {price.interval or 'time'}"
    return [
        ("price.active", True, price.is_active),
        ("price.unit_amount", MONTHLY_PRICE_CENTS, price.unit_amount),
        ("price.currency", "usd", price.currency),
        ("price.recurring", "every 1 month", recurrence),
        ("product.active", True, price.is_product_active),
    ]


def _compare(name: str, expected: object, found: object) -> CatalogCheck:
    return CatalogCheck(name, _word(expected), _word(found), is_met=expected == found)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_metadata(key: str, metadata: Mapping[str, str]) -> CatalogCheck:
    expected, is_sane = METADATA[key]
    value = metadata.get(key)
    return CatalogCheck(
        f"metadata.{key}",
        expected,
        "nothing" if value is None else repr(value),
        is_met=value is not None and is_sane(value.strip()),
    )


def _is_yes(value: str) -> bool:
    return value.lower() in _YES


def _is_usd_up_to(dearest: Decimal) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            amount = Decimal(value.removeprefix("$"))
        except InvalidOperation:
            return False
        return amount.is_finite() and 0 < amount <= dearest

    return check


METADATA: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "guarantee_live_48h": ("true", _is_yes),
    "guarantee_plus10_reviews_30d": ("true", _is_yes),
    "sms_overage_rate": (
        f"US dollars a segment, above 0, at most {_DEAREST_OVERAGE_USD}",
        _is_usd_up_to(_DEAREST_OVERAGE_USD),
    ),
    "addl_location_monthly": (
        f"US dollars a month, above 0, at most {_DEAREST_LOCATION_USD}",
        _is_usd_up_to(_DEAREST_LOCATION_USD),
    ),
}
"""The keys the business reads, what each has to be, and whether a value is that."""
