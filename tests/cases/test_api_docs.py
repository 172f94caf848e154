"""What is written about the API is what it does: the committed schema and the table of verbs."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from cases.api import calls, verbs
from cases.serializers.bodies import Body
from cases.workflow import CALL_MOVES, CASE_MOVES, OPEN_STATES, WORKING_STATES, Move

DOCS: Path = settings.BASE_DIR / "docs"
ELSEWHERE = {"report": "`POST /cases/`", "archive": "the system"}


def words(items: Any) -> str:
    return " ".join(f"`{item}`" for item in items)


def fields(body: type[Body] | None) -> str:
    if body is None:
        return "–"
    return words(name if field.required else f"{name}?" for name, field in body().fields.items())


def states(sources: frozenset[str]) -> str:
    named: dict[frozenset[str], str] = {
        OPEN_STATES: "any open",
        WORKING_STATES: "any open but `suspended`",
    }
    return named.get(sources) or words(sorted(sources)) or "–"


def row(move: Move, doors: dict[str, verbs.Door]) -> str:
    door = doors.get(move.verb)
    takes = "later" if move.later else fields(door.body) if door else ELSEWHERE[move.verb]
    powers = sorted(move.powers) + [f"{power} (own)" for power in sorted(move.own)]
    targets = words(move.targets or move.case_targets) or "stays"
    cells = [f"`{move.verb}` {move.label}", states(move.sources), targets, words(powers) or "–"]
    return f"| {' | '.join([*cells, takes])} |"


def table() -> str:
    head = ["| Verb | From | To | Power | Body |", "|---|---|---|---|---|"]
    rows = [row(move, verbs.DOORS) for move in CASE_MOVES.values()]
    rows += [row(move, calls.DOORS) for move in CALL_MOVES.values()]
    return "\n".join([*head, *rows])


def test_the_page_about_the_api_has_the_verbs_as_they_are() -> None:
    assert table() in (DOCS / "api.md").read_text(encoding="utf-8")


def test_every_verb_that_has_an_action_has_a_door() -> None:
    ready = {verb for verb, move in CASE_MOVES.items() if not move.later}
    assert set(verbs.DOORS) == ready - set(ELSEWHERE)
    assert set(calls.DOORS) == {verb for verb, move in CALL_MOVES.items() if not move.later}


def test_the_committed_schema_is_what_the_code_says(tmp_path: Path) -> None:
    written = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(written))
    committed = (DOCS / "openapi.yaml").read_text(encoding="utf-8")
    assert committed == written.read_text(encoding="utf-8"), (
        'make manage ARGS="spectacular --validate --fail-on-warn --file docs/openapi.yaml"'
    )


def test_the_schema_names_every_call_of_the_contract() -> None:
    schema = yaml.safe_load((DOCS / "openapi.yaml").read_text(encoding="utf-8"))
    contract = {
        *("token/", "me/", "places/", "places/{code}/posts/", "departments/", "categories/"),
        *("cases/", "cases/{number}/", "cases/{number}/reveal_contact/"),
        *("evidence/", "evidence/{id}/", "evidence/{id}/thumb/"),
        *(f"cases/{{number}}/{verb}/" for verb in verbs.DOORS),
        *("calls/{call_id}/claim/", "calls/{call_id}/answer/"),
    }
    assert set(schema["paths"]) == {f"/api/v1/{path}" for path in contract}


@pytest.mark.django_db
def test_the_schema_and_its_page_are_served() -> None:
    assert Client().get("/api/schema/").status_code == 200
    page = Client().get("/api/docs/")
    assert page.status_code == 200
    script = Client().get("/api/docs/?script=")
    assert script["Content-Type"] == "application/javascript"
    assert "SwaggerUIBundle" in script.content.decode()
    assert "<script>" not in page.content.decode()
