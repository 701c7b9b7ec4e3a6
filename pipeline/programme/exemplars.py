"""Exemplars over the years: discovered, nurtured, summed up, replicated, looked after, made known (plan I, II.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from pipeline.errors import FieldNeeded, NoSuchExemplar, StageOutOfOrder
from pipeline.register import audit
from pipeline.register.models import (
    Dissemination,
    EmulationField,
    Exemplar,
    ExemplarStage,
    ExemplarStep,
    FollowUp,
    Person,
    Plan,
    Publication,
    Scope,
    SessionItem,
    Unit,
)

STEPS: Sequence[ExemplarStep] = tuple(ExemplarStep)


def discover(
    plan: Plan,
    subject: Person | Unit,
    unit: Unit,
    *,
    day: dt.date,
    fields: Iterable[EmulationField] = (),
    all_round: bool = False,
    note: str = "",
    who: str,
) -> Exemplar:
    """Begin the history of an exemplar, or find the one of an earlier year (REQ-017): it is the same person or unit.

    Raises `FieldNeeded` for an exemplar that is neither all-round nor of a field (REQ-006).
    """
    fields = list(fields)
    if not all_round and not fields:
        raise FieldNeeded
    scope = Scope.ALL_ROUND if all_round else Scope.BY_FIELD
    person = subject if isinstance(subject, Person) else None
    with transaction.atomic():
        exemplar, new = Exemplar.objects.get_or_create(
            plan=plan, person=person, **({} if person else {"unit": unit}), defaults=_first(unit, scope, day, person)
        )
        exemplar.fields.add(*fields)
        if new:
            ExemplarStage.objects.create(exemplar=exemplar, stage=ExemplarStep.DISCOVERED, day=day, note=note)
            audit.append(who, "exemplar-discovered", f"exemplar:{exemplar.pk}")
    return exemplar


def _first(unit: Unit, scope: Scope, day: dt.date, person: Person | None) -> dict[str, object]:
    return {"scope": scope, "since": day, **({"unit": unit} if person else {})}


def discover_granted(plan: Plan, items: Iterable[SessionItem], *, who: str) -> list[Exemplar]:
    """Everybody the Council granted an award is an exemplar from the session's day on."""
    return [
        discover(
            plan,
            item.person or item.unit,
            item.unit,
            day=item.session.day,
            fields=item.nomination.fields.all() if item.nomination else (),
            all_round=item.nomination is None or not item.nomination.fields.exists(),
            who=who,
        )
        for item in items
        if item.person is not None or item.collective
    ]


def find_exemplar(number: int) -> Exemplar:
    """The exemplar with this number; raises `NoSuchExemplar`."""
    exemplar = Exemplar.objects.select_related("person", "unit", "plan").filter(pk=number).first()
    if exemplar is None:
        raise NoSuchExemplar(number=number)
    return exemplar


def name_of(exemplar: Exemplar) -> str:
    """The person's name, or the unit's."""
    return exemplar.person.full_name if exemplar.person else exemplar.unit.name


def enter_stage(exemplar: Exemplar, step: ExemplarStep, *, day: dt.date, note: str = "", who: str) -> ExemplarStage:
    """The exemplar enters its next stage; raises `StageOutOfOrder` where one before it is missing, or it was there."""
    with transaction.atomic():
        done = [stage.stage for stage in exemplar.stages.all()]
        wanted = [step_.value for step_ in STEPS[: STEPS.index(step)]]
        if step.value in done or any(before not in done for before in wanted):
            raise StageOutOfOrder(name=name_of(exemplar), stage=step.value, done=", ".join(done))
        stage = ExemplarStage.objects.create(exemplar=exemplar, stage=step, day=day, note=note)
        audit.append(who, "exemplar-stage", f"exemplar:{exemplar.pk}", stage=step.value)
    return stage


def follow_up(
    exemplar: Exemplar, *, day: dt.date, finding: str, difficulty: str = "", measure: str = "", who: str
) -> FollowUp:
    """Note how the exemplar fares (REQ-011, REQ-012)."""
    with transaction.atomic():
        note = FollowUp.objects.create(
            exemplar=exemplar, day=day, finding=finding, difficulty=difficulty, measure=measure
        )
        audit.append(who, "exemplar-followed-up", f"exemplar:{exemplar.pk}")
    return note


def publish(exemplar: Exemplar, *, day: dt.date, outlet: str, title: str, who: str) -> Publication:
    """Note where the exemplar was made known (REQ-007, REQ-014)."""
    with transaction.atomic():
        publication = Publication.objects.create(exemplar=exemplar, day=day, outlet=outlet, title=title)
        audit.append(who, "exemplar-published", f"exemplar:{exemplar.pk}", outlet=outlet)
    return publication


def news_text(exemplar: Exemplar) -> str:
    """A text ready for the news page: who, in which fields, since when, and what others can learn (REQ-014)."""
    fields = "; ".join(exemplar.fields.order_by("code").values_list("label", flat=True)) or "toàn diện"
    whose = f"{name_of(exemplar)}, {exemplar.unit.name}" if exemplar.person else exemplar.unit.name
    lines = [f"Gương điển hình tiên tiến: {whose}", f"Lĩnh vực: {fields}. Từ ngày {exemplar.since:%d/%m/%Y}."]
    return "\n".join([*lines, "", exemplar.good_practice or "(Chưa có nội dung cách làm hay.)"]) + "\n"


def disseminate(plan: Plan, unit: Unit, *, day: dt.date, form: str, attendance: int, who: str) -> Dissemination:
    """A unit has explained the plan to its staff (REQ-020)."""
    with transaction.atomic():
        done, _new = Dissemination.objects.update_or_create(
            plan=plan, unit=unit, day=day, defaults={"form": form, "attendance": attendance}
        )
        audit.append(who, "disseminated", f"unit:{unit.code}", day=day.isoformat(), attendance=attendance)
    return done


def not_disseminated(plan: Plan, day: dt.date) -> list[Unit]:
    """The units that have not explained the plan to their staff by `day`; they are to be reminded (REQ-020)."""
    done = Dissemination.objects.filter(plan=plan, day__lte=day).values("unit")
    return list(Unit.objects.on(day).filter(nominates=True).exclude(pk__in=done))
