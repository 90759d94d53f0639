"""A refresh token in use: each next one is kept the moment a provider hands it out."""

from dataclasses import dataclass, field
from uuid import UUID

from core.calendars.work import Poll
from core.store.calendar_connections import TOKEN_COLUMN, rotate_token


@dataclass
class HeldToken:
    """One practice's access during a poll; `sealed` is how it is kept by now.

    A provider may end a token with its first use. So what fails afterwards, a page or we, must
    find the next one in the database already.
    """

    poll: Poll
    practice_id: UUID
    sealed: str = field(repr=False)

    def open(self) -> str:
        """Give the token itself."""
        return self.poll.deps.sealer.open(
            self.sealed, practice_id=self.practice_id, column=TOKEN_COLUMN
        )

    def keep(self, token: str) -> None:
        """Keep the next token, unless consent was renewed or withdrawn meanwhile."""
        following = self.poll.deps.sealer.seal(
            token, practice_id=self.practice_id, column=TOKEN_COLUMN
        )
        with self.poll.deps.connect() as connection:
            rotate_token(
                connection,
                practice_id=self.practice_id,
                source=self.poll.source,
                old_token=self.sealed,
                new_token=following,
            )
        self.sealed = following
