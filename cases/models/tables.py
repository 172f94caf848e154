"""What a street configures: categories, limits, who is responsible for what."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ClockKind, RequestKind, Urgency
from clocks.rules.limits import Unit
from grids.models import Department, Place


class Category(models.Model):
    """One entry of the category taxonomy: two or three levels, addressed by code."""

    code = models.CharField(_("编码"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    leaf = models.BooleanField(_("末级"), default=True)
    kind = models.CharField(_("诉求类型"), max_length=16, choices=RequestKind, blank=True)
    urgency = models.CharField(_("默认轻重缓急"), max_length=16, choices=Urgency, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("分类")
        verbose_name_plural = _("分类")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In English for who reads English, if it has an English name."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name

    def ancestry(self) -> list["Category"]:
        """Itself and what stands above it, nearest first."""
        line: list[Category] = []
        step: Category | None = self
        while step is not None:
            line.append(step)
            step = step.parent
        return line

    def family_ids(self) -> list[int]:
        """Itself and what stands below it; there are three levels at most."""
        below = models.Q(parent=self) | models.Q(parent__parent=self)
        found = Category.objects.filter(models.Q(pk=self.pk) | below)
        return list(found.values_list("pk", flat=True))


class LimitRule(models.Model):
    """A limit that replaces the default one for a street, a category or an urgency.

    Empty means “any”; the most specific row in force wins. A clock freezes the version it began
    with, so a change never moves a running clock.
    """

    street = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    urgency = models.CharField(max_length=16, choices=Urgency, blank=True)
    kind = models.CharField(_("时限"), max_length=16, choices=ClockKind)
    amount = models.PositiveIntegerField(_("数值"))
    unit = models.CharField(_("单位"), max_length=16, choices=Unit)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    since = models.DateTimeField(_("生效时间"))
    until = models.DateTimeField(_("失效时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("时限规则")
        verbose_name_plural = _("时限规则")
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="limit_rule_positive"),
            models.UniqueConstraint(
                fields=("street", "category", "urgency", "kind"),
                condition=models.Q(until__isnull=True),
                nulls_distinct=False,
                name="limit_rule_one_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"


class DirectoryEntry(models.Model):
    """派单目录: category × place → lead and assistants, with the legal basis."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="directory")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    lead = models.ForeignKey(Department, models.PROTECT, related_name="+")
    assistants = models.ManyToManyField(Department, blank=True, related_name="+")
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("派单目录")
        verbose_name_plural = _("派单目录")
        constraints = (
            models.UniqueConstraint(fields=("category", "place"), name="directory_one_entry"),
        )

    def __str__(self) -> str:
        return f"{self.category} · {self.place} → {self.lead}"
