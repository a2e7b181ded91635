"""Text that means harm, and plans, drift reports and outcomes that hold it wherever text can stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from gallery import START, change, field, plan
from hypothesis import strategies as st

from reconciler.apply.outcome import Ended, Outcome, Result
from reconciler.model.address import Address
from reconciler.model.forecast import Amount, Bound, Costs, Estimate, OneOff, Past, Standing
from reconciler.model.observed import Environment, ReadProblem
from reconciler.plan.changes import Action, Change, Effect, Plan, Refusal, Step
from reconciler.plan.drift import DriftClass, DriftReport, Finding

NASTY = [
    "\x1b[31mred\x1b[0m",
    "\x9b2J",
    "a\nb\r\nc\td",
    "\u202egnp.exe\u2066",
    "\u2028line\u2029",
    "| a | b |",
    "a\\|b \\",
    "`x` ``` ~~~ ````",
    "```",
    "--> <!-- x",
    "]]> <![CDATA[ <?php",
    "</details></summary></td></code><script>alert(1)</script>",
    "@octocat @org/team mail me@example.com",
    "#1 owner/repo#2 GH-3 fixes #4, closes GH-5.",
    "deadbeef 0123abc owner/repo@0123456789abcdef0123456789abcdef01234567",
    "[a](http://b) ![c](d) <http://e> www.example.com https://example.com",
    "[^1] [x]: http://y",
    "**b** _i_ ~~s~~ $x$ $`y`$ :smile: &amp; &#60; \\| \\` \\",
    "    indented",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "\ud800",
    "\u0627\u0644 \u05d0\u05d1",
    "|" * 1000,
    "x" * 3000,
    "`" * 500,
    "",
]
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map("".join),
)


@dataclass(frozen=True)
class Draft:
    """What a change is like, whatever its texts say."""

    action: Action
    effects: tuple[Effect, ...]
    refused: bool
    unhealthy: bool
    fields: int
    notes: int


DRAFTS = st.lists(
    st.builds(
        Draft,
        action=st.sampled_from([one for one in Action if one not in {Action.START, Action.STOP}]),
        effects=st.sets(st.sampled_from(Effect)).map(lambda found: tuple(sorted(found, key=str))),
        refused=st.booleans(),
        unhealthy=st.booleans(),
        fields=st.integers(1, 2),
        notes=st.integers(0, 2),
    ),
    max_size=5,
)


def drafted_plan(drafts: Sequence[Draft], texts: Sequence[str]) -> Plan:
    """A plan that is the same for the same drafts but for its texts."""
    words = cycle(texts)
    changes = tuple(_change(number, draft, words) for number, draft in enumerate(drafts))
    addresses = [one.address for one in changes]
    steps: list[Step] = []
    for one in changes:
        before = tuple(step.id for step in steps[-2:])
        name = f"{one.action.value} {one.address}"
        steps.append(
            Step(id=name, address=one.address, action=one.action, kind="filter", arn="a", needs=before)
        )
    return plan(
        *changes,
        environment=Environment(
            account=next(words), region=next(words), endpoint=next(words), name=f"e{next(words)}"
        ),
        stack=next(words),
        file=next(words),
        steps=tuple(steps),
        warnings=(next(words),),
        problems=(ReadProblem(what=next(words), operation=next(words), address=Address("filter", ("f",))),),
        costs=_costs(addresses, words),
        estimate=Estimate(seconds=4000, past=(Past(kind="campaign", count=2),)),
    )


def _change(number: int, draft: Draft, words: Iterator[str]) -> Change:
    made = change(
        "filter/x",
        draft.action,
        reason=next(words),
        fields=tuple(
            field(f"k{key}{next(words)}", f"1{next(words)}", f"2{next(words)}", member=f"m{next(words)}")
            for key in range(draft.fields)
        ),
        effects=draft.effects,
        notes=tuple(f"n{next(words)}" for _ in range(draft.notes)),
        unhealthy=f"u{next(words)}" if draft.unhealthy else "",
        refusal=Refusal(
            rule="consent",
            why=next(words),
            fix=f"f{next(words)}",
            paste=f"consent: [{{delete: {visible_line(next(words))}}}]",
        )
        if draft.refused
        else None,
    )
    return replace(made, address=Address("filter", (f"{number}{next(words)}",)))


def visible_line(text: str) -> str:
    """What is pasted is one line: the text that it holds is written as YAML writes it."""
    return repr(text)[1:-1]


def _costs(addresses: Sequence[Address], words: Iterator[str]) -> Costs:
    known, unknown = Amount(usd=1, basis=f"b{next(words)}"), Amount(bound=Bound.UNKNOWN, basis=next(words))
    return Costs(
        standing=tuple(Standing(address=one, before=Amount(), after=known) for one in addresses),
        once=tuple(OneOff(address=one, amount=unknown) for one in addresses[:1]),
        as_of=next(words),
        region=next(words),
        source=next(words),
        notes=(f"n{next(words)}",),
    )


def hostile_plan(text: str) -> Plan:
    """A plan with this text everywhere."""
    all_of_it = Draft(Action.RECREATE, tuple(Effect), True, True, 2, 2)
    return drafted_plan([all_of_it, Draft(Action.UPDATE, (), False, False, 1, 1)], [text])


def hostile_drift(text: str) -> DriftReport:
    """A drift report likewise."""
    made = hostile_plan(text)
    address = Address("filter", (text,))
    found = [Finding(address=address, drift=one, detail=text) for one in DriftClass]
    fields = (field(f"k{text}", f"1{text}", f"2{text}"),)
    return DriftReport(
        environment=made.environment,
        stack=text,
        file=text,
        findings=(
            *found,
            Finding(address=address, drift=DriftClass.CHANGED, detail=text, fields=fields),
        ),
        warnings=(text,),
        problems=made.problems,
    )


def hostile_outcome(text: str) -> Outcome:
    """The result of an apply likewise."""
    address = Address("filter", (text,))
    results = (
        Result(
            step=f"create {address}",
            address=address,
            action=Action.CREATE,
            ended=ended,
            detail=f"d{text}",
            seconds=7,
        )
        for ended in Ended
    )
    return Outcome(started=START, seconds=10, results=tuple(results))
