"""吹哨: kind, one lead with the directory's reason, any number of assistants."""

from collections.abc import Container, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import whistles
from cases.actions.whistles import NOTE_MAX, Assistant
from cases.forms.choices import departments_of
from cases.forms.verb import VerbForm, words
from cases.models import Case
from cases.rules.directory import suggest
from cases.vocabulary import WhistleKind
from cases.workflow import CaseState
from grids.models import Department


class AssistantRow(NamedTuple):
    """One line of the panel: a department, whether it is called, whether its answer can wait."""

    department: Department
    called: bool
    optional: bool


class LeadSelect(forms.Select):
    """Marks what needs no reason: the suggested lead, and nobody yet."""

    usual: Container[object] = ()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"] in self.usual:
            option["attrs"]["data-usual"] = True
        return option


class WhistleForm(VerbForm):
    template_name = "cases/whistle_fields.html"

    kind = forms.ChoiceField(
        label=_("吹哨类型"),
        choices=WhistleKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择吹哨类型。")},
    )
    lead = forms.TypedChoiceField(
        label=_("主办部门"),
        coerce=int,
        widget=LeadSelect,
        error_messages={"required": _("请选择一个主办部门。")},
    )
    assistants = forms.TypedMultipleChoiceField(label=_("协办部门"), coerce=int, required=False)
    optional = forms.TypedMultipleChoiceField(label=_("答卷可以不等"), coerce=int, required=False)
    note = words(_("办理要求"), most=NOTE_MAX, rows=2)
    why_lead = words(
        _("不按派单目录的理由"),
        most=NOTE_MAX,
        rows=2,
        missing=_("您选的主办不是派单目录建议的部门,请写明理由。"),
        hint=_("记入办理经过,居民看不到。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestion = suggest(self.case.category, self.case.place)
        self.departments = {department.pk: department for department in departments_of(self.case)}
        choices = [(pk, department.name) for pk, department in self.departments.items()]
        self._offer("lead", [("", _("请选择")), *choices])
        self._offer("assistants", choices)
        self._offer("optional", choices)
        self._suggest()
        if self.case.state == CaseState.REPORTED:
            self._offer("kind", [(WhistleKind.EMERGENCY.value, WhistleKind.EMERGENCY.label)])
            self.initial.setdefault("kind", WhistleKind.EMERGENCY)

    def _suggest(self) -> None:
        """Choose beforehand what the directory says; another lead needs a reason."""
        if self.suggestion is None:
            del self.fields["why_lead"]
            return
        lead = self.suggestion.lead.pk
        self.initial.setdefault("lead", lead)
        self.initial.setdefault("assistants", [item.pk for item in self.suggestion.assistants])
        self.fields["lead"].widget.usual = ("", lead)
        if self.is_bound and (self["lead"].value() or "") in {"", str(lead)}:
            self.fields["why_lead"].required = False

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def assistant_rows(self) -> Iterator[AssistantRow]:
        called, optional = self._chosen("assistants"), self._chosen("optional")
        for pk, department in self.departments.items():
            yield AssistantRow(department, str(pk) in called, str(pk) in optional)

    def clean_assistants(self) -> list[int]:
        """Who is made lead no longer assists, even if the directory had it ticked."""
        lead = self.cleaned_data.get("lead")
        return [pk for pk in self.cleaned_data["assistants"] if pk != lead]

    def clean_why_lead(self) -> str:
        """What was typed for another lead is dropped when the suggested one is taken after all."""
        asked = self.fields["why_lead"].required
        return str(self.cleaned_data["why_lead"]) if asked else ""

    def _chosen(self, name: str) -> set[str]:
        return {str(pk) for pk in self[name].value() or ()}

    def act(self, *, now: datetime) -> Case:
        said = self.cleaned_data
        return whistles.whistle(
            self.case.number,
            by=self.by,
            now=now,
            kind=said["kind"],
            lead=self.departments[said["lead"]],
            assistants=[
                Assistant(self.departments[pk], mandatory=pk not in said["optional"])
                for pk in said["assistants"]
            ],
            note=said["note"],
            why_lead=said.get("why_lead", ""),
        )
