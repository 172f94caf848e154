"""The roles of a street and the powers each one carries.

Source: the field's role table (who may do what). A role is held through a post; a power is a
guardian permission on a place or a department, and flows down the tree of places.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    GRID_WORKER = "grid_worker", _("网格员")
    BUILDING_HEAD = "building_head", _("楼栋长")
    BUILDING_INFORMANT = "building_informant", _("信息员(楼栋)")
    BUILDING_PUBLICIST = "building_publicist", _("宣传员(楼栋)")
    COMMUNITY_OFFICER = "community_officer", _("社区工作者")
    STREET_OFFICER = "street_officer", _("街道调度员")
    DUTY_OFFICER = "duty_officer", _("值班员")
    STREET_LEADER = "street_leader", _("街道领导")
    FOLLOWUP_CLERK = "followup_clerk", _("回访员")
    DEPARTMENT_HANDLER = "department_handler", _("部门经办人")
    DEPARTMENT_HEAD = "department_head", _("部门负责人")
    STREET_ADMIN = "street_admin", _("街道管理员")
    GRID_COMMANDER = "grid_commander", _("指挥长")
    GRID_INSTRUCTOR = "grid_instructor", _("指导员")
    GRID_POLICE = "grid_police", _("警务员")
    GRID_LAWYER = "grid_lawyer", _("法务员")
    GRID_LEADER = "grid_leader", _("网格长")
    GRID_INFORMANT = "grid_informant", _("信息员(网格)")
    GRID_HELPER = "grid_helper", _("网格其他力量")
    ADMIN_SYSTEM = "admin_system", _("系统管理员")
    ADMIN_SECURITY = "admin_security", _("安全管理员")
    ADMIN_AUDIT = "admin_audit", _("审计管理员")


class Power(TextChoices):
    """Codenames of the guardian permissions, on `Place` or on `Department`."""

    VIEW = "view_cases", _("查看案件")
    REPORT = "report", _("上报")
    HANDLE = "handle", _("办理自己的案件")
    CONFIRM = "confirm", _("核查自己上报的案件")
    REGISTER = "register", _("登记、交办、核查")
    DISPATCH = "dispatch", _("吹哨、调度、督办")
    DUTY = "duty", _("值班处置特急和紧急")
    LEAD = "lead", _("审批、督办")
    FOLLOW_UP = "follow_up", _("回访、重开")
    ANSWER = "answer_calls", _("应哨、答卷")
    ADMINISTER = "administer", _("管理地点、任职、部门、规则")


PLACE_POWERS = tuple(power for power in Power if power is not Power.ANSWER)
DEPARTMENT_POWERS = (Power.VIEW, Power.ANSWER)


@dataclass(frozen=True)
class Duty:
    """Where a role is held and what it may do there."""

    kinds: tuple[str, ...]
    powers: frozenset[Power]


def _at(*kinds: str, powers: tuple[Power, ...] = ()) -> Duty:
    return Duty(kinds, frozenset(powers))


_P = Power
_BUILDING = (_P.VIEW, _P.REPORT, _P.CONFIRM)
_GRID = (_P.VIEW, _P.REPORT, _P.CONFIRM, _P.HANDLE)
_COMMUNITY = (_P.VIEW, _P.REPORT, _P.HANDLE, _P.REGISTER)

DEPARTMENT = "department"
PLATFORM = "platform"

DUTIES: dict[str, Duty] = {
    Role.GRID_WORKER: _at("grid", powers=_GRID),
    Role.BUILDING_HEAD: _at("building", powers=_BUILDING),
    Role.BUILDING_INFORMANT: _at("building", powers=_BUILDING),
    Role.BUILDING_PUBLICIST: _at("building", powers=_BUILDING),
    Role.COMMUNITY_OFFICER: _at("community", powers=_COMMUNITY),
    Role.STREET_OFFICER: _at("street", powers=(*_COMMUNITY, _P.DISPATCH)),
    Role.DUTY_OFFICER: _at("street", powers=(_P.VIEW, _P.REPORT, _P.DUTY)),
    Role.STREET_LEADER: _at("street", powers=(_P.VIEW, _P.LEAD)),
    Role.FOLLOWUP_CLERK: _at("street", powers=(_P.VIEW, _P.FOLLOW_UP)),
    Role.DEPARTMENT_HANDLER: _at(DEPARTMENT, powers=DEPARTMENT_POWERS),
    Role.DEPARTMENT_HEAD: _at(DEPARTMENT, powers=DEPARTMENT_POWERS),
    Role.STREET_ADMIN: _at("street", powers=(_P.ADMINISTER,)),
    Role.GRID_COMMANDER: _at("grid"),
    Role.GRID_INSTRUCTOR: _at("grid"),
    Role.GRID_POLICE: _at("grid"),
    Role.GRID_LAWYER: _at("grid"),
    Role.GRID_LEADER: _at("grid", powers=_GRID),
    Role.GRID_INFORMANT: _at("grid"),
    Role.GRID_HELPER: _at("grid"),
    Role.ADMIN_SYSTEM: _at(PLATFORM),
    Role.ADMIN_SECURITY: _at(PLATFORM),
    Role.ADMIN_AUDIT: _at(PLATFORM),
}

EXCLUSIVE_ROLES = frozenset({Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY, Role.ADMIN_AUDIT})
ELECTED_ROLES = (Role.BUILDING_HEAD, Role.BUILDING_INFORMANT, Role.BUILDING_PUBLICIST)
GRID_TEAM = (
    Role.GRID_COMMANDER,
    Role.GRID_INSTRUCTOR,
    Role.GRID_POLICE,
    Role.GRID_LAWYER,
    Role.GRID_LEADER,
    Role.GRID_INFORMANT,
)
