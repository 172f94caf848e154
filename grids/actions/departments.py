"""Departments and estates of a street."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.actions.saving import check_fields, saving
from grids.kinds import DepartmentKind, Kind
from grids.models import Department, Estate, Place
from grids.rules.authority import require_administration
from journal.actions import audit
from journal.actors import Actor
from journal.refusals import Invalid, NotFound


@transaction.atomic
def found_department(
    *,
    street: Place,
    code: str,
    name: str,
    kind: str = DepartmentKind.BUREAU,
    phone: str = "",
    by: Actor,
    now: datetime,
) -> Department:
    """Anyone who answers a whistle: a bureau, a utility, a property company."""
    _check_street(street, by, now)
    department = Department(
        street=street, code=code.strip(), name=name.strip(), kind=kind, phone=phone.strip()
    )
    _save_department(department, "department.found", by=by, now=now)
    return department


@transaction.atomic
def change_department(
    department_id: int,
    *,
    name: str,
    kind: str,
    phone: str = "",
    active: bool = True,
    by: Actor,
    now: datetime,
) -> Department:
    rows = Department.objects.select_for_update(of=("self",)).select_related("street")
    department = rows.filter(pk=department_id).first()
    if department is None:
        raise NotFound(_("没有找到这个部门。"))
    _check_street(department.street, by, now)
    department.name, department.kind = name.strip(), kind
    department.phone, department.active = phone.strip(), active
    _save_department(department, "department.change", by=by, now=now)
    return department


def _save_department(department: Department, action: str, *, by: Actor, now: datetime) -> None:
    check_fields(department)
    with saving():
        if department.pk:
            department.save(update_fields=["name", "kind", "phone", "active"])
        else:
            department.save()
    detail = {"name": department.name, "kind": department.kind, "active": department.active}
    audit(
        by=by,
        now=now,
        action=action,
        object_kind="department",
        object_key=department.code,
        detail=detail,
    )


@transaction.atomic
def found_estate(
    *,
    street: Place,
    name: str,
    company: Department | None = None,
    fenced: bool = True,
    by: Actor,
    now: datetime,
) -> Estate:
    _check_street(street, by, now)
    estate = Estate(street=street, name=name.strip(), company=company, fenced=fenced)
    _save_estate(estate, "estate.found", by=by, now=now)
    return estate


@transaction.atomic
def change_estate(
    estate_id: int,
    *,
    name: str,
    company: Department | None,
    fenced: bool,
    by: Actor,
    now: datetime,
) -> Estate:
    rows = Estate.objects.select_for_update(of=("self",)).select_related("street")
    estate = rows.filter(pk=estate_id).first()
    if estate is None:
        raise NotFound(_("没有找到这个小区。"))
    _check_street(estate.street, by, now)
    estate.name, estate.company, estate.fenced = name.strip(), company, fenced
    _save_estate(estate, "estate.change", by=by, now=now)
    return estate


def _save_estate(estate: Estate, action: str, *, by: Actor, now: datetime) -> None:
    company = estate.company
    if company and (
        company.kind != DepartmentKind.PROPERTY_COMPANY or company.street_id != estate.street_id
    ):
        raise Invalid({"company": [_("物业公司须是本街道的物业公司。")]})
    check_fields(estate)
    with saving():
        if estate.pk:
            estate.save(update_fields=["name", "company", "fenced"])
        else:
            estate.save()
    detail = {
        "name": estate.name,
        "company": company.code if company else "",
        "fenced": estate.fenced,
    }
    audit(by=by, now=now, action=action, object_kind="estate", object_key=estate.pk, detail=detail)


def _check_street(street: Place, by: Actor, now: datetime) -> None:
    if street.kind != Kind.STREET:
        raise Invalid({"street": [_("须选择一个街道。")]})
    require_administration(by, street.scope(), timezone.localdate(now))
