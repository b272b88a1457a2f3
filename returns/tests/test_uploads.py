"""Files that are sent one by one, taken by a form, checked in quarantine, and gone after their time."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction

from returns.actions import checking, forgetting, proving
from returns.actions.checking import check_videos
from returns.actions.engine import check_media, keep_house
from returns.actions.forgetting import forget_files
from returns.actions.opening import Application, open_ticket
from returns.actions.proving import add_to_draft, remove_from_draft, take_in
from returns.actions.refusal import RefusedError
from returns.actions.writing import write
from returns.enums import EnginePart, EvidenceKind, Reason, RefusedFile, Service, Step
from returns.gateways.videos import RawVideo, read_video
from returns.models import Draft, Evidence, Ticket
from returns.policy.facts import Claim
from returns.queries.invariants.keeping import orphaned_files, spoilt_files
from returns.queries.proof import evidence_for
from returns.tests.films import PLACE, film, hostile
from returns.tests.test_machines import APPEALED, walk
from returns.tests.views.doors import at
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Files of other tests are none of this one's."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def world() -> World:
    return World()


def video(content: bytes | None = None) -> RawVideo:
    return read_video(BytesIO(film() if content is None else content), "film.mp4")


def uploaded(world: World, who: str = "customer", piece: Any = None, now: Any = NOON) -> UUID:
    return take_in(piece or photo(), token=uuid4(), by=world.people[who], now=now).token


def refused(field: str, call: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    before = list(Evidence.objects.order_by("pk").values())
    with pytest.raises(RefusedError) as no, transaction.atomic():
        call(*args, **kwargs)
    assert no.value.field == field
    assert list(Evidence.objects.order_by("pk").values()) == before


def whole(now: Any = NOON) -> None:
    """Each row has its file, and no file is without a row."""
    assert [*spoilt_files(now), *orphaned_files(now + DAY)] == []


class TestUploading:
    def test_the_same_token_is_the_same_file(self, world: World) -> None:
        token, by = uuid4(), world.people["customer"]
        first = take_in(photo(), token=token, by=by, now=NOON)
        assert take_in(photo(), token=token, by=by, now=NOON) == first
        refused("file", take_in, photo(), token=token, by=world.people["seller"], now=NOON)
        assert Evidence.objects.count() == 1

    def test_only_who_sent_it_sees_it_until_a_form_takes_it(self, world: World) -> None:
        token = uploaded(world)
        for who in ("seller", "desk"):
            assert evidence_for(world.people[who], token) is None
        assert evidence_for(world.people["customer"], token)

    def test_a_draft_takes_it_once_and_gives_it_to_the_ticket(self, world: World) -> None:
        by = world.people["customer"]
        draft = Draft.objects.create(owner=by, line=world.line, updated_at=NOON)
        tokens = [uploaded(world), uploaded(world), uploaded(world, piece=video())]
        add_to_draft(draft, tokens, by=by, now=NOON)
        add_to_draft(draft, tokens, by=by, now=NOON)  # the same form once more
        assert draft.evidence.count() == 3
        remove_from_draft(draft, str(tokens[0]))
        claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)
        application = Application(claim=claim, statement="It is cold.", draft=draft)
        refused("photos", open_ticket, world.line.pk, application, by=by, now=NOON)  # a film is no photo
        add_to_draft(draft, [photo()], by=by, now=NOON)
        ticket = open_ticket(world.line.pk, application, by=by, now=NOON)
        assert ticket.evidence.exclude(event=None).count() == 3
        whole()

    def test_a_refused_film_takes_no_room(self, world: World) -> None:
        by = world.people["customer"]
        draft = Draft.objects.create(owner=by, line=world.line, updated_at=NOON)
        add_to_draft(draft, [video(hostile()["head alone"]), *[photo()] * 5], by=by, now=NOON)
        refused("photos", add_to_draft, draft, [photo()], by=by, now=NOON)
        check_videos(NOON)
        add_to_draft(draft, [photo()], by=by, now=NOON)
        claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)
        application = Application(claim=claim, statement="It is cold.", draft=draft)
        assert open_ticket(world.line.pk, application, by=by, now=NOON).evidence.count() == 7

    def test_a_step_and_a_message_take_it(self, world: World) -> None:
        ticket = walk(world, world.apply(), APPEALED[:1])
        token = uploaded(world, now=NOON)
        world.take(Step.APPEAL, ticket, "customer", NOON + DAY / 24, text="No.", photos=[token])
        assert Evidence.objects.get(token=token).event.step == Step.APPEAL
        by = world.people["customer"]
        token = uploaded(world)
        message = write(
            ticket.pk, by=by, text="Here.", token=uuid4(), now=NOON + DAY, photos=[token, photo()]
        )
        assert {row.party for row in message.photos.all()} == {"customer"}
        assert message.photos.count() == 2

    def test_what_is_another_s_or_taken_already_is_refused(self, world: World) -> None:
        ticket, by = world.apply(), world.people["customer"]
        foreign, taken = uploaded(world, "seller"), uploaded(world)
        write(ticket.pk, by=by, text="Here.", token=uuid4(), now=NOON, photos=[taken])
        for token in (foreign, taken, uuid4()):
            refused("photos", write, ticket.pk, by=by, text="Here.", token=uuid4(), now=NOON, photos=[token])

    def test_there_is_a_measure_for_each_person_and_ticket(self, world: World, monkeypatch: Any) -> None:
        by = world.people["customer"]
        monkeypatch.setattr(proving, "MOST_WAITING", 2)
        uploaded(world)
        uploaded(world)
        refused("file", take_in, photo(), token=uuid4(), by=by, now=NOON)
        monkeypatch.setattr(proving, "FILES_A_DAY", 2)
        monkeypatch.setattr(proving, "MOST_WAITING", 9)
        refused("photos", take_in, photo(), token=uuid4(), by=by, now=NOON)
        uploaded(world, now=NOON + 2 * DAY)
        for _each in range(3):
            uploaded(world, "warehouse")
        monkeypatch.setattr(proving, "FILES_A_DAY", 99)
        ticket = world.apply(now=NOON + 3 * DAY)
        for name, most in (("FILES_OF_TICKET", 2), ("BYTES_OF_TICKET", 1)):
            monkeypatch.setattr(proving, name, most)
            refused(
                "photos",
                write,
                ticket.pk,
                by=by,
                text="x",
                token=uuid4(),
                now=NOON + 3 * DAY,
                photos=[photo()],
            )
            monkeypatch.undo()

    def test_a_file_that_can_t_be_written_leaves_nothing(self, world: World, monkeypatch: Any) -> None:
        monkeypatch.setattr(Evidence, "save", lambda _self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            uploaded(world)
        assert not list((Path(default_storage.location)).rglob("*.jpg"))


class TestQuarantine:
    def test_a_film_is_seen_only_when_it_was_packed_anew(self, world: World) -> None:
        row = Evidence.objects.get(token=uploaded(world, piece=video(film("mov", place=PLACE))))
        assert (row.kind, row.is_shown, row.file.name[-4:]) == (EvidenceKind.VIDEO, False, ".raw")
        whole()
        assert check_media(NOON)[EnginePart.VIDEOS] == 1
        row.refresh_from_db()
        assert (row.is_shown, row.width, row.height, row.seconds) == (True, 64, 48, 2)
        assert row.file.name.endswith(f"{row.token}.mp4")
        assert PLACE.encode() not in Path(row.file.path).read_bytes()
        assert check_videos(NOON) == 0
        whole()

    @pytest.mark.parametrize("name", ["head alone", "over a minute", "ffconcat behind a head"])
    def test_what_is_no_film_is_removed_and_the_row_says_why(self, name: str, world: World) -> None:
        token = uploaded(world, piece=video(hostile()[name]))
        check_videos(NOON)
        row = Evidence.objects.get(token=token)
        assert row.refusal in {RefusedFile.UNREADABLE, RefusedFile.TOO_LONG}
        assert (row.is_shown, row.removed_at) == (False, NOON)
        whole()

    def test_a_file_that_takes_its_workers_down_is_given_up(self, world: World, monkeypatch: Any) -> None:
        token = uploaded(world, piece=video())

        def crash(_raw: object) -> object:
            raise MemoryError

        monkeypatch.setattr(checking, "packed", crash)
        for number in range(3):
            later = NOON + number * DAY
            with pytest.raises(MemoryError):
                check_videos(later)
            assert check_videos(later) == 0  # in hand for five minutes
        check_videos(NOON + 3 * DAY)
        assert Evidence.objects.get(token=token).refusal == RefusedFile.UNREADABLE

    def test_a_file_that_is_lost_is_told(self, world: World) -> None:
        row = Evidence.objects.get(token=uploaded(world, piece=video()))
        row.file.storage.delete(row.file.name)
        check_videos(NOON)
        row.refresh_from_db()
        assert row.refusal == RefusedFile.UNREADABLE

    def test_two_workers_leave_one_film(self, world: World, monkeypatch: Any) -> None:
        row = Evidence.objects.get(token=uploaded(world, piece=video()))
        again = Evidence.objects.get(pk=row.pk)
        checking._check(row, NOON)
        with again.file.storage.open(str(Evidence.objects.get(pk=row.pk).file)) as kept:
            content = kept.read()
        again.file.storage.save(str(again.file.name), BytesIO(content))
        checking._check(again, NOON)
        found = Evidence.objects.get(pk=row.pk)
        assert Path(found.file.path).read_bytes() == content
        assert len(list(Path(default_storage.location).rglob("*.mp4"))) == 1
        checking._refuse(again, RefusedFile.UNREADABLE, NOON)
        assert Evidence.objects.get(pk=row.pk).is_shown

    def test_many_are_done_in_parts(self, world: World, monkeypatch: Any) -> None:
        monkeypatch.setattr(checking, "BATCH", 2)
        for _each in range(3):
            uploaded(world, piece=video())
        assert [check_videos(NOON), check_videos(NOON)] == [2, 1]
        uploaded(world, piece=video())
        monkeypatch.setattr(checking, "BUDGET", 0)
        assert check_videos(NOON) == 0


class TestForgetting:
    def test_files_of_a_closed_ticket_go_after_their_time_and_the_rows_stay(self, world: World) -> None:
        ticket = walk(world, world.apply(), [(Step.WITHDRAW, "customer", {})])
        kept = list(Evidence.objects.values_list("sha256", flat=True))
        last = ticket.closed_at + 180 * DAY
        assert forget_files(last) == 0
        assert keep_house(last + DAY) == {EnginePart.FORGET: 2}
        rows = Evidence.objects.filter(ticket=ticket)
        assert [row.sha256 for row in rows] == kept
        assert all(row.removed_at == last + DAY and not row.is_shown for row in rows)
        assert forget_files(last + DAY) == 0
        whole()

    def test_an_open_ticket_keeps_its_files(self, world: World) -> None:
        world.apply()
        assert forget_files(NOON + 999 * DAY) == 0

    def test_uploads_and_applications_that_nobody_sends_go_whole(self, world: World) -> None:
        by = world.people["customer"]
        draft = Draft.objects.create(owner=by, line=world.line, updated_at=NOON)
        add_to_draft(draft, [photo()], by=by, now=NOON)
        uploaded(world)
        assert forget_files(NOON + DAY) == 0
        assert forget_files(NOON + DAY * 1.1) == 1
        assert Draft.objects.exists()
        assert forget_files(NOON + 31 * DAY) == 1
        assert not Draft.objects.exists()
        assert not Evidence.objects.exists()
        whole()

    def test_it_goes_on_where_it_was_ended(self, world: World) -> None:
        ticket = walk(world, world.apply(), [(Step.WITHDRAW, "customer", {})])
        row = Evidence.objects.filter(ticket=ticket).first()
        assert row
        row.file.storage.delete(row.file.name)
        assert forget_files(ticket.closed_at + 200 * DAY) == 2
        whole()


def test_the_database_knows_what_may_be(world: World) -> None:
    ticket = world.apply()
    assert isinstance(ticket, Ticket)
    for wrong in ({"checked_at": None}, {"refusal": "too_long"}, {"kind": "video", "refusal": "too_long"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(ticket=ticket).update(**wrong)


def test_the_command_goes_on_until_nothing_is_left(world: World, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 1)
    walk(world, world.apply(), [(Step.WITHDRAW, "customer", {})])
    with at(NOON + 200 * DAY):
        call_command("forget_files")
        call_command("forget_files")
    assert capsys.readouterr().out == "files removed: 2\nfiles removed: 0\n"
