"""The fixed words of a case: urgency, source, kinds, reasons, satisfaction."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Whose clocks these are, in the words of the room of clocks.
ROOM = "case"


class Urgency(TextChoices):
    CRITICAL = "critical", _("特急")
    URGENT = "urgent", _("紧急")
    INQUIRY = "inquiry", _("咨询")
    GENERAL = "general", _("一般")
    COMPLEX = "complex", _("复杂")


PRESSING = frozenset({Urgency.CRITICAL, Urgency.URGENT})


class Source(TextChoices):
    PATROL = "patrol", _("巡查")
    VISIT = "visit", _("走访")
    RESIDENT = "resident", _("居民")
    BUILDING_HEAD = "building_head", _("楼栋长")
    HOTLINE = "hotline", _("电话专线")
    CHAT_GROUP = "chat_group", _("微信群")
    HOTLINE_12345 = "hotline_12345", _("12345热线")
    POLICE_110 = "police_110", _("110转办")
    ASSIGNED = "assigned", _("上级交办")
    RECEPTION = "reception", _("领导接访")
    DELEGATE = "delegate", _("代表委员")
    DEVICE = "device", _("设备告警")
    IMPORT = "import", _("系统导入")
    OPEN311 = "open311", _("Open311")


class RequestKind(TextChoices):
    INQUIRY = "inquiry", _("咨询")
    HELP = "help", _("求助")
    SUGGESTION = "suggestion", _("建议")
    COMPLAINT = "complaint", _("投诉举报")
    THANKS = "thanks", _("感谢")
    OTHER = "other", _("其他")


class WhistleKind(TextChoices):
    ENFORCEMENT = "enforcement", _("综合执法")
    EMERGENCY = "emergency", _("应急处置")
    HARD_PROBLEM = "hard_problem", _("难点办理")


class CallRole(TextChoices):
    LEAD = "lead", _("主办")
    ASSIST = "assist", _("协办")


class DeclineReason(TextChoices):
    NOT_IN_SCOPE = "not_in_scope", _("不属于街道职责")
    IN_COURT = "in_court", _("已进入诉讼、仲裁或复议")
    DUPLICATE = "duplicate", _("同一事项已在办理")
    UNCLEAR = "unclear", _("内容不清,无法核实")
    UNTRUE = "untrue", _("经核实不属实")
    OTHER = "other", _("其他原因")


class Closing(TextChoices):
    """Why a case is over."""

    SOLVED = "solved", _("已解决")
    NO_CONTACT = "no_contact", _("核查通过,无需回访")
    UNREACHABLE = "unreachable", _("多次联系不上")
    UNREASONABLE = "unreasonable", _("诉求不合理,经复核")
    DECLINED = "declined", pgettext_lazy("state", "不予受理")


class Satisfaction(TextChoices):
    VERY_SATISFIED = "very_satisfied", _("非常满意")
    SATISFIED = "satisfied", _("满意")
    BASICALLY_SATISFIED = "basically_satisfied", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")
    VERY_DISSATISFIED = "very_dissatisfied", _("非常不满意")


class Supervision(TextChoices):
    """督办: how hard the street presses, in rising order."""

    REMIND = "remind", _("提醒")
    URGE = "urge", _("催办")
    SUPERVISE = "supervise", _("督办")
    CIRCULATE = "circulate", _("通报")


PRESSED_LEVELS = frozenset({Supervision.SUPERVISE, Supervision.CIRCULATE})


class EvidenceKind(TextChoices):
    SCENE = "scene", _("现场")
    BEFORE = "before", _("处理前")
    AFTER = "after", _("处理后")


class ClockKind(TextChoices):
    VERIFY = "verify", _("登记时限")
    FIRST_CONTACT = "first_contact", _("首次联系时限")
    CLAIM = "claim", _("应哨时限")
    FINISH = "finish", _("办结时限")
    CHECK = "check", _("核查时限")
    FOLLOW_UP = "follow_up", _("回访时限")
