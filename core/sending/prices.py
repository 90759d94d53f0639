"""What texts cost, asked for afterwards: Twilio tells the price some time after delivery."""

from datetime import datetime, timedelta

from core.errors import ProviderRejected, TransientError
from core.log import get_logger
from core.outbox.tasks import DispatchDeps
from core.store.messages import MessagePrice, UnpricedMessage, list_unpriced, record_prices

log = get_logger(__name__)

_BILLED_AFTER = timedelta(minutes=30)
_GIVEN_UP_AFTER = timedelta(days=14)
_ASK_AGAIN_AFTER = timedelta(hours=6)
_BATCH = 50


def fetch_prices(deps: DispatchDeps, *, now: datetime, limit: int = 1000) -> int:
    """Ask for the prices of up to `limit` texts that have none; gives how many are known now.

    Texts of the last fourteen days, from half an hour on, each asked for once in six hours. Stops
    where the provider cannot be reached: the next run goes on.
    """
    found = asked = 0
    with deps.connect() as connection:
        connection.autocommit = True
        while asked < limit:
            batch = list_unpriced(
                connection,
                earliest=now - _GIVEN_UP_AFTER,
                latest=now - _BILLED_AFTER,
                asked_before=now - _ASK_AGAIN_AFTER,
                limit=min(_BATCH, limit - asked),
            )
            prices = _ask(deps, batch)
            record_prices(connection, prices, now=now)
            asked += len(prices)
            found += sum(price.price_usd is not None for price in prices)
            if not batch or len(prices) < len(batch):
                break
    return found


def _ask(deps: DispatchDeps, batch: list[UnpricedMessage]) -> list[MessagePrice]:
    """Ask for one text after another; fewer answers than texts mean that the provider is away."""
    prices = []
    for message in batch:
        deps.pace.wait()
        try:
            sent = deps.providers.sms.fetch(message.provider_msg_id)
        except TransientError as error:
            log.warning("prices_not_told", error=type(error).__name__)
            break
        except ProviderRejected:  # gone, or never theirs: asked again in six hours at most
            prices.append(MessagePrice(message.practice_id, message.id, None, None))
        else:
            price = MessagePrice(message.practice_id, message.id, sent.price_usd, sent.segments)
            prices.append(price)
    return prices
