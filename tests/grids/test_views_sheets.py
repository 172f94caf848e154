"""The screens of the street administrator: sheets that go in, and their refusals."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from grids.models import ImportRun, Place
from tests.grids.pages import page

pytestmark = pytest.mark.django_db


def upload(client: Client, key: str, text: str) -> Any:
    file = BytesIO(text.encode())
    file.name = "表.csv"
    return client.post(reverse("setup_import", args=[key]), {"file": file})


def test_a_sheet_is_uploaded_and_its_refusals_taken_home(admin: Client, grid: Place) -> None:
    answer = upload(
        admin,
        "posts",
        "姓名,手机号,角色,网格\n李强,13900001234,网格员,第一网格\n,,,\n王,,网格员,第一网格\n",
    )
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == reverse("setup_import_run", args=[run.pk])
    assert (run.imported, run.refused) == (1, 1)
    assert "请填写手机号或用户名" in page(admin, "setup_import_run", run.pk)
    file = admin.get(reverse("setup_import_refusals", args=[run.pk])).content
    sheet = load_workbook(BytesIO(file)).active
    assert sheet
    assert [row[:2] for row in sheet.iter_rows(values_only=True)] == [
        ("行号", "列"),
        (4, "手机号"),
    ]
    assert "表.csv" in page(admin, "setup_imports")


def test_a_file_that_is_no_sheet_is_refused_on_the_page(admin: Client) -> None:
    answer = upload(admin, "posts", "甲,乙\n1,2\n")
    assert answer.status_code == 400
    assert "缺少这些列" in answer.content.decode()
    assert admin.get(reverse("setup_import", args=["cases"])).status_code == 404


@pytest.mark.parametrize("key", ["departments", "grids", "buildings", "cells", "posts"])
def test_the_templates_go_in_as_they_are_in_their_order(admin: Client, key: str) -> None:
    order = ["departments", "grids", "buildings", "cells", "posts"]
    for each in order[: order.index(key) + 1]:
        template = admin.get(reverse("setup_import_template", args=[each]))
        file = BytesIO(template.content)
        file.name = "template.xlsx"
        admin.post(reverse("setup_import", args=[each]), {"file": file})
    run = ImportRun.objects.get(sheet=key)
    assert (run.refused, run.refusals) == (0, [])
    assert run.imported
