"""What a restart of the sandbox keeps, and what a database that outlived it must not meet again."""

from core.config import load_config
from sandbox.state import World


def world(life: str, seed: int = 7) -> World:
    return World(load_config({}), seed=seed, step_seconds=0, life=life)


def test_another_start_gives_other_ids_and_the_same_places():
    one, other = world("a"), world("b")
    assert one.make_id("evt_", 1) != other.make_id("evt_", 1)
    assert one.make_lasting_id("Ch", 1) == other.make_lasting_id("Ch", 1)


def test_the_same_seed_gives_the_same_ids():
    assert world("").make_id("SM", 1) == world("").make_id("SM", 1) != world("", 8).make_id("SM", 1)
