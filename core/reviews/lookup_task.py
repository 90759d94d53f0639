"""The place behind a review link, looked up at Google while its owner waits at the page."""

from core.outbox.tasks import Answer, Done, Errand, Outcome, Refusal, Task, Work
from core.providers.ports import PlaceDetails
from core.rules.vocabulary import Reason
from core.store.place_lookups import answer_place


class LookUpPlace(Task):
    """Asks Google once, and writes down what the page may show."""

    label = "places_looked_up"

    def prepare(self, work: Work) -> Errand | Outcome:
        """Ask for the place that the link names; by a second attempt nobody waits any more."""
        if work.job.attempts > 1:
            _note_error(work, Reason.PROVIDER_DOWN)
            return Done("places_not_found")
        place_id = str(work.job.payload["place_id"])
        return Errand(lambda: work.deps.providers.places.fetch(place_id))

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Keep name, number of reviews and rating for the page."""
        details: PlaceDetails = answer.result
        answer_place(
            work.connection,
            practice_id=work.practice_id,
            place_id=str(work.job.payload["place_id"]),
            now=work.now,
            name=details.name,
            total_reviews=details.total_reviews,
            average_rating=details.average_rating,
        )
        return super().settle(work, answer)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Say that Google does not tell."""
        _note_error(work, refusal.code)
        return Done("places_not_found")


def _note_error(work: Work, code: str) -> None:
    answer_place(
        work.connection,
        practice_id=work.practice_id,
        place_id=str(work.job.payload["place_id"]),
        now=work.now,
        error=code,
    )
