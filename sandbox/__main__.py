"""`python -m sandbox`: the provider sandbox until Ctrl-C."""

import click

from sandbox.server import run


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=9000, show_default=True)
@click.option("--seed", type=int, help="Give the same ids on every start, as a demo needs them.")
def main(host: str, port: int, seed: int | None) -> None:
    """Stand in for Twilio, Amazon SES, Google Places, Stripe and Slack, with an inbox page."""
    run(host, port, seed)


if __name__ == "__main__":
    main()
