import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_put_right"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="concluded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="concluded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="circleperson",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="circleperson",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="circleperson",
            name="decided_why",
            field=tilts.sealing.fields.SealedTextField(
                blank=True, help_text="why an alleged perpetrator is asked all the same"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="signed_at",
            field=models.DateTimeField(blank=True, help_text="when the minutes were confirmed for it", null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="concluded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="issue",
            name="concluded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="agendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("marac", "conference on high-risk cases"),
                    ("monitoring", "monitoring meeting of institutions"),
                    ("probation", "probation's inter-agency cooperation meeting"),
                    ("children", "cooperation group for the protection of children's rights"),
                    ("family_group", "family group conference"),
                    ("team", "team meeting"),
                ],
                help_text="the meeting's, for those who see the case alone",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="issue",
            name="count",
            field=models.PositiveIntegerField(blank=True, help_text="as counted when the meeting was over", null=True),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("marac", "conference on high-risk cases"),
                    ("monitoring", "monitoring meeting of institutions"),
                    ("probation", "probation's inter-agency cooperation meeting"),
                    ("children", "cooperation group for the protection of children's rights"),
                    ("family_group", "family group conference"),
                    ("team", "team meeting"),
                ],
                max_length=20,
            ),
        ),
    ]
