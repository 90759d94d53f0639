"""What both of Twilio's webhooks share: the signed form, checked against the public address."""

from falcon.asgi import Request

from core.config import Config
from core.errors import MalformedPayload
from webhooks.bodies import first_values, parse_form_fields, parse_json, read_body
from webhooks.signatures.twilio import verify_twilio

_MAX_BYTES = 64 * 1024
_MAX_SID_CHARS = 64


async def read_signed_params(req: Request, config: Config) -> dict[str, str]:
    """Give the fields of a request that Twilio signed; raises InvalidSignature for any other."""
    body = await read_body(req, max_bytes=_MAX_BYTES)
    url = public_url(req, config)
    header = req.get_header("X-Twilio-Signature")
    if (req.content_type or "").lower().startswith("application/json"):
        verify_twilio(url, (), header, config.twilio_auth_tokens, json_body=body)
        return {k: str(v) for k, v in parse_json(body).items() if isinstance(v, str | int | float)}
    fields = parse_form_fields(body)
    verify_twilio(url, fields, header, config.twilio_auth_tokens, form_body=body)
    return first_values(fields)


def public_url(req: Request, config: Config) -> str:
    """Give the address as the world spells it: proxies rewrite scheme, host and port."""
    raw_path = req.scope.get("raw_path") or b""
    path = raw_path.decode("ascii", "surrogateescape").partition("?")[0] or req.path
    query = f"?{req.query_string}" if req.query_string else ""
    return f"{config.app_base_url}{path}{query}"


def require_sid(params: dict[str, str]) -> str:
    """Give the message's SID; raises MalformedPayload where there is none."""
    sid = params.get("MessageSid") or params.get("SmsSid") or params.get("SmsMessageSid") or ""
    if not (sid.isalnum() and sid.isascii() and len(sid) <= _MAX_SID_CHARS):
        message = "a MessageSid is needed"
        raise MalformedPayload(message)
    return sid
