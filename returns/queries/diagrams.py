"""The machines as text: their arrows, and a page of Mermaid diagrams."""

from collections.abc import Iterator
from typing import NamedTuple

from returns.enums import CLOSED_STATES, Service, State, Step
from returns.models import MACHINES, Ticket
from returns.policy.permissions import PERMISSIONS


class Arrow(NamedTuple):
    """A step that leads from one state to another (the same, where it stays)."""

    source: State
    step: Step
    target: State


def arrows(service: Service) -> list[Arrow]:
    """Every arrow of a service's machine, in the order of states and steps."""
    field = Ticket._meta.get_field("state")  # noqa: SLF001 - Django's documented API
    found = {
        Arrow(State(f"{move.source}"), Step(move.name), State(f"{move.target or move.source}"))
        for move in field.get_all_transitions(MACHINES[service])
    }
    states, steps = list(State), list(Step)
    return sorted(found, key=lambda arrow: (states.index(arrow.source), steps.index(arrow.step)))


def draw() -> str:
    """The page: one diagram per machine, and who takes each step."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# The three machines"
    yield ""
    yield "Printed from the code by `manage.py draw_flows`; a test holds this page against it."
    for service in Service:
        yield from ("", f"## {service.label}", "", "```mermaid", "stateDiagram-v2")
        yield f"    [*] --> {State.SELLER_REVIEW}: {Step.OPEN}"
        for source, step, target in arrows(service):
            roles = ", ".join(sorted(PERMISSIONS[step]))
            yield f"    {source} --> {target}: {step} ({roles})"
        reached = {arrow.target for arrow in arrows(service)}
        for state in (state for state in State if state in reached & CLOSED_STATES):
            yield f"    {state} --> [*]"
        yield "```"
