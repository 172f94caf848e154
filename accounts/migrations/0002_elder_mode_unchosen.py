from django.db import migrations, models


def forget_the_default(apps, schema_editor):
    """Off was where everybody began, not a choice."""
    apps.get_model("accounts", "User").objects.filter(elder_mode=False).update(elder_mode=None)


def choose_off(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(elder_mode=None).update(elder_mode=False)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="elder_mode",
            field=models.BooleanField(blank=True, null=True, verbose_name="长辈模式"),
        ),
        migrations.RunPython(forget_the_default, choose_off),
    ]
