"""Amazon SES v2: emails out, as whole MIME messages."""

import re
from email.message import EmailMessage as MimeMessage
from email.policy import SMTP
from email.utils import formataddr
from functools import cached_property
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config as BotoConfig
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from core.errors import EngineError, ProviderRejected
from core.providers import failures
from core.providers.ports import EmailMessage

_PROVIDER = "SES"
_THROTTLES = frozenset(
    {
        "TooManyRequestsException",
        "ThrottlingException",
        "Throttling",
        "LimitExceededException",
        "InternalServiceErrorException",
    }
)
_NEVER_LEFT = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "SSLError"})
_SEVEN_BIT = SMTP.clone(cte_type="7bit")
"""What every mail server takes: anything else is quoted-printable or base64."""
_HEADER_NAME = re.compile(r"[!-9;-~]+")
_OWN_HEADERS = frozenset({"from", "to", "cc", "bcc", "subject"})


class SesEmail:
    """Sends from one verified address.

    The content goes as raw MIME, not as SES's Simple parts: what is signed and delivered is then
    exactly what was built here, both bodies and the List-Unsubscribe headers of RFC 8058 included.
    """

    def __init__(
        self,
        *,
        region: str,
        from_email: str,
        access_key_id: str = "",
        secret_access_key: str = "",
        endpoint_url: str = "",
        configuration_set: str = "",
        connect_seconds: float = failures.CONNECT_SECONDS,
        read_seconds: float = failures.READ_SECONDS,
    ) -> None:
        """Keep the settings; blank keys leave the credentials to boto3's own chain."""
        self._from_email = from_email
        self._configuration_set = configuration_set
        self._client_arguments = {
            "region_name": region,
            "aws_access_key_id": access_key_id or None,
            "aws_secret_access_key": secret_access_key or None,
            "endpoint_url": endpoint_url or None,
            "config": BotoConfig(
                connect_timeout=connect_seconds,
                read_timeout=read_seconds,
                retries={"total_max_attempts": 1},  # SendEmail is not idempotent
            ),
        }

    @cached_property
    def _client(self) -> Any:
        return boto3.session.Session().client("sesv2", **self._client_arguments)

    def send(self, message: EmailMessage) -> str:
        """Send one email (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html)."""
        arguments: dict[str, Any] = {
            "FromEmailAddress": self._sender(message),
            "Destination": {"ToAddresses": [message.to]},
            "Content": {"Raw": {"Data": self._mime(message)}},
            "EmailTags": [{"Name": k, "Value": v} for k, v in message.tags.items()],
        }
        if self._configuration_set:
            arguments["ConfigurationSetName"] = self._configuration_set
        try:
            return str(self._client.send_email(**arguments)["MessageId"])
        except ClientError as error:
            raise _refusal(error) from error
        except NoCredentialsError as error:
            raise ProviderRejected(
                code="no_credentials", message="SES: no AWS credentials found"
            ) from error
        except BotoCoreError as error:
            certain = type(error).__name__ in _NEVER_LEFT
            raise failures.lost(_PROVIDER, error, changes_something=not certain) from error
        except (KeyError, TypeError, ValueError) as error:
            raise failures.lost(_PROVIDER, error, changes_something=True) from error

    def confirm_topic(self, topic: str, token: str) -> None:
        """Confirm a subscription (https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html).

        The token is proof enough, so that our key needs no rights at SNS.
        """
        arguments = self._client_arguments | {
            "region_name": topic.split(":")[3],
            "config": BotoConfig(signature_version=UNSIGNED).merge(
                self._client_arguments["config"]
            ),
        }
        try:
            client = boto3.session.Session().client("sns", **arguments)
            client.confirm_subscription(TopicArn=topic, Token=token)
        except ClientError as error:
            raise _refusal(error) from error
        except BotoCoreError as error:
            raise failures.lost(_PROVIDER, error, changes_something=False) from error

    def _sender(self, message: EmailMessage) -> str:
        if not message.sender_name:
            return self._from_email
        return formataddr((_one_line(message.sender_name), self._from_email))

    def _mime(self, message: EmailMessage) -> bytes:
        """Build the MIME message: text first, HTML as its alternative."""
        mime = MimeMessage(policy=_SEVEN_BIT)
        try:
            mime["From"] = self._sender(message)
            mime["To"] = message.to
            mime["Subject"] = _one_line(message.subject)
            for name, value in message.headers.items():
                if _checked_name(name).lower() not in _OWN_HEADERS:
                    mime[name] = value
            mime.set_content(message.text)
            if message.html is not None:
                mime.add_alternative(message.html, subtype="html")
            return mime.as_bytes()
        except (ValueError, TypeError, IndexError) as error:
            raise ProviderRejected(
                code="malformed_message", message="the email cannot be written as MIME"
            ) from error


def _checked_name(name: str) -> str:
    """Raise ValueError for a name that would end its line: the email package lets it through."""
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError(name)
    return name


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _refusal(error: ClientError) -> EngineError:
    details = error.response.get("Error", {})
    code = str(details.get("Code") or "unknown")
    answer = error.response.get("ResponseMetadata", {})
    status = int(answer.get("HTTPStatusCode", 0))
    if failures.is_transient(status) or code in _THROTTLES:
        return failures.transient(
            _PROVIDER,
            429 if code in _THROTTLES and status < 500 else status,  # noqa: PLR2004  # the 5xx class
            answer.get("HTTPHeaders", {}),
            changes_something=True,
        )
    return failures.rejected(_PROVIDER, code, str(details.get("Message", "")))
