"""What is searched is what is shown: title and text, folded, with personal numbers masked."""

from django.db import migrations, models

from cases.rules.searching import words_of

BATCH = 500


def fill(apps, schema_editor):
    rows = apps.get_model("cases", "CaseSearch").objects
    batch = []
    for row in rows.select_related("case").iterator(BATCH):
        row.words = words_of(row.case.title, row.case.text)
        batch.append(row)
        if len(batch) == BATCH:
            rows.bulk_update(batch, ["words"])
            batch.clear()
    rows.bulk_update(batch, ["words"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_category_name_en")]

    operations = [
        migrations.AddField(
            model_name="casesearch",
            name="words",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
