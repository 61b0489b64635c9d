"""Which text of an instrument is in force when: its enactments, and the steps of the amendments between them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.language.instrument import Amendment, Change, Step, Version
from engine.language.temporal.roc import DateFormatError, parse_date
from engine.loading.amendments.applying import ActStep
from engine.loading.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.language.diagnostics import Diagnostics, Place
    from engine.loading.amendments.reading import Act, Edit
    from engine.loading.tree import Tree

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Enactment:
    """A full text: its version, its first day of force, and its last where it says one."""

    version: str
    in_force: date
    until: date | None
    place: Place


class Timeline:
    """The versions of one instrument, each with the period in which it is in force; one after the other, without a gap."""

    def __init__(self, enactments: Iterable[Enactment], acts: Iterable[Act]) -> None:
        self.enactments = sorted(enactments, key=lambda one: (one.in_force, one.version))
        self.acts = sorted(acts, key=lambda act: (act.promulgated, act.id))
        self.steps = sorted(
            (step for act in self.acts for step in steps_of(act)), key=lambda step: (step.day, step.act.promulgated, step.act.id)
        )
        self.versions = self._versions()
        self._known = {version.name: version for version in self.versions}

    def _versions(self) -> tuple[Version, ...]:
        starts = [one.in_force for one in self.enactments]
        days = sorted({*starts, *(step.day for step in self.steps if starts and step.day >= starts[0])})
        found: list[Version] = []
        for index, day in enumerate(days):
            enactment = self.enactments[bisect_right(starts, day) - 1]
            last = enactment.until if index + 1 == len(days) else days[index + 1] - _A_DAY
            steps = self._steps_between(enactment.in_force, day)
            found.append(self._version(enactment, steps, day, last))
        return tuple(found)

    def _steps_between(self, first: date, last: date) -> tuple[ActStep, ...]:
        return tuple(step for step in self.steps if first <= step.day <= last)

    def _version(self, enactment: Enactment, steps: Sequence[ActStep], first: date, last: date | None) -> Version:
        name = enactment.version if not steps else first.isoformat()
        if steps and (first == enactment.in_force or any(one.version == name for one in self.enactments)):
            name = _full_name(enactment.version, steps)
        return Version(name=name, enactment=enactment.version, steps=tuple(map(step_of, steps)), first_day=first, last_day=last)

    # -- what is meant ---------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """The names of all versions that can be asked for: the oldest first; a text that was never in force is among them."""
        texts = [one.version for one in self.enactments if one.version not in self._known]
        return [*texts, *(version.name for version in self.versions)]

    def named(self, written: str) -> Version | None:
        """The version that a name means: its own, that of an amendment wholly in force, or that of a day."""
        if written in self._known:
            return self._known[written]
        for enactment in self.enactments:
            if enactment.version == written:  # an amendment changed it from its first day on
                return self._version(enactment, (), enactment.in_force, enactment.until)
            if written.startswith(f"{enactment.version}+"):
                return self._by_steps(enactment, written)
        of_act = [step.day for step in self.steps if step.act.id == written]
        if of_act:
            return self.on(max(of_act))
        try:
            return self.on(date.fromisoformat(written))
        except ValueError:
            return None

    def _by_steps(self, enactment: Enactment, written: str) -> Version | None:
        names = written.removeprefix(f"{enactment.version}+").split("+")
        steps = [step for step in self.steps if step_of(step).name in names]
        return self.text_of(enactment.version, steps) if len(steps) == len(names) else None

    def on(self, day: date) -> Version | None:
        """The version that is in force on a day; nothing before the first one and after the last."""
        at = bisect_right([version.first_day for version in self.versions], day) - 1
        if at < 0:
            return None
        found = self.versions[at]
        return found if found.last_day is None or day <= found.last_day else None

    def text_of(self, enactment: str, steps: Iterable[ActStep]) -> Version:
        """The version with just these steps: one of those in force by their day, or one that transitional rules make."""
        wanted = {(step.act.id, step.day) for step in steps}
        applied = tuple(step_of(step) for step in self.steps if (step.act.id, step.day) in wanted)
        for version in self.versions:
            if version.enactment == enactment and version.steps == applied:
                return version
        whole = next(one for one in self.enactments if one.version == enactment)
        written = [step for step in self.steps if step_of(step) in applied]
        last = max((step.day for step in written), default=whole.in_force)
        found = Version(
            name=_full_name(enactment, written), enactment=enactment, steps=applied, first_day=last, last_day=whole.until
        )
        self._known[found.name] = found
        return found

    def steps_in(self, version: Version) -> list[ActStep]:
        """The steps that are applied in a version, with what they change."""
        return [step for step in self.steps if step_of(step) in version.steps]

    def amendments(self) -> tuple[Amendment, ...]:
        """The amendments, in the order of their promulgation."""
        return tuple(
            Amendment(
                id=act.id,
                amends=act.amends,
                title=act.title,
                source=act.source,
                promulgated=act.promulgated,
                steps=tuple(step_of(step) for step in self.steps if step.act is act),
                has_transitional=bool(act.transitional),
                place=act.place,
            )
            for act in self.acts
        )

    # -- what is wrong ---------------------------------------------------------------------------------------------

    def check(self, diagnostics: Diagnostics) -> None:
        """Record gaps, overlaps, and changes of a text that is not in force."""
        for one, following in zip(self.enactments, self.enactments[1:], strict=False):
            self._check_pair(one, following, diagnostics)
        for act in self.acts:
            for edit in act.edits:
                if self.enactments and edit.day < self.enactments[0].in_force:
                    first = self.enactments[0]
                    message = f"the change is in force from {edit.day}, and the first text only from {first.in_force}"
                    diagnostics.error("out-of-force", message, edit.place, f"{first.place} says in_force: {first.in_force}")
                last = self.enactments[-1].until if self.enactments else None
                if last is not None and edit.day > last:
                    message = f"the change is in force from {edit.day}, and the text only until {last}"
                    diagnostics.error("out-of-force", message, edit.place, f"see {self.enactments[-1].place}")
            self._check_names(act, diagnostics)

    def _check_names(self, act: Act, diagnostics: Diagnostics) -> None:
        for other in self.acts:
            if other is not act and other.id == act.id and other.place < act.place:
                message = f'there are two amendments "{act.id}" of {act.amends}'
                diagnostics.error("duplicate-name", message, act.place, f"the other one is at {other.place}")

    @staticmethod
    def _check_pair(one: Enactment, following: Enactment, diagnostics: Diagnostics) -> None:
        if one.in_force == following.in_force:
            message = f'"{one.version}" and "{following.version}" are both in force from {one.in_force}'
            diagnostics.error("overlap", message, following.place, "give each version its own first day")
        elif one.until is not None and one.until >= following.in_force:
            message = (
                f'"{one.version}" is in force until {one.until}, and "{following.version}" already from {following.in_force}'
            )
            diagnostics.error("overlap", message, one.place, f"until: {following.in_force - _A_DAY}, or leave it out")
        elif one.until is not None and one.until + _A_DAY < following.in_force:
            first, last = one.until + _A_DAY, following.in_force - _A_DAY
            message = (
                f'from {first} until {last} no version is in force: "{one.version}" ends before "{following.version}" begins'
            )
            diagnostics.error("gap", message, one.place, f"until: {last}, or leave it out")


def enactment_of(version: str, head: Tree | None) -> Enactment | None:
    """A full text with its days, from its head; nothing where it does not tell them."""
    if not isinstance(head, Mapping):
        return None
    days: dict[str, date | None] = {}
    for key in ("in_force", "until"):
        written = head.get(key)
        try:
            days[key] = None if written is None else parse_date(getattr(written, "text", ""))[0]
        except DateFormatError:
            days[key] = None
    first = days["in_force"]
    return None if first is None else Enactment(version, first, days["until"], head.place)


def steps_of(act: Act) -> list[ActStep]:
    """What of an amendment comes into force on each of its days."""
    days = sorted({edit.day for edit in act.edits})
    return [ActStep(act, day, tuple(edit for edit in act.edits if edit.day == day)) for day in days]


def step_of(step: ActStep) -> Step:
    """A step, told without its texts."""
    return Step(amendment=step.act.id, day=step.day, changes=tuple(map(_change_of, step.edits)))


def _change_of(edit: Edit) -> Change:
    action = "insert" if edit.word.startswith("insert") else edit.word
    return Change(action=action, target=edit.target, becomes=edit.becomes, place=edit.place)  # type: ignore[arg-type]  # its words


def _full_name(enactment: str, steps: Iterable[ActStep]) -> str:
    return "+".join([enactment, *(step_of(step).name for step in steps)])
