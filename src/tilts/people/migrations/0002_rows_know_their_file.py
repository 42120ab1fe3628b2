import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_keep_trace_append_only"),
        ("people", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="relation",
            name="relation_once",
        ),
        migrations.RemoveConstraint(
            model_name="standing",
            name="one_standing_a_day",
        ),
        migrations.AddField(
            model_name="address",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AddField(
            model_name="contactway",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AddField(
            model_name="householdmember",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AddField(
            model_name="personcode",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AddField(
            model_name="relation",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("folder", "person", "other", "kind"),
                name="relation_once",
                violation_error_message="This relation is written down already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("folder", "person", "starts"),
                name="one_standing_a_day",
                violation_error_message="A change of this day is written down already.",
            ),
        ),
    ]
