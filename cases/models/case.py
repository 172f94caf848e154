"""The case itself, its reporter's contact, and its search row."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.tables import Category
from cases.querysets import CaseQuerySet
from cases.vocabulary import Closing, RequestKind, Source, Supervision, Urgency
from cases.workflow import OWED_STATES, CaseState
from grids.models import Place
from journal.fields import EncryptedTextField

_User = settings.AUTH_USER_MODEL
_BREACHED = models.Q(breached_at__isnull=False)


class Case(models.Model):
    """One matter from report to archive.

    The four scope columns repeat the place's ancestors, so that every scope is an equality on an
    indexed column. `due_at` and `breached_at` repeat what the open clocks say, for lists.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    track_code = models.CharField(_("查询码"), max_length=16, unique=True)
    state = models.CharField(_("状态"), max_length=16, choices=CaseState)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    kind = models.CharField(_("诉求类型"), max_length=16, choices=RequestKind, blank=True)
    source = models.CharField(_("来源"), max_length=16, choices=Source)
    urgency = models.CharField(_("轻重缓急"), max_length=16, choices=Urgency)
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("内容"), max_length=10_000, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("分类"))

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("地点"))
    street = models.ForeignKey(Place, models.PROTECT, related_name="+")
    community = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    grid = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    building = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)

    reported_by = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    first_asked = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    external_number = models.CharField(_("外部编号"), max_length=64, blank=True)
    external_due_at = models.DateTimeField(_("外部期限"), null=True)

    reported_at = models.DateTimeField(_("上报时间"))
    opened_at = models.DateTimeField(_("本轮开始"))
    due_at = models.DateTimeField(_("应办结时间"), null=True)
    breached_at = models.DateTimeField(_("逾期自"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    closing = models.CharField(_("结案方式"), max_length=16, choices=Closing, blank=True)
    supervision = models.CharField(_("督办"), max_length=16, choices=Supervision, blank=True)
    changed_at = models.DateTimeField(_("最近变动"))

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(CaseState)), name="case_state_known"
            ),
            models.CheckConstraint(condition=models.Q(round__gte=1), name="case_round_positive"),
            models.CheckConstraint(
                condition=~models.Q(state=CaseState.IN_HAND) | models.Q(handler__isnull=False),
                name="case_in_hand_has_handler",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[CaseState.CLOSED, CaseState.ARCHIVED, CaseState.DECLINED],
                    ended_at__isnull=False,
                )
                & ~models.Q(closing="")
                | ~models.Q(state__in=[CaseState.CLOSED, CaseState.ARCHIVED, CaseState.DECLINED]),
                name="case_over_has_end_and_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True)
                | models.Q(lat__isnull=False, lng__isnull=False)
                & models.Q(lat__range=(-90, 90), lng__range=(-180, 180)),
                name="case_position_pair",
            ),
            models.UniqueConstraint(
                fields=("street", "source", "external_number"),
                condition=~models.Q(external_number=""),
                name="case_external_number_once",
            ),
        )
        indexes = (
            models.Index(fields=("street", "-reported_at", "-id"), name="case_street_newest"),
            models.Index(fields=("community", "-reported_at", "-id"), name="case_community_newest"),
            models.Index(fields=("grid", "-reported_at", "-id"), name="case_grid_newest"),
            models.Index(fields=("building", "-reported_at", "-id"), name="case_building_newest"),
            models.Index(fields=("handler", "-reported_at", "-id"), name="case_handler_newest"),
            models.Index(
                fields=("reported_by", "-reported_at", "-id"), name="case_reporter_newest"
            ),
            models.Index(
                fields=("street", "state", "-reported_at", "-id"), name="case_street_state_newest"
            ),
            models.Index(
                fields=("community", "state", "-reported_at", "-id"),
                name="case_community_state_newest",
            ),
            models.Index(
                fields=("street", "breached_at"), condition=_BREACHED, name="case_street_overdue"
            ),
            models.Index(
                fields=("changed_at",),
                condition=models.Q(state=CaseState.CLOSED),
                name="case_closed_quiet",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def result_owed_by(self) -> datetime | None:
        """By when the result is owed; None once it was given."""
        return self.due_at if self.state in OWED_STATES else None

    @property
    def scope(self) -> dict[str, int | None]:
        return {
            "street_id": self.street_id,
            "community_id": self.community_id,
            "grid_id": self.grid_id,
            "building_id": self.building_id,
        }


class CaseContact(models.Model):
    """Whom to call back: encrypted, shown masked, looked up by keyed hash."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="contact")
    name = EncryptedTextField(_("称呼"), blank=True)
    phone = EncryptedTextField(_("电话"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("联系人")
        verbose_name_plural = _("联系人")

    def __str__(self) -> str:
        return f"contact of case {self.pk}"


class CaseSearch(models.Model):
    """Character bigrams of title and first 200 characters, and the scope as tokens.

    `words` are title and text as they are compared: folded, personal numbers masked.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search")
    tokens = ArrayField(models.TextField())
    words = models.TextField()

    class Meta:
        indexes = (GinIndex(fields=("tokens",), name="case_search_tokens"),)

    def __str__(self) -> str:
        return f"search row of case {self.pk}"
