"""Any order: people edit, others interfere, commands break off; in the end all is as the file says."""

from __future__ import annotations

from collections import Counter

import bystanders
from arena import Arena
from blows import Blow, blows
from ending import end
from extent import FULL
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from life import Life, one_connection
from people_edit import EDITS, Pick
from people_edit_data import DATA_EDITS, GRAVE
from start import LOCKS

BASES = (None, "shop", "actions", "two-groups")
MOMENTS = (5, 60, 400, 2000, 5000, 90_000, 20 * 86_400)


def _pick(data: st.DataObject) -> Pick:
    return lambda options: data.draw(st.sampled_from(list(options)))


class AnyOrder(RuleBasedStateMachine):
    """The rules; what follows from each is judged by `Life`."""

    arena: Arena
    ledger: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.life: Life | None = None
        self.fine = False

    def _did(self, rule_name: str) -> Life:
        assert self.life is not None
        self.ledger[rule_name] += 1
        self.fine = False
        return self.life

    @initialize(base=st.sampled_from(BASES), applied=st.booleans())
    def begins(self, base: str | None, applied: bool) -> None:
        self.life = Life(self.arena, self.ledger, base)
        self.ledger["runs"] += 1
        if applied:
            ran = self.life.apply(self.life.ours)
            self.life.insist(ran.code == 0, f"the first apply fails: {ran}")
        self.fine = True

    @rule(data=st.data())
    def edits(self, data: st.DataObject) -> None:
        life = self._did("edits")
        life.change(life.ours, _pick(data), (*EDITS, *DATA_EDITS))
        self.fine = True

    @rule(data=st.data())
    def edits_gravely(self, data: st.DataObject) -> None:
        life, pick = self._did("edits"), _pick(data)
        life.change(life.ours, pick, EDITS if pick([True, True, False]) else GRAVE)
        self.fine = True

    @rule(data=st.data(), act=st.sampled_from(bystanders.ACTS), pause=st.sampled_from([0, 30, 4000]))
    def others_act(self, data: st.DataObject, act: bystanders.Act, pause: int) -> None:
        life, pick = self._did("acts of others"), _pick(data)
        file = life.ours if pick([True, True, False]) else life.theirs
        life.tell(bystanders.act(self.arena, file, pick, act))
        self.arena.time.advance(pause)
        self.fine = True

    @rule(seconds=st.sampled_from(MOMENTS))
    def time_passes(self, seconds: int) -> None:
        self._did("pauses").tell(f"{seconds} s pass")
        self.arena.time.advance(seconds)
        self.fine = True

    @rule(more=st.sampled_from(["", "", "--only runs", "--retry-failed"]))
    def applies(self, more: str) -> None:
        life = self._did("applies")
        life.apply(life.ours, more)
        self.fine = True

    @rule(more=st.sampled_from(["--no-wait", "--timeout 1s", "--timeout 5m", "--timeout 2h"]))
    def applies_without_patience(self, more: str) -> None:
        life = self._did("applies cut short")
        life.apply(life.ours, more)
        self.fine = True

    @rule(blow=blows())
    def applies_and_is_struck(self, blow: Blow) -> None:
        life = self._did("kills" if blow.kills else "faults")
        life.tell(str(blow))
        life.apply(life.ours, strike=blow.on(self.arena))
        self.arena.emulator.faults.clear()
        self.fine = True

    @rule()
    def looks(self) -> None:
        life = self._did("looks")
        life.look(life.ours)
        self.fine = True

    @rule(data=st.data())
    def reviewers_agree(self, data: st.DataObject) -> None:
        life, pick = self._did("reviews"), _pick(data)
        refused = life.refusals(life.ours)
        if refused and pick([False, False, True]):
            refused = [one for one in refused if pick([True, False])]
        life.agree(life.ours, refused)
        self.fine = True

    @precondition(lambda self: self.life and (self.life.ours.document.get("consent")))
    @rule()
    def consents_are_taken_out(self) -> None:
        life = self._did("edits")
        life.tell("consents are taken out")
        life.ours.edit(life.ours.document | {"consent": [], "adopt": []})
        self.fine = True

    @rule()
    def saves_a_plan(self) -> None:
        self._did("saved plans").save()
        self.fine = True

    @precondition(lambda self: self.life and self.life.saved)
    @rule()
    def applies_the_saved_plan(self) -> None:
        self._did("saved plans applied").apply_saved()
        self.fine = True

    @rule(data=st.data())
    def destroys(self, data: st.DataObject) -> None:
        life, pick = self._did("destroys"), _pick(data)
        if pick([False, False, False, True]):
            life.agree(life.ours, life.refusals(life.ours, "destroy --yes"))
            life.command(life.ours, "destroy --yes")
        self.fine = True

    @rule(data=st.data())
    def the_neighbour_applies(self, data: st.DataObject) -> None:
        life, pick = self._did("applies of the neighbour"), _pick(data)
        if pick([True, False]):
            life.change(life.theirs, pick, EDITS)
        if pick([True, False]):
            life.agree(life.theirs, life.refusals(life.theirs))
        life.apply(life.theirs)
        self.fine = True

    @rule()
    def a_lock_is_wanted(self) -> None:
        life = self._did("edits")
        life.ours.edit(life.ours.document | {"lock": {"bucket": LOCKS}})
        self.fine = True

    @rule()
    def unlocks(self) -> None:
        life = self._did("unlocks")
        life.unlock(life.ours)
        self.fine = True

    def teardown(self) -> None:
        # After a failure there is nothing to bring to an end.
        if self.life is not None and self.fine:
            end(self.life)
            self.ledger["survivors"] += 1


def test_whatever_happens_nobody_loses_anything(session_arena: Arena, ledger: Counter[str]) -> None:
    machine = type("AnyOrder", (AnyOrder,), {"arena": session_arena, "ledger": ledger})
    # A failure tells its story; making that shorter would take hours.
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    with one_connection():
        run_state_machine_as_test(
            machine,
            settings=settings(
                settings.get_profile("torture" if FULL else "bounded"),
                max_examples=60 if FULL else 8,
                phases=phases,
                stateful_step_count=30 if FULL else 16,
            ),
        )
