"""Google's Places API (New) as far as we call it: place details, by field mask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import falcon

from sandbox.state import Answer, App, World

AT_MOST = 5
"""Reviews in one answer, as with Google."""

_NAMES = ("Ana R.", "Marcus T.", "Priya S.", "Luis G.", "Hannah W.", "Dmitri K.", "Grace L.")
_WORDS = (
    ("Gentle, on time, and they explained every step.", "en"),
    ("Best cleaning I have had in years. The front desk is lovely.", "en"),
    ("Muy amables con mi hijo, volveremos.", "es"),
    ("Easy to book and no waiting. My teeth feel great.", "en"),
    ("Me atendieron con mucha paciencia. Los recomiendo.", "es"),
    ("Honest about what I needed and what I did not.", "en"),
    ("", "en"),
)
_PRACTICES = ("Bright Smiles Dental", "Lakeside Family Dentistry", "Oak Street Dental Care")


@dataclass
class Place:
    """One place; `stars` counts all its reviews, `reviews` keeps the newest in Google's shape."""

    place_id: str
    name: str
    stars: list[int]
    reviews: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Places:
    """All places: any id that starts with `ChIJ` exists, with reviews that its name decides.

    Ids ending in `Gone` do not exist any more; those ending in `Moved` answer with a new id.
    """

    world: World
    known: dict[str, Place] = field(default_factory=dict)

    def reset(self) -> None:
        """Forget everything."""
        self.known.clear()

    def get(self, place_id: str) -> Place | None:
        """Give a place; None if there is none."""
        if not place_id.startswith("ChIJ") or place_id.endswith("Gone"):
            return None
        place_id = place_id.removesuffix("Moved") + "New" * place_id.endswith("Moved")
        with self.world.lock:
            if place_id not in self.known:
                self.known[place_id] = self._found(place_id)
            return self.known[place_id]

    def add_review(self, place: Place, *, rating: int, text: str, author: str) -> dict[str, Any]:
        """Let a patient publish a review now."""
        with self.world.changing():
            place.stars.append(rating)
            language = "es" if any(letter in text for letter in "áéíóúñ¿¡") else "en"
            review = self._shape(place, author, rating, text, language, days_ago=0)
            place.reviews = [review, *place.reviews]
        return review

    def set_total(self, place: Place, total: int) -> None:
        """Let Google remove or find reviews until there are `total`."""
        with self.world.changing():
            missing = total - len(place.stars)
            place.stars = place.stars[:total] + [5] * missing

    def _found(self, place_id: str) -> Place:
        chance = Random(f"{self.world.seed}/{place_id}")
        stars = [chance.choice((5, 5, 5, 5, 4, 4, 3)) for _ in range(chance.randint(18, 90))]
        place = Place(place_id, chance.choice(_PRACTICES), stars)
        for nth in range(AT_MOST):
            (text, language), author = chance.choice(_WORDS), chance.choice(_NAMES)
            days_ago = 9 * nth + chance.randint(1, 8)
            place.reviews.append(
                self._shape(place, author, stars[nth], text, language, days_ago=days_ago, nth=nth)
            )
        return place

    def _shape(
        self,
        place: Place,
        author: str,
        rating: int,
        text: str,
        language: str,
        *,
        days_ago: int,
        nth: int | None = None,
    ) -> dict[str, Any]:
        number = len(place.stars) if nth is None else -nth
        key = self.world.make_lasting_id("Ch", place.place_id, number, length=30)
        words = {"text": text, "languageCode": language}
        published = self.world.now() - timedelta(days=days_ago)
        return {
            "name": f"places/{place.place_id}/reviews/{key}",
            "relativePublishTimeDescription": f"{days_ago} days ago",
            "rating": rating,
            **({"text": words, "originalText": words} if text else {}),
            "authorAttribution": {
                "displayName": author,
                "uri": f"https://www.google.com/maps/contrib/{key}/reviews",
                "photoUri": f"https://lh3.googleusercontent.com/a/{key}",
            },
            "publishTime": published.strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
            "flagContentUri": f"https://www.google.com/local/review/rap/report?postId={key}",
            "googleMapsUri": f"https://www.google.com/maps/reviews/data={key}",
        }


class PlaceDetails:
    """`/v1/places/{place_id}`."""

    def __init__(self, world: World, places: Places) -> None:
        self._world = world
        self._places = places

    def on_get(self, req: falcon.Request, resp: falcon.Response, place_id: str) -> None:
        """Give the fields that the mask asks for; the key may come as header or parameter."""
        key = req.get_header("X-Goog-Api-Key") or req.get_param("key")
        if not key:
            raise _error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.")
        if key != self._world.config.google_places_api_key:
            raise _error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
        mask = req.get_header("X-Goog-FieldMask") or req.get_param("fields") or ""
        if not mask:
            raise _error(400, "INVALID_ARGUMENT", "FieldMask is a required parameter.")
        place = self._places.get(place_id)
        if place is None:
            raise _error(404, "NOT_FOUND", "The Place ID is no longer valid.")
        with self._world.lock:
            whole = _whole(place)
        resp.media = whole if mask.strip() == "*" else _masked(whole, mask.split(","))


def add_routes(app: App, world: World, places: Places) -> None:
    """Put Google Places' path into the app."""
    app.add_route("/v1/places/{place_id}", PlaceDetails(world, places))


def _whole(place: Place) -> dict[str, Any]:
    rated = {
        "rating": round(sum(place.stars) / max(1, len(place.stars)), 1),
        "userRatingCount": len(place.stars),
        "reviews": place.reviews[:AT_MOST],
    }
    return {
        "name": f"places/{place.place_id}",
        "id": place.place_id,
        "displayName": {"text": place.name, "languageCode": "en"},
        "businessStatus": "OPERATIONAL",
        "googleMapsUri": f"https://maps.google.com/?cid={place.place_id}",
        **(rated if place.stars else {}),
    }


def _masked(whole: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Cut a place down to the paths of a field mask; raises an answer for an unknown field."""
    kept: dict[str, Any] = {}
    for path in paths:
        head, _, rest = path.strip().partition(".")
        if head not in whole:
            if head in {"rating", "userRatingCount", "reviews"}:
                continue
            message = f"Invalid field: '{head}'"
            raise _error(400, "INVALID_ARGUMENT", message)
        value = whole[head]
        if rest and isinstance(value, list):
            earlier = kept.get(head, [{} for _ in value])
            value = [a | _masked(b, [rest]) for a, b in zip(earlier, value, strict=True)]
        elif rest:
            value = kept.get(head, {}) | _masked(value, [rest])
        kept[head] = value
    return kept


def _error(status: int, name: str, message: str) -> Answer:
    return Answer(status, {"error": {"code": status, "message": message, "status": name}})
