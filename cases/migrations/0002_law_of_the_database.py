"""The running number of cases; history and follow-ups that only grow."""

from django.db import migrations

from journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE case_number", "DROP SEQUENCE case_number"),
        append_only("cases_caseevent"),
        append_only("cases_followup"),
    ]
