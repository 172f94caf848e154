import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                (
                    "answer",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(models.F("created_at"), name="idempotency_oldest")],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "key"), name="idempotency_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=80, verbose_name="主题")),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="唯一键")),
                ("payload", models.JSONField(default=dict, verbose_name="编号")),
                ("created_at", models.DateTimeField(verbose_name="写入时间")),
                ("next_attempt_at", models.DateTimeField(verbose_name="下次投递")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="送达时间")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="放弃时间")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                ("last_error", models.TextField(blank=True, verbose_name="最近错误")),
            ],
            options={
                "verbose_name": "待发消息",
                "verbose_name_plural": "待发消息",
                "indexes": [
                    models.Index(
                        models.F("next_attempt_at"),
                        models.F("id"),
                        condition=models.Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                        name="outbox_unsent",
                    ),
                    models.Index(
                        models.OrderBy(models.F("failed_at"), descending=True),
                        condition=models.Q(("failed_at__isnull", False)),
                        name="outbox_failed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("failed_at__isnull", True), _connector="OR"
                        ),
                        name="outbox_sent_or_failed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=150, verbose_name="姓名")),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("web", "网页"),
                            ("api", "接口"),
                            ("import", "导入"),
                            ("system", "系统"),
                        ],
                        max_length=10,
                        verbose_name="途径",
                    ),
                ),
                ("action", models.CharField(max_length=80, verbose_name="动作")),
                ("object_kind", models.CharField(max_length=80, verbose_name="对象")),
                ("object_key", models.CharField(max_length=200, verbose_name="对象编号")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "detail",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="详情",
                    ),
                ),
                (
                    "ip",
                    models.GenericIPAddressField(blank=True, null=True, verbose_name="网络地址"),
                ),
                (
                    "who",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="audit_newest",
                    ),
                    models.Index(
                        models.F("object_kind"),
                        models.F("object_key"),
                        models.OrderBy(models.F("at"), descending=True),
                        name="audit_by_object",
                    ),
                ],
            },
        ),
        append_only("journal_auditentry"),
    ]
