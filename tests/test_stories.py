"""The whole product as the demo tells it: each step checks itself, over real HTTP and PostgreSQL."""

from collections.abc import Iterator

import pytest

from demo.stage import open_stage
from demo.steps import STEPS
from demo.story import CHECKOUT_AT, Story


@pytest.fixture(scope="module")
def story(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    output_dir = tmp_path_factory.mktemp("demo")
    with open_stage(CHECKOUT_AT, server_url=server_url, output_dir=output_dir) as stage:
        yield Story(stage)


@pytest.mark.parametrize(("name", "step"), STEPS, ids=[name for name, _ in STEPS])
def test_the_demos_story_holds(story: Story, name: str, step) -> None:
    assert step(story)
