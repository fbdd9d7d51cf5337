import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0006_refused_titles")]

    operations = [
        migrations.CreateModel(
            name="Rung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("due_soon", "即将到期"),
                            ("due_today", "今天到期"),
                            ("overdue", "已逾期"),
                            ("very_overdue", "严重逾期"),
                        ],
                        max_length=12,
                        verbose_name="提醒级别",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="时间"),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rungs",
                        to="workflows.desk",
                    ),
                ),
            ],
            options={
                "verbose_name": "到期提醒",
                "verbose_name_plural": "到期提醒",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("desk", "rung"), name="each_rung_of_a_desk_once")],
            },
        ),
    ]
