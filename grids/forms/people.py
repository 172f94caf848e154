"""Forms for departments, party cells, posts and tickets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grids.forms.acting import ActingForm, day_field, until_field
from grids.kinds import CELL_LEVELS, CellLevel, DepartmentKind
from grids.models import PartyCell, Place
from grids.roles import DUTIES, Role


class DepartmentForm(ActingForm):
    code = forms.CharField(
        label=_("部门编码"), max_length=32, help_text=_("字母和数字，例如 SW；定后不再改动。")
    )
    name = forms.CharField(label=_("部门名称"), max_length=100)
    kind = forms.ChoiceField(choices=DepartmentKind.choices, label=_("类型"))
    phone = forms.CharField(label=_("值班电话"), max_length=30, required=False)
    active = forms.BooleanField(label=_("启用"), required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["active" if is_new else "code"]


class PartyCellForm(ActingForm):
    level = forms.ChoiceField(choices=CellLevel.choices, label=_("层级"))
    name = forms.CharField(label=_("党组织名称"), max_length=100)
    parent = forms.ModelChoiceField(
        PartyCell.objects.none(),
        label=_("上级党组织"),
        required=False,
        help_text=_("须恰好高一级；社区党委没有上级。"),
    )

    def __init__(self, *args: Any, street: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = PartyCell.objects.filter(street=street, level__in=CELL_LEVELS[:-1])
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = above.order_by("level", "name")


class ServeForm(ActingForm):
    codes = forms.CharField(
        label=_("地点编码"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个。社区党委填社区，党支部填网格，党小组填楼栋，中心户填户。"),
    )


class AppointForm(ActingForm):
    """Somebody known by phone or username, or somebody new."""

    role = forms.ChoiceField(
        label=_("角色"),
        widget=forms.RadioSelect(attrs={"class": "choices choices--two"}),
        error_messages={"required": _("请选择角色。")},
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        required=False,
        help_text=_("手机号和用户名至少填一个；没有账号的会自动建立。"),
    )
    since = day_field(_("任职日期"))
    until = until_field()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in Role if kind in DUTIES[role].kinds]


class EndPostForm(ActingForm):
    until = day_field(_("离任日期"), help_text=_("从这一天起不再任职，权限同时收回。"))
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class UploadForm(ActingForm):
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("xlsx 或 csv。第一行是表头，可先下载模板。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("请选择要上传的表格文件。")},
    )

    MAX_BYTES = 20 * 1024 * 1024

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MAX_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请拆成几个文件。"))
        return file
