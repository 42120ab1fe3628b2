"""Twelve abuses are alerted, a normal week is left in peace (T6). All of it done by real requests, on a moved clock."""

import random
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from tests.cast import ON_LAW, PROJECT, a_case, a_report, hire

from tilts.access.audit import write_entry_first
from tilts.access.models import AuditEntry, Breaking, Grant, GrantKind, Membership, Organisation, Role
from tilts.access.models import User as Account
from tilts.access.reach import Reach
from tilts.access.walls import raise_wall
from tilts.cases.actions import close_case, join_team
from tilts.kit.dates import RIGA
from tilts.kit.workdays import is_working_day
from tilts.post.models import Letter
from tilts.trace.alerts import ALERTS, look_for_alerts
from tilts.trace.models import Alert

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_plain_monday():
    """The first Monday to come of a week with five working days, after grants that begin today."""
    day = date.today() + timedelta(days=8)
    while not (day.weekday() == 0 and all(is_working_day(day + n * DAY) for n in range(5))):
        day += DAY
    return day


class Clock:
    """The time that everybody reads; moved by hand."""

    def __init__(self):
        self.monday = a_plain_monday()
        self.now = self.moment(0, 9)

    def moment(self, day, hour, minute=0):
        """A local moment of the week: 0 is Monday."""
        return datetime.combine(self.monday + day * DAY, time(hour, minute), tzinfo=RIGA).astimezone(UTC)

    def at(self, day, hour, minute=0):
        self.now = self.moment(day, hour, minute)

    def after(self, **span):
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    moved = Clock()
    monkeypatch.setattr(timezone, "now", lambda: moved.now)
    return moved


class Seat:
    """Somebody at a desk, who signs in again after every pause."""

    PAUSE = timedelta(minutes=10)

    def __init__(self, enter, clock, user):
        self.enter, self.clock, self.user = enter, clock, user
        self.browser, self.last = None, clock.now

    def at_work(self):
        if self.browser is None or self.clock.now - self.last > self.PAUSE:
            self.browser = self.enter(self.user, purpose="supervision")
        self.last = self.clock.now
        return self.browser

    def get(self, *asked):
        return self.at_work().get(*asked)

    def post(self, *asked):
        return self.at_work().post(*asked)


class Office:
    """The cast at work."""

    def __init__(self, cast, enter, clock):
        self.cast, self.clock = cast, clock
        self.enter = lambda user: Seat(enter, clock, user)
        self.admin = cast.administrator

    def cases(self, reach, many):
        return [a_case(reach, f"Persona{n}", f"Uzvards{n}")[0] for n in range(many)]

    def open(self, browser, case):
        assert browser.get(f"/cases/{case.pk}/").status_code == 200

    def search(self, browser, words):
        assert browser.post("/search/", {"q": words}).status_code == 200

    def member(self, kind, whose, by):
        """What the pages of colleagues write."""
        write_entry_first(by, kind, whose.membership)


@pytest.fixture
def office(cast, enter, clock):
    return Office(cast, enter, clock)


def surname_trawl(office):
    """Sixteen surnames in half an hour, one file opened."""
    case, browser = office.cases(office.cast.worker, 1)[0], office.enter(office.cast.worker.user)
    for letter in "abcdefghijklmnop":
        office.search(browser, f"Kalnin{letter}")
        office.clock.after(minutes=2)
    office.open(browser, case)
    return office.cast.worker


def many_opened(office):
    """Every file in twenty minutes."""
    cases, browser = office.cases(office.cast.worker, 20), office.enter(office.cast.supervisor.user)
    for case in cases:
        office.open(browser, case)
        office.clock.after(minutes=1)
    return office.cast.supervisor


def night(office):
    """Two files at two o'clock in the night."""
    cases = office.cases(office.cast.worker, 2)
    office.clock.at(1, 2, 10)
    browser = office.enter(office.cast.psychologist.user)
    for case in cases:
        join_team(office.cast.worker, case, user=office.cast.psychologist.user, profession="psychologist")
        office.open(browser, case)
        office.clock.after(minutes=4)
    return office.cast.psychologist


def days_off(office):
    """A file each Saturday and Sunday."""
    case = office.cases(office.cast.worker, 1)[0]
    for day in (5, 6, 12):
        office.clock.at(day, 14)
        office.open(office.enter(office.cast.worker.user), case)
    return office.cast.worker


def leaver_export(office):
    """The project's tables are taken out, and three days later the manager is gone."""
    leaver = office.cast.manager
    assert office.enter(leaver.user).get(f"/reports/{PROJECT}/xlsx/").status_code == 200
    office.clock.at(3, 16)
    Membership.objects.filter(pk=leaver.membership.pk).update(ends=office.clock.now)
    office.member("member.ended", leaver, office.admin)
    return leaver


def wall(office):
    """The file of a neighbour, from which a wall keeps her."""
    case = office.cases(office.cast.second_worker, 1)[0]
    raise_wall(office.cast.supervisor, case.folder, reason="Kaimiņi", user=office.cast.worker.user)
    browser = office.enter(office.cast.worker.user)
    for _knock in range(3):
        assert browser.get(f"/cases/{case.pk}/").status_code == 404
        office.clock.after(hours=2)
    return office.cast.worker


def ids_tried(office):
    """Addresses of files, tried out."""
    foreign = office.cases(office.cast.stranger, 2)
    browser = office.enter(office.cast.worker.user)
    for record in [*(case.pk for case in foreign), *(uuid.uuid4() for _n in range(3))]:
        assert browser.get(f"/cases/{record}/").status_code == 404
        office.clock.after(minutes=3)
    return office.cast.worker


def idle_looks(office):
    """Sixteen files in a day, not a word written."""
    cases, browser = office.cases(office.cast.worker, 16), office.enter(office.cast.worker.user)
    office.clock.at(1, 9)
    for case in cases:
        office.open(browser, case)
        office.clock.after(minutes=25)
    office.clock.at(2, 0, 10)
    return office.cast.worker


def closed_again(office):
    """A closed case, every day."""
    case = office.cases(office.cast.worker, 1)[0]
    close_case(office.cast.worker, case, closed_on=case.opened_on, seen_version=case.version)
    for day in range(1, 6):
        office.clock.at(day, 11)
        office.open(office.enter(office.cast.supervisor.user), case)
    return office.cast.supervisor


def break_glass(office, who, case, **more):
    return Breaking.objects.create(
        folder=case.folder,
        organisation=case.organisation,
        user=who.user,
        user_organisation=who.organisation,
        category="life",
        reason="Izsaukums",
        at=office.clock.now,
        until=office.clock.now + HOUR,
        review_due=office.clock.now + timedelta(days=2),
        **more,
    )


def glass(office):
    """Three files in an emergency within the week, two of them reviewed."""
    operator = hire(office.cast.office, "Olga Operatore", Role.OPERATOR)
    for case in office.cases(office.cast.worker, 3):
        office.clock.after(hours=5)
        break_glass(office, operator, case, reviewed_at=office.clock.now)
    return operator


def own_role(office):
    """The administrator becomes a supervisor."""
    office.member("member.role_changed", office.admin, by=office.admin)
    return office.admin


def forced_sign_in(office):
    """Six guesses, and one that was right."""
    who = office.cast.worker
    for _guess in range(6):
        write_entry_first(who, "sign_in.failed", who.user.pk, "refused")
        office.clock.after(minutes=1)
    write_entry_first(who, "signed_in", None)
    return who


ABUSES = {
    "surname_trawl": surname_trawl,
    "many_opened": many_opened,
    "night": night,
    "days_off": days_off,
    "leaver_export": leaver_export,
    "wall": wall,
    "ids_tried": ids_tried,
    "idle_looks": idle_looks,
    "closed_again": closed_again,
    "glass_repeated": glass,
    "own_role": own_role,
    "forced_sign_in": forced_sign_in,
}


def look_each_hour(clock, begun):
    """What the server does in the background, in long pauses every sixth hour only; how many alerts came of it."""
    end, found = clock.now + timedelta(minutes=5), 0
    clock.now = begun
    while clock.now < end:
        last = clock.now
        at_work = AuditEntry.objects.filter(at__gt=last - 3 * HOUR, at__lt=last + 6 * HOUR).exists()
        clock.now += HOUR if at_work or last + 6 * HOUR > end else 6 * HOUR
        found += look_for_alerts(last)
    return found


def said():
    return {(one.kind, one.user_id) for one in Alert.objects.all()}


@pytest.mark.parametrize("kind", ABUSES)
def test_an_abuse_is_alerted_once(office, clock, kind):
    begun = clock.now - HOUR
    who = ABUSES[kind](office)
    look_each_hour(clock, begun)
    mine = Alert.objects.filter(kind=kind, user=who.user)
    assert mine.count() == 1, said()
    assert mine.get().organisation == who.organisation
    before = Alert.objects.count()
    assert look_for_alerts(begun) == 0 and Alert.objects.count() == before


def test_twelve_abuses_are_scripted():
    assert len(ABUSES) == 12 and set(ABUSES) <= set(ALERTS)


def test_glass_that_nobody_reviewed_is_alerted_once(office, clock):
    operator = hire(office.cast.office, "Olga Operatore", Role.OPERATOR)
    breaking = break_glass(office, operator, office.cases(office.cast.worker, 1)[0])
    begun = clock.now
    clock.at(1, 12)
    look_each_hour(clock, begun)
    assert said() == set()
    clock.at(2, 12)
    look_each_hour(clock, clock.moment(1, 12))
    assert said() == {("glass_unreviewed", operator.user.pk)}
    breaking.reviewed_at = clock.now
    breaking.save()
    assert look_for_alerts(begun) == 0


def test_those_responsible_for_data_protection_are_told_once_by_letter(office, clock):
    test_glass_that_nobody_reviewed_is_alerted_once(office, clock)
    alerted = set(Alert.objects.values_list("organisation", flat=True))
    told = Letter.objects.filter(kind="alert.raised")
    owed = Membership.objects.filter(role=Role.DATA_PROTECTION, organisation__in=alerted)
    assert alerted and sorted(told.values_list("to", flat=True)) == sorted(owed.values_list("user", flat=True))
    assert set(told.values_list("path", flat=True)) == {"/oversight/alerts/"}


def test_a_role_lent_for_looking_is_alerted(office, clock):
    friend, begun = office.cast.lawyer, clock.now - HOUR
    case = office.cases(office.cast.worker, 1)[0]
    join_team(office.cast.worker, case, user=friend.user, profession="lawyer")
    office.member("member.role_changed", friend, by=office.admin)
    clock.after(hours=1)
    office.open(office.enter(friend.user), case)
    clock.after(hours=1)
    office.member("member.role_changed", friend, by=office.admin)
    look_each_hour(clock, begun)
    assert said() == {("lent_role", friend.user.pk)}


def test_a_re_opened_account_that_signs_in_at_night_is_alerted(office, clock):
    who, begun = office.cast.worker, clock.now - HOUR
    write_entry_first(office.admin, "account.closed", who.user)
    clock.after(days=1)
    office.member("member.hired", who, by=office.admin)
    clock.at(2, 3)
    write_entry_first(who, "signed_in", None)
    look_each_hour(clock, begun)
    assert said() == {("woken_account", who.user.pk)}


def test_a_changed_role_is_no_leaving(office, clock):
    manager, begun = office.cast.manager, clock.now - HOUR
    assert office.enter(manager.user).get(f"/reports/{PROJECT}/pdf/").status_code == 200
    clock.after(hours=1)
    Membership.objects.filter(pk=manager.membership.pk).update(ends=clock.now)
    Membership.objects.create(user=manager.user, organisation=manager.organisation, role=Role.SUPERVISOR)
    office.member("member.role_changed", manager, by=office.admin)
    look_each_hour(clock, begun)
    assert said() == set()


def test_the_page_on_which_a_role_is_given_is_no_role_given(office, clock):
    begun = clock.now - HOUR
    write_entry_first(office.admin, "member.role_changed", office.admin.membership.pk)
    look_each_hour(clock, begun)
    assert said() == set()


def test_an_export_before_an_end_that_is_known_is_alerted_at_once(office, clock):
    leaver, begun = office.cast.manager, clock.now - HOUR
    Membership.objects.filter(pk=leaver.membership.pk).update(ends=clock.now + timedelta(days=5))
    assert office.enter(leaver.user).get(f"/reports/{PROJECT}/pdf/").status_code == 200
    look_each_hour(clock, begun)
    assert said() == {("leaver_export", leaver.user.pk)}


@pytest.mark.parametrize(
    "almost",
    [
        lambda office: search_and_open(office),
        lambda office: a_late_evening(office),
        lambda office: one_saturday(office),
        lambda office: work_in_each(office),
        lambda office: the_team_reads_its_closed_case(office),
        lambda office: a_tired_sign_in(office),
    ],
    ids=["searches that are opened", "late evening", "one weekend", "work in each", "own closed case", "two typos"],
)
def test_what_looks_like_it_and_is_work_is_left_in_peace(office, clock, almost):
    begun = clock.now - HOUR
    almost(office)
    look_each_hour(clock, begun)
    assert said() == set()


def search_and_open(office):
    cases, browser = office.cases(office.cast.worker, 8), office.enter(office.cast.worker.user)
    for number in range(16):
        office.search(browser, f"Uzvards{number}")
        office.open(browser, cases[number % 8])
        office.clock.after(minutes=3)


def a_late_evening(office):
    case, browser = office.cases(office.cast.worker, 1)[0], office.enter(office.cast.worker.user)
    for minute in (10, 55):
        office.clock.at(0, 21, minute)
        office.open(browser, case)


def one_saturday(office):
    case = office.cases(office.cast.worker, 1)[0]
    for day in (5, 6):
        office.clock.at(day, 12)
        office.open(office.enter(office.cast.worker.user), case)


def work_in_each(office):
    browser = office.enter(office.cast.worker.user)
    for case in office.cases(office.cast.worker, 16):
        office.open(browser, case)
        assert browser.post(f"/cases/{case.pk}/notes/add/", {"text": "Saruna"}).status_code == 302
        office.clock.after(minutes=20)
    office.clock.at(1, 1)


def the_team_reads_its_closed_case(office):
    case = office.cases(office.cast.worker, 1)[0]
    close_case(office.cast.worker, case, closed_on=case.opened_on, seen_version=case.version)
    for day in range(5):
        office.clock.at(day, 12)
        office.open(office.enter(office.cast.worker.user), case)


def a_tired_sign_in(office):
    for _typo in range(2):
        write_entry_first(Reach(), "sign_in.failed", office.cast.worker.user.pk)
    write_entry_first(office.cast.worker, "signed_in", None)


class Week:
    """An office of twelve people and its police station, from Monday to Sunday: who did what, and when."""

    def __init__(self, office, seed):
        self.office, self.cast, self.dice, self.plan = office, office.cast, random.Random(seed), []
        cast = self.cast
        third = hire(cast.office, "Trese Darbiniece", Role.CASE_WORKER, "social_worker")
        fourth = hire(cast.office, "Ceturta Darbiniece", Role.CASE_WORKER, "social_worker")
        second_lawyer = hire(cast.office, "Liga Lietprate", Role.SPECIALIST, "lawyer")
        self.operator = hire(cast.office, "Olga Operatore", Role.OPERATOR)
        self.workers = [cast.worker, cast.second_worker, third, fourth]
        self.specialists = [cast.psychologist, cast.lawyer, second_lawyer]
        self.files = {one.user.pk: office.cases(one, 12) for one in self.workers}
        self.everything = [case for files in self.files.values() for case in files]
        for specialist in self.specialists:
            mine = self.dice.sample(self.everything, 8)
            self.files[specialist.user.pk] = mine
            for case in mine:
                join_team(self.lead(case), case, user=specialist.user, profession="lawyer")
        self.begun = office.clock.now

    def lead(self, case):
        return next(one for one in self.workers if one.user == case.lead)

    def people(self):
        cast = self.cast
        return [*self.workers, *self.specialists, cast.supervisor, cast.manager, cast.data_protection,
                cast.administrator, self.operator]  # fmt: skip

    def do(self, day, hour, who, what, *, until=None):
        """Plan something for a random minute between two hours."""
        minute = self.dice.randrange(0, 60 * ((until or hour + 1) - hour))
        self.plan.append((self.office.clock.moment(day, hour) + timedelta(minutes=minute), len(self.plan), who, what))

    def plan_days(self):
        for day in range(5):
            for who in self.workers:
                self.plan_worker(day, who)
            for who in self.specialists:
                self.plan_specialist(day, who)
            self.plan_others(day)
        self.plan_exceptions()

    def plan_worker(self, day, who):
        busy = day == 2 and who == self.workers[0]
        self.do(day, 8, who, lambda _b: self.sign_in(who))
        for case in self.dice.sample(self.files[who.user.pk], 12 if busy else self.dice.randint(4, 8)):
            self.do(day, 9, who, lambda b, case=case: self.look(b, case, note=self.dice.random() < 0.5), until=17)
        for _search in range(self.dice.randint(2, 9 if busy else 5)):
            name = f"Uzvards{self.dice.randrange(40)}"
            self.do(day, 9, who, lambda b, name=name: self.office.search(b, name), until=17)
        for page in ("/", "/inbox/", "/cases/"):
            self.do(day, 9, who, lambda b, page=page: b.get(page), until=17)

    def plan_specialist(self, day, who):
        self.do(day, 8, who, lambda _b: self.sign_in(who))
        for case in self.dice.sample(self.files[who.user.pk], self.dice.randint(3, 6)):
            self.do(day, 9, who, lambda b, case=case: self.look(b, case, note=self.dice.random() < 0.7), until=17)

    def plan_others(self, day):
        cast = self.cast
        for case in self.dice.sample(self.everything, self.dice.randint(8, 14)):
            self.do(day, 9, cast.supervisor, lambda b, case=case: self.look(b, case), until=17)
        self.do(day, 10, cast.manager, lambda b: b.get("/projects/"), until=16)
        self.do(day, 11, cast.data_protection, lambda b: b.get("/oversight/"), until=15)
        self.do(day, 9, cast.administrator, lambda b: b.get("/"))
        for hour in (22, 23):
            self.do(day, hour, self.operator, lambda b: b.get("/"))
        self.do(day, 1, self.operator, lambda b: b.get("/"), until=5)
        self.do(day, 2, cast.officer, lambda b: b.get("/doorstep/"), until=4)
        self.do(day, 14, cast.officer, lambda b: b.get(f"/doorstep/{self.report.pk}/"))

    def plan_exceptions(self):
        """What happens in every week: a quarter ends, a Saturday, an evening, typos, old links, a new colleague."""
        cast, worker = self.cast, self.workers[1]
        for kind in ("xlsx", "pdf", "xlsx"):
            self.do(4, 15, cast.manager, lambda b, kind=kind: b.get(f"/reports/{PROJECT}/{kind}/"))
        self.do(5, 11, worker, lambda b: self.look(b, self.files[worker.user.pk][0], note=True))
        self.do(3, 21, self.workers[2], lambda b: self.look(b, self.files[self.workers[2].user.pk][0], note=True))
        for _old in range(2):
            self.do(1, 10, self.workers[3], lambda b: b.get(f"/cases/{uuid.uuid4()}/"))
        other = self.files[self.workers[0].user.pk][0]
        self.do(1, 13, self.workers[3], lambda b: b.get(f"/cases/{other.pk}/access/"))
        self.do(2, 9, cast.administrator, lambda b: self.office.member("member.hired", self.operator, by=self.admin))
        self.do(4, 11, cast.supervisor, self.close_one)
        for hour in (12, 13, 15):
            self.do(4, hour, cast.supervisor, lambda b: self.look(b, self.everything[-1]))

    @property
    def admin(self):
        return self.office.admin

    def sign_in(self, who):
        for _typo in range(self.dice.choice([0, 0, 0, 0, 1, 2])):
            write_entry_first(who, "sign_in.failed", who.user.pk, "refused")
        write_entry_first(who, "signed_in", None)

    def close_one(self, _browser):
        case = self.everything[-1]
        case.refresh_from_db()
        close_case(self.lead(case), case, closed_on=timezone.localdate(), seen_version=case.version)

    def look(self, browser, case, note=False):
        self.office.open(browser, case)
        if note:
            browser.post(f"/cases/{case.pk}/notes/add/", {"text": "Saruna pa tālruni"})

    def live(self):
        """Do it all in its order, and look for alerts after each hour."""
        clock, looked, found, seats = self.office.clock, self.begun, 0, {}
        self.report = a_report(self.cast.officer, self.cast, happened_at=clock.now - 2 * HOUR)
        self.plan_days()
        for moment, _number, who, what in sorted(self.plan, key=lambda one: one[:2]):
            while moment - looked >= HOUR:
                clock.now = looked = looked + HOUR
                found += look_for_alerts(looked - HOUR)
            clock.now = moment
            what(seats.setdefault(who.user.pk, self.office.enter(who.user)))
        clock.at(7, 8)
        found += look_each_hour(clock, looked)
        return found


@pytest.mark.lengthy
@pytest.mark.parametrize("seed", [1, 2])
def test_a_normal_week_is_left_in_peace(office, clock, seed):
    clock.at(0, 0, 5)
    week = Week(office, seed)
    assert len(week.people()) == 12
    found = week.live()
    told = [(one.kind, str(Account.objects.get(pk=one.user_id))) for one in Alert.objects.exclude(user=None)]
    print(f"{len(week.plan)} things done in a normal week (seed {seed}): {found} alerts {told}")
    assert found == Alert.objects.count() <= 5, told


def test_alerts_of_one_organisation_are_not_anothers(office, clock):
    begun = clock.now - HOUR
    night(office)
    look_each_hour(clock, begun)
    assert set(Alert.objects.values_list("organisation", flat=True)) == {office.cast.office.pk}
    assert Organisation.objects.count() == 3


def test_every_alert_has_a_name_and_says_what_it_looks_for():
    assert all(str(one.name) and len(str(one.meaning)) > 20 for one in ALERTS.values())


def test_a_grant_given_is_what_makes_a_team(office, clock):
    """Somebody let into a closed case by name is not outside its team."""
    begun, case = clock.now - HOUR, office.cases(office.cast.worker, 1)[0]
    close_case(office.cast.worker, case, closed_on=case.opened_on, seen_version=case.version)
    Grant.objects.create(
        folder=case.folder, to_user=office.cast.supervisor.user, zone_admin=1, kind=GrantKind.ASSIGNED, **ON_LAW
    )
    for day in range(1, 6):
        clock.at(day, 11)
        office.open(office.enter(office.cast.supervisor.user), case)
    look_each_hour(clock, begun)
    assert said() == set()
