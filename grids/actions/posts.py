"""How posts begin and end; their grants come and go with them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grids.actions.grants import give_grants, take_grants
from grids.actions.saving import saving
from grids.models import Department, Place, Post
from grids.roles import Role
from grids.rules.authority import require_administration, require_system
from grids.rules.people import fits
from grids.rules.scope import forget_grants
from journal.actions import audit
from journal.actors import Actor
from journal.refusals import Conflict, Forbidden, Invalid, NotFound


@transaction.atomic
def appoint(
    holder: User,
    role: str,
    *,
    place: Place | None = None,
    department: Department | None = None,
    since: date,
    until: date | None = None,
    by: Actor,
    now: datetime,
) -> Post:
    """A person takes up a role from a day on; the role's grants come with it."""
    if role not in Role.values or not fits(role, place=place, department=department):
        raise Invalid({"role": [_("这个角色不能在所选的地点或部门任职。")]})
    _check_authority(by, place, department, timezone.localdate(now))
    _check_holder(holder, by)
    if place and place.until:
        raise Conflict(_("这个地点已经停用，不能再任职。"))
    if until and until < since:
        raise Invalid({"until": [_("离任日期不能早于任职日期。")]})
    post = Post(
        holder=holder, role=role, place=place, department=department, since=since, until=until
    )
    with saving():
        post.save()
    give_grants(post)
    forget_grants(holder)
    _note(post, "post.appoint", by=by, now=now)
    return post


@transaction.atomic
def end_post(post_id: int, *, until: date, reason: str = "", by: Actor, now: datetime) -> Post:
    """The post ends on that day, its grants with it unless another post gives them."""
    rows = Post.objects.select_for_update(of=("self",))
    post = rows.select_related("holder", "place", "department").filter(pk=post_id).first()
    if post is None:
        raise NotFound(_("没有找到这项任职。"))
    _check_authority(by, post.place, post.department, timezone.localdate(now))
    _end(post, until=until, reason=reason, by=by, now=now)
    return post


def end_posts_at(place: Place, *, until: date, by: Actor, now: datetime) -> None:
    """The place is no more from that day on, and so are the posts there."""
    rows = Post.objects.select_for_update(of=("self",)).not_over(until).filter(place=place)
    for post in rows.select_related("holder", "place", "department").order_by("pk"):
        _end(post, until=max(until, post.since), by=by, now=now)


def _end(post: Post, *, until: date, reason: str = "", by: Actor, now: datetime) -> None:
    if post.until and post.until <= until:
        raise Conflict(_("这项任职已于 %(day)s 结束。") % {"day": post.until}, state="ended")
    if until < post.since:
        raise Invalid({"until": [_("离任日期不能早于任职日期。")]})
    post.until = until
    with saving():
        post.save(update_fields=["until"])
    if until <= timezone.localdate(now):
        take_grants(post, timezone.localdate(now))
    forget_grants(post.holder)
    _note(post, "post.end", by=by, now=now, reason=reason)


def _check_authority(
    by: Actor, place: Place | None, department: Department | None, today: date
) -> None:
    if place:
        require_administration(by, place.scope(), today)
    elif department:
        require_administration(by, {"street_id": department.street_id}, today)
    else:
        require_system(by)


def _check_holder(holder: User, by: Actor) -> None:
    if not holder.is_active:
        raise Conflict(_("这个账号已停用，不能任职。"))
    if by.user is not None and by.user.pk == holder.pk:
        raise Forbidden(_("不能给自己任职，请由另一位管理员办理。"))


def _note(post: Post, action: str, *, by: Actor, now: datetime, reason: str = "") -> None:
    where = post.place.code if post.place else post.department.code if post.department else ""
    audit(
        by=by,
        now=now,
        action=action,
        object_kind="post",
        object_key=post.pk,
        reason=reason,
        detail={
            "holder": post.holder.username,
            "role": post.role,
            "at": where,
            "since": str(post.since),
            "until": str(post.until or ""),
        },
    )
