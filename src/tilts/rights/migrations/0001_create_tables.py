import uuid

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_create_tables"),
        ("people", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessingActivity",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("title", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("legal_basis", models.TextField()),
                ("persons", models.CharField(max_length=300)),
                ("data_kinds", models.CharField(max_length=500)),
                ("recipients", models.CharField(blank=True, max_length=500)),
                ("third_countries", models.CharField(blank=True, max_length=300)),
                ("kept_for", models.CharField(max_length=300)),
                ("measures", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["title", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ProcessingPartner",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("joint_controller", "joint controller"),
                            ("processor", "processor"),
                            ("recipient", "recipient"),
                        ],
                        max_length=20,
                    ),
                ),
                ("what_for", models.CharField(max_length=300)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("agreement_on", models.DateField(blank=True, null=True)),
                ("agreement", models.CharField(blank=True, max_length=200)),
                ("subprocessors", models.CharField(blank=True, max_length=500)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["role", "name", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("until", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for the second person"),
                            ("confirmed", "being carried out"),
                            ("done", "done"),
                            ("stopped", "not carried out"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PurgeItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("label", models.CharField(help_text="codes of cases; never a name", max_length=80)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("case_closed", "the case was closed"),
                            ("eighteenth_birthday", "the child's 18th birthday"),
                            ("last_act", "the last consultation in an imported register"),
                            ("report_returned", "a report was sent back and not sent again"),
                            ("child_reported", "a child at risk was reported, and no file was opened"),
                            ("callback_number", "a number was left for calling back"),
                            ("applicant_rejected", "an applicant was rejected"),
                            ("request_done", "a request about data was answered"),
                            ("trace", "somebody looked or wrote (the trace)"),
                        ],
                        max_length=24,
                    ),
                ),
                ("since", models.DateField(help_text="until when it had to be kept")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("skipped", models.BooleanField(default=False, help_text="a hold or an opened case came in between")),
                (
                    "folder",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "purge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="rights.purge"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RetentionClass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("case_closed", "the case was closed"),
                            ("eighteenth_birthday", "the child's 18th birthday"),
                            ("last_act", "the last consultation in an imported register"),
                            ("report_returned", "a report was sent back and not sent again"),
                            ("child_reported", "a child at risk was reported, and no file was opened"),
                            ("callback_number", "a number was left for calling back"),
                            ("applicant_rejected", "an applicant was rejected"),
                            ("request_done", "a request about data was answered"),
                            ("trace", "somebody looked or wrote (the trace)"),
                        ],
                        max_length=24,
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(default=0)),
                ("months", models.PositiveSmallIntegerField(default=0)),
                ("source", models.CharField(max_length=300)),
                ("in_force_from", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["event", "-in_force_from"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "a copy of the data"),
                            ("statement", "who saw my file"),
                            ("correction", "correction"),
                            ("restriction", "restriction: keep, do not use"),
                            ("erasure", "erasure"),
                            ("objection", "objection"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "being worked on"),
                            ("proposed", "waits for the second person"),
                            ("confirmed", "ready to be handed over"),
                            ("done", "done"),
                            ("refused", "refused"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("subject_name", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "asked_by",
                    models.CharField(
                        choices=[
                            ("self", "the person"),
                            ("parent", "a custodial parent, for a child"),
                            ("authorised", "somebody with a written authority"),
                        ],
                        max_length=12,
                    ),
                ),
                ("asker_name", tilts.sealing.fields.SealedTextField(blank=True)),
                ("asked_for", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "identity",
                    models.CharField(
                        choices=[
                            ("document", "identity document seen in person"),
                            ("known", "known to the worker in person"),
                            ("signature", "secure electronic signature"),
                            ("authority", "identity document and written authority seen"),
                        ],
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField()),
                ("due_on", models.DateField(db_index=True)),
                ("extended_on", models.DateField(blank=True, null=True)),
                ("extended_why", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "stops",
                    tilts.sealing.fields.SealedTextField(
                        blank=True, help_text="why it is refused unless decided otherwise, a line each"
                    ),
                ),
                ("released_why", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "made_to_ask",
                    models.BooleanField(help_text="may somebody be making the person ask? empty: not asked", null=True),
                ),
                ("spoken_alone", models.BooleanField(default=False)),
                (
                    "paper_is_safe",
                    models.BooleanField(help_text="is it safe for the person to hold a paper?", null=True),
                ),
                ("handover_place", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "telling_words",
                    tilts.sealing.fields.SealedTextField(
                        blank=True, help_text="agency names to be taken out, a line each"
                    ),
                ),
                (
                    "names_why",
                    tilts.sealing.fields.SealedTextField(
                        blank=True, help_text="why staff names are given; empty: they are not"
                    ),
                ),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "package",
                    tilts.sealing.fields.SealedJSONField(
                        blank=True, help_text="what is handed over, frozen; emptied once it was"
                    ),
                ),
                ("package_digest", models.CharField(blank=True, max_length=64)),
                (
                    "preview",
                    models.JSONField(
                        blank=True, default=dict, help_text="how many records of each kind an erasure empties"
                    ),
                ),
                ("previewed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", tilts.sealing.fields.SealedTextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        help_text="who is asked to confirm",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seconded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "created_at", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RequestFolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rights.rightsrequest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ErasureProof",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("at", models.DateTimeField()),
                ("kinds", models.JSONField(default=dict, help_text="how many records of each kind")),
                (
                    "digests",
                    models.JSONField(default=list, help_text="keyed digests of the ids of the emptied records"),
                ),
                (
                    "told",
                    models.JSONField(default=list, help_text="organisations that had the data and are to be told"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "purge",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rights.purge"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rights.rightsrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("fields", models.JSONField(default=list)),
                ("reason", tilts.sealing.fields.SealedTextField()),
                ("at", models.DateTimeField()),
                ("recipients", models.JSONField(default=list, help_text="organisations that had the data")),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="rights.rightsrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TextDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("piece", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(help_text="keyed digest of the text that was looked through", max_length=64),
                ),
                ("given", models.BooleanField()),
                ("text", tilts.sealing.fields.SealedTextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rights.rightsrequest"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "being looked into"), ("closed", "closed")], default="open", max_length=10
                    ),
                ),
                ("aware_at", models.DateTimeField(help_text="from here 72 hours run")),
                ("happened_at", models.DateTimeField(blank=True, null=True)),
                ("what", tilts.sealing.fields.SealedTextField()),
                ("categories", tilts.sealing.fields.SealedTextField(blank=True)),
                ("about_how_many", models.PositiveIntegerField(blank=True, null=True)),
                ("consequences", tilts.sealing.fields.SealedTextField(blank=True)),
                ("measures", tilts.sealing.fields.SealedTextField(blank=True)),
                ("authority_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authority_why",
                    tilts.sealing.fields.SealedTextField(blank=True, help_text="why late, or why not at all"),
                ),
                ("persons_at", models.DateTimeField(blank=True, null=True)),
                (
                    "persons_why",
                    tilts.sealing.fields.SealedTextField(blank=True, help_text="why the people were not told"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-aware_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authority_at", None), ("authority_at__gte", models.F("aware_at")), _connector="OR"
                        ),
                        name="authority_told_after_one_knew",
                        violation_error_message="Nobody can be told before it became known.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("label", models.CharField(help_text="the code of the case; never a name", max_length=40)),
                ("reason", tilts.sealing.fields.SealedTextField()),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, help_text="the last day; empty: until it is lifted", null=True)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "folder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.folder",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("folder__isnull", False), ("person", None)),
                            models.Q(("folder", None), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_on_a_file_or_a_person",
                        violation_error_message="Say what is held: a file, or a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="hold_ends_after_start",
                        violation_error_message="A hold cannot end before it starts.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="purge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="purge_confirmed_by_another",
                violation_error_message="Choose somebody else: nobody is their own second person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionclass",
            constraint=models.UniqueConstraint(
                fields=("organisation", "event", "in_force_from"),
                name="one_keeping_time_a_day",
                violation_error_message="There is already a keeping time from that day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionclass",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__gt", 0), ("months__gt", 0), _connector="OR"),
                name="keeping_time_is_a_time",
                violation_error_message="Say how many years or months.",
            ),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(fields=["organisation", "state"], name="requests_by_state"),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gt", models.F("received_on"))),
                name="request_due_after_it_came",
                violation_error_message="It is due after the day on which it came.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="request_confirmed_by_another",
                violation_error_message="Choose somebody else: nobody is their own second person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestfolder",
            constraint=models.UniqueConstraint(
                fields=("request", "folder"),
                name="one_file_of_a_request_once",
                violation_error_message="This file belongs to the request already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="textdecision",
            constraint=models.UniqueConstraint(
                fields=("request", "piece"),
                name="one_decision_a_text",
                violation_error_message="This text was decided on already. Look at it again.",
            ),
        ),
    ]
