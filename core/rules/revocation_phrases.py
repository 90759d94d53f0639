"""Every way of telling a sender to stop that is known, ready to be sought in a reply."""

import re

from core.rules.revocations_english import ENGLISH
from core.rules.revocations_spanish import SPANISH

REVOCATIONS = tuple(re.compile(pattern) for pattern in ENGLISH + SPANISH)
"""Any match, after the harmless is out, is a revocation."""
