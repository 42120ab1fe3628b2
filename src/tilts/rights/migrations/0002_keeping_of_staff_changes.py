from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_create_tables"),
    ]

    operations = [
        migrations.AlterField(
            model_name="purgeitem",
            name="event",
            field=models.CharField(
                choices=[
                    ("case_closed", "the case was closed"),
                    ("eighteenth_birthday", "the child's 18th birthday"),
                    ("last_act", "the last consultation in an imported register"),
                    ("report_returned", "a report was sent back and not sent again"),
                    ("child_reported", "a child at risk was reported, and no file was opened"),
                    ("callback_number", "a number was left for calling back"),
                    ("applicant_rejected", "an applicant was rejected"),
                    ("request_done", "a request about data was answered"),
                    ("staff_change", "a role was given or an account opened anew"),
                    ("trace", "somebody looked or wrote (the trace)"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="retentionclass",
            name="event",
            field=models.CharField(
                choices=[
                    ("case_closed", "the case was closed"),
                    ("eighteenth_birthday", "the child's 18th birthday"),
                    ("last_act", "the last consultation in an imported register"),
                    ("report_returned", "a report was sent back and not sent again"),
                    ("child_reported", "a child at risk was reported, and no file was opened"),
                    ("callback_number", "a number was left for calling back"),
                    ("applicant_rejected", "an applicant was rejected"),
                    ("request_done", "a request about data was answered"),
                    ("staff_change", "a role was given or an account opened anew"),
                    ("trace", "somebody looked or wrote (the trace)"),
                ],
                max_length=24,
            ),
        ),
    ]
