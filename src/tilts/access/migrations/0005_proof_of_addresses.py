from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_know_forms_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="sessions_ended_at",
            field=models.DateTimeField(
                blank=True, help_text="no session that began before acts in this role", null=True
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="proved_at",
            field=models.DateTimeField(
                blank=True, help_text="when the password was set by a letter that came to the address", null=True
            ),
        ),
    ]
