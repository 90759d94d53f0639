"""POST /webhooks/twilio/status: the busiest route."""

from datetime import datetime

from falcon.asgi import Request, Response

from core.inbox import retry_raw_event
from core.log import get_logger
from core.sealed_payloads import seal_delivery_report
from core.sending.delivery_reports import PROVIDER, has_consequences, is_arrival, read_report
from webhooks.deps import Deps
from webhooks.hot_rows import STATUS, StatusRow
from webhooks.receivers.twilio_requests import read_signed_params, require_sid

_log = get_logger(__name__)


class TwilioStatus:
    """Takes in delivery reports through the appender; failures are followed up at once."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Receive one report; answered when it is durable."""
        params = await read_signed_params(req, self._deps.config)
        require_sid(params)
        now = self._deps.clock()
        report = read_report(params, self._deps.sealer, at=now)
        row = StatusRow(report, seal_delivery_report(self._deps.sealer, params), now)
        is_applied = await self._deps.appender.append(STATUS, row)
        if has_consequences(report) or (is_arrival(report) and not is_applied):
            await self._follow_up(report.external_id, now)
        resp.content_type = "text/plain"
        resp.text = ""

    async def _follow_up(self, external_id: str, now: datetime) -> None:
        """Apply a failure, or what corrects one; the report is durable.

        What goes wrong here is the job's to mend.
        """
        try:
            await self._deps.database.run(
                lambda connection: retry_raw_event(
                    connection,
                    self._deps.config,
                    self._deps.sealer,
                    provider=PROVIDER,
                    external_id=external_id,
                    now=now,
                )
            )
        except Exception as error:  # noqa: BLE001 - stored, and applied again by raw_events
            _log.warning("follow_up_left_to_job", error=type(error).__name__)
