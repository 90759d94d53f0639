"""Who is asking: keyed hashes of address and browser, session cookies, bearer tokens."""

from urllib.parse import urlsplit

from falcon.asgi import Request, Response

from core.config import Config
from core.onboarding.sign_in import SESSION_DAYS
from core.rules.tokens import open_signed, sign_value
from core.sealing import Sealer

SESSION_COOKIE = "session"

_MAX_AGENT_CHARS = 512
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def ip_hash(req: Request, config: Config, sealer: Sealer) -> str | None:
    """Give the keyed hash of the caller's address.

    Behind proxies of ours, `TRUSTED_PROXIES` of them, the first of them has named the caller:
    whatever stands before that is what the caller wrote.
    """
    address, proxies = req.remote_addr, config.trusted_proxies
    if proxies:
        hops = (req.get_header("X-Forwarded-For") or "").split(",")
        address = (hops[-proxies].strip() if len(hops) >= proxies else "") or address
    return sealer.hash(f"ip:{address}") if address else None


def agent_hash(req: Request, sealer: Sealer) -> str | None:
    """Give the keyed hash of the caller's user agent."""
    agent = req.user_agent
    return sealer.hash(f"ua:{agent[:_MAX_AGENT_CHARS]}") if agent else None


def bearer_token(req: Request) -> str | None:
    """Give the token of an Authorization header."""
    scheme, _, token = (req.get_header("Authorization") or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


class SignedSessions:
    """Opens the session cookie of every request; one that we did not sign is as good as none."""

    def __init__(self, config: Config) -> None:
        self._secrets = config.hmac_secrets
        self._base = urlsplit(config.app_base_url)

    async def process_request(self, req: Request, resp: Response) -> None:
        """Keep what was signed for `session_cookie`, and which host we are to the public."""
        del resp
        req.context.public_host = self._base.netloc
        req.context.public_scheme = self._base.scheme
        values = req.get_cookie_values(SESSION_COOKIE)
        req.context.session = (
            open_signed(self._secrets, values[0], purpose=SESSION_COOKIE) if values else None
        )


def session_cookie(req: Request) -> str | None:
    """Give the session that a genuine cookie carries.

    A request that another site's page makes is not taken for the owner's.
    """
    session: str | None = req.context.session
    return session if is_own_request(req) else None


def is_own_request(req: Request) -> bool:
    """Tell whether a page of ours, or no page at all, makes a request that changes something.

    Besides the cookie's SameSite, browsers say where a request comes from: in Sec-Fetch-Site, older
    ones in Origin or at least in Referer, which is then compared with the host asked for and, as a
    proxy may have changed that one, with the public host. A program sends none of them. The same
    order as https://pkg.go.dev/net/http#CrossOriginProtection.
    """
    if req.method in _SAFE_METHODS:
        return True
    site = req.get_header("Sec-Fetch-Site")
    if site is not None:
        return site.lower() in {"same-origin", "none"}
    origin = req.get_header("Origin") or req.get_header("Referer")
    return origin is None or _is_ours(req, origin.lower())


def _is_ours(req: Request, origin: str) -> bool:
    scheme, _, rest = origin.partition("://")
    if req.context.public_scheme == "https" and scheme != "https":
        return False
    ours = {(req.netloc or "").lower(), req.context.public_host.lower()} - {""}
    return rest.partition("/")[0] in ours


def is_browser(req: Request) -> bool:
    """Tell whether a browser makes a request that changes something: programs name no origin."""
    return any(req.get_header(name) is not None for name in ("Sec-Fetch-Site", "Origin"))


def set_session_cookie(resp: Response, config: Config, value: str) -> None:
    """Sign the browser in; the cookie is signed, and out of reach of scripts and other sites."""
    resp.set_cookie(
        SESSION_COOKIE,
        sign_value(config.hmac_secrets[0], value, purpose=SESSION_COOKIE),
        max_age=SESSION_DAYS * 24 * 3600,
        path="/",
        http_only=True,
        same_site="Lax",
        secure=config.app_base_url.startswith("https:"),
    )
