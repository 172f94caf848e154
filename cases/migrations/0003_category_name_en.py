"""An English name for who reads English; empty where nobody has given one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_law_of_the_database")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="name_en",
            field=models.CharField("英文名称", max_length=80, blank=True, default=""),
            preserve_default=False,
        ),
    ]
