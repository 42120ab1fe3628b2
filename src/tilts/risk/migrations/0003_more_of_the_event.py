from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0002_put_right"),
    ]

    operations = [
        migrations.AddField(
            model_name="doorstepreport",
            name="address_is_home",
            field=models.BooleanField(help_text="whether the person lives there; empty: not asked", null=True),
        ),
        migrations.AddField(
            model_name="doorstepreport",
            name="alleged_born",
            field=tilts.sealing.fields.SealedTextField(blank=True, help_text="the year"),
        ),
        migrations.AddField(
            model_name="doorstepreport",
            name="children",
            field=tilts.sealing.fields.SealedTextField(
                blank=True, help_text="one a line: name or who it is, and the age"
            ),
        ),
        migrations.AddField(
            model_name="doorstepreport",
            name="court",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("declined", "does not want to")],
                help_text="empty: not asked",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="doorstepreport",
            name="left_out",
            field=models.JSONField(
                blank=True, default=list, help_text="what of it was not taken into the case, by name"
            ),
        ),
        migrations.AddField(
            model_name="doorstepreport",
            name="person_born",
            field=tilts.sealing.fields.SealedTextField(blank=True, help_text="the year"),
        ),
    ]
