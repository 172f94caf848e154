"""The table of verbs as a page of Markdown with Mermaid diagrams."""

from collections.abc import Iterable

from cases.workflow import CALL_MOVES, CASE_MOVES, CallState, CaseState, Move

HEAD = """# States and verbs

Drawn from `cases/workflow.py` by `make manage ARGS="draw_states"`; a test compares. “(later)” marks
a verb that has its place and no action yet. A verb without a target leaves the state as it is.
"""


def page() -> str:
    parts = [HEAD, "## Case\n", _diagram(CASE_MOVES.values(), "[*]"), _table(CASE_MOVES, CaseState)]
    parts += ["## Call\n", _diagram(CALL_MOVES.values(), ""), _table(CALL_MOVES, CallState)]
    return "\n".join(parts)


def _diagram(moves: Iterable[Move], start: str) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    for move in moves:
        word = f"{move.verb} (later)" if move.later else move.verb
        sources = sorted(move.sources) or ([start] if start else [])
        lines += [
            f"    {source} --> {target}: {word}"
            for source in sources
            for target in move.targets
            if source != target
        ]
    return "\n".join([*lines, "```", ""])


def _table(moves: dict[str, Move], states: type[CaseState] | type[CallState]) -> str:
    lines = ["| Verb | 动作 | From | To | Powers | Own |", "|---|---|---|---|---|---|"]
    for move in moves.values():
        cells = [
            f"`{move.verb}`" + (" (later)" if move.later else ""),
            str(move.label),
            _listed(state for state in states if state in move.sources) or "–",
            _listed(move.targets) or "stays",
            _listed(sorted(move.powers)) or "–",
            _listed(sorted(move.own)) or "–",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
