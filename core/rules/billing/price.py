"""What the service costs, and under which key Stripe sells it."""

MONTHLY_PRICE_CENTS = 24900
"""US cents a month."""

PRICE_LOOKUP_KEY = "dental_review_engine_founder_249_monthly"
