"""情報の新しさ: rules hide and bring back, a confirmation brings back at once, due lists, numbers on letters, what organisers say."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from people import account
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from town import IKOMA, place, resource

from geodata.due import today_in_japan
from geodata.errors import BadCorrection, BadRule
from geodata.models import (
    Answer,
    AuditEntry,
    Category,
    ConfirmLink,
    Correction,
    CorrectionState,
    Origin,
    Resource,
    Role,
    Status,
    Target,
)
from geodata.queries.vocabulary import data_version, load_vocabulary
from geodata.staff.audit import acting, history
from geodata.staff.due_lists import NOBODY, Asked, Due, Reach, choices, due_page, lines_of, tally
from geodata.staff.freshness import apply_rules, confirm, rules, set_rules
from geodata.staff.links import LENGTH, LETTERS, digest, end_links, link_of, make_links, new_token, read_token
from geodata.staff.proposals import FIELDS, MOST_WAITING, confirm_as_is, differences, last_said, propose, published
from geodata.staff.scope import Scope

TODAY = date(2026, 11, 23)
EVERYTHING = Scope(IKOMA, every=True)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def hidden(db: Session) -> set[str]:
    return set(db.scalars(select(Resource.name).where(Resource.hidden_since.is_not(None))))


# Rules


def test_rules_hide_what_is_past_and_bring_back_what_is_not(db: Session) -> None:
    resource(db, "古い", last_confirmed_on=ago(800))
    resource(db, "新しい", last_confirmed_on=ago(10))
    resource(db, "できたばかり")
    resource(db, "下書き", last_confirmed_on=ago(800), status=Status.DRAFT)
    resource(db, "隠れていた", last_confirmed_on=ago(10), hidden_since=ago(3))
    applied = apply_rules(db, TODAY)
    assert (applied.hidden, applied.back) == (1, 1) and hidden(db) == {"古い"}
    assert (apply_rules(db, TODAY).hidden, hidden(db)) == (0, {"古い"}), "a second time changes nothing"
    assert load_vocabulary(db, IKOMA).public_count == 3


def test_rules_that_change_nothing_make_no_new_version(db: Session) -> None:
    resource(db, "古い", last_confirmed_on=ago(800))
    apply_rules(db, TODAY)
    before = data_version(db)
    apply_rules(db, TODAY)
    assert data_version(db) == before


def test_what_the_rules_do_stands_in_the_record(db: Session) -> None:
    one = resource(db, "古い", last_confirmed_on=ago(800))
    apply_rules(db, TODAY)
    [entry] = history(db, "resource", one.id, since=1)
    assert (entry.field, entry.old, entry.new, entry.how, entry.email) == ("hidden_since", None, "2026-11-23", "確認の期限", "")


def test_a_kind_without_an_end_never_hides(db: Session) -> None:
    db.execute(update(Category).where(Category.code == "ibasho").values(hide_months=None))
    resource(db, "古い", last_confirmed_on=ago(4000))
    assert apply_rules(db, TODAY).hidden == 0


def test_a_hidden_record_is_back_at_once_whoever_confirms_it(db: Session) -> None:
    one, other = (resource(db, name, last_confirmed_on=ago(800), hidden_since=ago(1)) for name in ("電話", "一覧表"))
    confirm(db, one.id, today_in_japan(), by="運営団体", how="電話")
    db.execute(update(Resource).where(Resource.id == other.id).values(last_confirmed_on=today_in_japan() - timedelta(days=30)))
    assert hidden(db) == set()
    db.refresh(one)
    assert (one.last_confirmed_on, one.confirmed_by, one.confirmed_how) == (today_in_japan(), "運営団体", "電話")


def test_an_old_date_brings_nothing_back(db: Session) -> None:
    one = resource(db, "古い", last_confirmed_on=ago(900), hidden_since=ago(1))
    db.execute(update(Resource).where(Resource.id == one.id).values(last_confirmed_on=today_in_japan() - timedelta(days=800)))
    assert hidden(db) == {"古い"}


def test_rules_are_written_with_who_changed_them(db: Session) -> None:
    who = account(db, Role.ADMIN)
    resource(db, "半年前", last_confirmed_on=ago(200))
    acting(db, who.id, "確認の期限のきまり")
    assert set_rules(db, IKOMA, {"ibasho": (6, 12), "kodomo_shokudo": (12, 24)}) == ["居場所・サロン"]
    rule = next(one for one in rules(db, EVERYTHING, TODAY) if one.code == "ibasho")
    assert (rule.confirm, rule.hide, rule.published, rule.overdue, rule.hidden) == (6, 12, 1, 1, 0)
    entries = db.execute(select(AuditEntry.field, AuditEntry.old, AuditEntry.new, AuditEntry.account_id)
                         .where(AuditEntry.table_name == "category").order_by(AuditEntry.id)).all()  # fmt: skip
    assert [tuple(e) for e in entries] == [("居場所・サロン：確認の期限（か月）", 12, 6, who.id),
                                            ("居場所・サロン：公開を止める（か月）", 24, 12, who.id)]  # fmt: skip


@pytest.mark.parametrize("months", [(0, None), (121, None), (12, 11), (12, 0), (12, 200)])
def test_a_rule_that_cannot_be_is_refused_whole(db: Session, months: tuple[int, int | None]) -> None:
    with pytest.raises(BadRule):
        set_rules(db, IKOMA, {"kodomo_shokudo": (3, 6), "ibasho": months})
    assert db.scalar(select(Category.confirm_months).where(Category.code == "kodomo_shokudo")) == 12


# Due lists


def build(db: Session) -> None:
    resource(db, "過ぎた", last_confirmed_on=ago(400), department="福祉政策課", phone="0743-00-0001")
    resource(db, "今月", last_confirmed_on=ago(350), department="こども課", fax="0743-00-0002")
    resource(db, "来月より先", last_confirmed_on=ago(300), email="mihon@example.jp")
    resource(db, "まだ先", place(db, "会館", (135.7, 34.7), address="生駒市中町1-1"), last_confirmed_on=ago(100))
    resource(db, "一度もない", category_code="kodomo_shokudo", made_at=datetime(2025, 1, 1, tzinfo=UTC))
    resource(db, "公開前", last_confirmed_on=ago(400), status=Status.CHECKED)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Asked(), ["一度もない", "過ぎた"]),
        (Asked(Due.ONE), ["今月"]),
        (Asked(Due.THREE), ["来月より先"]),
        (Asked(Due.LATER), ["まだ先"]),
        (Asked(Due.NEVER), ["一度もない"]),
        (Asked(Due.ALL, department="福祉政策課"), ["過ぎた"]),
        (Asked(Due.ALL, department=NOBODY), ["一度もない", "来月より先", "まだ先"]),
        (Asked(Due.ALL, category="kodomo_shokudo"), ["一度もない"]),
        (Asked(Due.ALL, reach=Reach.PHONE), ["過ぎた"]),
        (Asked(Due.ALL, reach=Reach.FAX), ["今月"]),
        (Asked(Due.ALL, reach=Reach.EMAIL), ["来月より先"]),
        (Asked(Due.ALL, reach=Reach.POST), ["まだ先"]),
        (Asked(Due.ALL, reach=Reach.NONE), ["一度もない"]),
    ],
)
def test_who_is_on_the_list(db: Session, asked: Asked, names: list[str]) -> None:
    build(db)
    page = due_page(db, EVERYTHING, asked, TODAY)
    assert [line.name for line in page.lines] == names and page.total == len(names)
    assert [line.name for line in due_page(db, EVERYTHING, asked, TODAY, offset=1, limit=1).lines] == names[1:2]


def test_only_ones_own_department_and_nobodys(db: Session) -> None:
    build(db)
    own = Scope(IKOMA, "こども課")
    assert {line.name for line in due_page(db, own, Asked(Due.ALL), TODAY).lines} == {"今月", "来月より先", "まだ先", "一度もない"}
    counts = {Due.OVERDUE: 1, Due.ONE: 1, Due.THREE: 1, Due.LATER: 1, Due.ALL: 4, Due.HIDDEN: 0, Due.NEVER: 1}
    assert tally(db, own, TODAY) == counts
    others = db.scalars(select(Resource.id).where(Resource.department == "福祉政策課")).all()
    assert lines_of(db, own, others, TODAY) == ()
    assert [name for _, name in choices(db, own).departments] == ["全庁（課なし）", "こども課"]
    assert due_page(db, Scope("292010", every=True), Asked(Due.ALL), TODAY).total == 0


# Numbers


def test_a_number_is_random_short_and_not_read_as_another() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200 and len(LETTERS) ** LENGTH > 2**80
    assert not set("01oOlIiL") & set(LETTERS)
    assert all(re.fullmatch(r"([346789a-y]{6}-){2}[346789a-y]{6}", token) for token in tokens)


@pytest.mark.parametrize("change", [str.upper, lambda t: t.replace("-", ""), lambda t: t.replace("-", " "),
                                    lambda t: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else "ー" for c in t)])  # fmt: skip
def test_a_number_is_found_however_it_is_typed(db: Session, change: object) -> None:
    one = resource(db, "会")
    token = make_links(db, [one.id], None, TODAY)[one.id]
    typed = change(token).replace("ー", "－")  # type: ignore[operator]
    found = link_of(db, typed, TODAY)
    assert found is not None and found.resource_id == one.id and read_token(typed) == token
    assert db.scalars(select(ConfirmLink.token_hash)).all() == [digest(token)], "the number itself is nowhere"


def test_old_numbers_stay_good_until_they_expire_or_are_ended(db: Session) -> None:
    one, other = resource(db, "会"), resource(db, "別の会")
    first, second = (make_links(db, [one.id], None, TODAY)[one.id] for _ in range(2))
    assert len(history(db, "confirm_link", link_of(db, first, TODAY).id)) == 1  # type: ignore[union-attr]
    kept = make_links(db, [other.id], None, TODAY)[other.id]
    last = TODAY + timedelta(days=60)
    assert all(link_of(db, token, day) for token in (first, second) for day in (TODAY, last))
    assert link_of(db, first, last + timedelta(days=1)) is None
    assert end_links(db, one, TODAY) == 2 and end_links(db, one, TODAY) == 0
    assert [link_of(db, token, TODAY) is not None for token in (first, second, kept)] == [False, False, True]


def test_a_number_of_what_is_published_no_more_opens_nothing(db: Session) -> None:
    one = resource(db, "会")
    token = make_links(db, [one.id], None, TODAY)[one.id]
    one.status = Status.WITHDRAWN
    db.flush()
    assert link_of(db, token, TODAY) is None


@pytest.mark.parametrize("typed", ["", "abc", "０" * 18, "a" * 17, "a" * 19, "abcdef-ghjkmn-pqrtw0", "' OR 1=1 --", "\x00" * 18])
def test_what_cannot_be_a_number_is_none(db: Session, typed: str) -> None:
    assert read_token(typed) is None and link_of(db, typed, TODAY) is None


# What organisers say


def linked(db: Session, **changes: object) -> tuple[Resource, ConfirmLink]:
    one = resource(db, "みんなの会", **changes)
    token = make_links(db, [one.id], None, TODAY)[one.id]
    found = link_of(db, token, TODAY)
    assert found is not None
    return one, found


def test_as_is_confirms_today(db: Session) -> None:
    one, link = linked(db, last_confirmed_on=ago(500))
    confirm_as_is(db, one, link, TODAY)
    db.refresh(one)
    assert (one.last_confirmed_on, one.confirmed_by, one.confirmed_how) == (TODAY, "運営団体", "確認リンク")
    assert {e.how for e in history(db, "resource", one.id, since=1)} == {"確認リンク"}
    said = db.scalars(select(Correction)).one()
    assert said.as_is and said.state is CorrectionState.ACCEPTED and said.decided_at is not None
    db.refresh(link)
    assert link.used_at is not None


def test_a_correction_changes_nothing_and_waits(db: Session) -> None:
    one, link = linked(db, phone="0743-00-0000", description="一行目\n二行目")
    before = one.revision
    changes = differences(one, {**published(one), "phone": " 0743-11-1111 ", "description": "一行目\r\n二行目", "other": "x"})
    assert changes == {"phone": ["0743-00-0000", "0743-11-1111"]}
    said = propose(db, one, changes, "よろしく\u202eお願いします", origin=Origin.ORGANIZER, link=link)
    db.refresh(one)
    assert one.revision == before and one.phone == "0743-00-0000" and one.last_confirmed_on is None
    assert (said.state, said.message, last_said(db, link)) == (CorrectionState.WAITING, "よろしくお願いします", said)


def test_what_is_known_by_its_kind_is_told_in_words(db: Session) -> None:
    one = resource(db, "会", free=Answer.YES)
    one.targets = list(db.scalars(select(Target).where(Target.code.in_(["kodomo", "koreisha"])).order_by(Target.position)))
    assert len(one.targets) == 2
    shown = published(one)
    assert (shown["target_text"], shown["fee_text"]) == ("、".join(target.name for target in one.targets), "無料")
    assert differences(one, shown) == {}


def test_a_private_home_is_shown_as_its_town(db: Session) -> None:
    home = place(db, "見本の家", (135.7, 34.7), address="生駒市中町1-2-3", published_address="生駒市中町")
    assert published(resource(db, "家の会", home))["address"] == "生駒市中町"


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_limit(db: Session, name: str) -> None:
    one = resource(db, "会")
    most = FIELDS[name].most
    assert differences(one, {name: "あ" * most})[name][1] == "あ" * most
    with pytest.raises(BadCorrection, match="文字まで"):
        differences(one, {name: "あ" * (most + 1)})


def test_what_says_nothing_is_not_kept(db: Session) -> None:
    one = resource(db, "会")
    with pytest.raises(BadCorrection, match="変わったところがありません"):
        propose(db, one, differences(one, published(one)), " \n", origin=Origin.RESIDENT)
    with pytest.raises(BadCorrection, match="空にできません"):
        differences(one, {"name": "  "})


def test_a_flood_is_not_kept(db: Session) -> None:
    one = resource(db, "会")
    for _ in range(MOST_WAITING):
        propose(db, one, {}, "ちがいます", origin=Origin.RESIDENT)
    with pytest.raises(BadCorrection, match="混みあって"):
        propose(db, one, {}, "ちがいます", origin=Origin.RESIDENT)
    assert db.scalar(select(func.count()).select_from(Correction)) == MOST_WAITING
