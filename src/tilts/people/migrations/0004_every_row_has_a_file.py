from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_find_the_file_of_rows")]

    operations = [
        migrations.AlterField(
            model_name="address",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                on_delete=models.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AlterField(
            model_name="contactway",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                on_delete=models.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AlterField(
            model_name="householdmember",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                on_delete=models.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AlterField(
            model_name="personcode",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                on_delete=models.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AlterField(
            model_name="relation",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                on_delete=models.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
        migrations.AlterField(
            model_name="standing",
            name="folder",
            field=models.ForeignKey(
                help_text="the file in which it was written",
                on_delete=models.CASCADE,
                related_name="+",
                to="access.folder",
            ),
        ),
    ]
