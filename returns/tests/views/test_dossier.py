"""The whole case as a ZIP: what is in it for whom, and the sums that prove it."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pypdfium2
import pytest

from returns.actions.objecting import answer_objection, raise_objection
from returns.actions.writing import write
from returns.enums import Step
from returns.models import Evidence, Ticket, TicketEvent
from returns.tests.test_machines import SENT, walk
from returns.tests.views.doors import House, at
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
LATER = NOON.replace(hour=21)


@pytest.fixture
def house() -> House:
    made = House(World(gift="Cup"))
    made.add_strangers()
    return made


@pytest.fixture
def ticket(house: House) -> Ticket:
    """A quarrel: found without its gift, objected to, written about."""
    world, people = house.world, house.users
    ticket = walk(world, world.apply(), [*SENT, (Step.PASS, "warehouse", {"gift_lost": True})])
    objection = raise_objection(ticket.pk, by=people["customer"], text="It was there!", now=LATER)
    given = {"upheld": False, "clause": "4.7", "text": "The photo shows no cup."}
    answer_objection(objection.pk, by=people["desk"], now=LATER, **given)
    for who, text, internal in (
        ("customer", "Where is my cup, Ọlá?", False),
        ("seller", "We packed it.", False),
        ("desk", "Watch this one.", True),
    ):
        photos = [photo()] if who == "customer" else []
        note = {"is_internal": internal, "photos": photos, "token": uuid4()}
        write(ticket.pk, by=people[who], text=text, now=LATER, **note)
    return ticket


def addresses(ticket: Ticket) -> dict[str, str]:
    return {
        "customer": f"/tickets/{ticket.reference}/dossier.zip",
        "seller": f"/admin/returns/ticket/{ticket.pk}/dossier/",
        "desk": f"/desk/tickets/{ticket.reference}/dossier.zip",
    }


def unpacked(response: Any) -> dict[str, bytes]:
    with ZipFile(BytesIO(b"".join(response))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(pdf: bytes) -> str:
    pages = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("who", ["customer", "seller", "desk"])
def test_a_party_takes_the_whole_case_and_can_check_it(
    who: str, house: House, ticket: Ticket, tmp_path: Path
) -> None:
    with at(LATER):
        response = house.browser(who).get(addresses(ticket)[who])
        assert response["Content-Disposition"] == f'attachment; filename="{ticket.reference}.zip"'
        assert "no-store" in response["Cache-Control"]
        files = unpacked(response)
    said = text_of(files["case.pdf"])
    for words in ("It stays cold.", "Where is my cup, Ọlá?", "We packed it.", "4.7"):
        assert words in said
    for event in TicketEvent.objects.filter(ticket=ticket):
        assert event.seal in said.replace(" ", "")
    assert "Watch this one." not in said
    assert f"EAT, {house.users['customer']} Where is my cup" in said
    assert "The application was sent to the seller." in said
    assert ", You " not in said
    assert house.users["customer"].phone not in said
    for evidence in Evidence.objects.filter(ticket=ticket):
        assert evidence.sha256 in said.replace(" ", "")
    assert len([name for name in files if name.startswith("files/")]) == 3
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    done = subprocess.run(
        ["/usr/bin/sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0


def test_what_is_not_there_any_more_is_named_and_left_out(house: House, ticket: Ticket) -> None:
    first, second, *_more = Evidence.objects.filter(ticket=ticket).order_by("pk")
    Evidence.objects.filter(pk=first.pk).update(removed_at=LATER)
    second.file.storage.delete(second.file.name)
    with at(LATER):
        files = unpacked(house.browser("customer").get(addresses(ticket)["customer"]))
    assert len([name for name in files if name.startswith("files/")]) == 1
    assert "past its time" in text_of(files["case.pdf"])
    assert len(files["SHA256SUMS"].splitlines()) == 2


def test_nobody_else_takes_it(house: House, ticket: Ticket) -> None:
    found = addresses(ticket)
    with at(LATER):
        for who, path, status in (
            ("other customer", found["customer"], 404),
            ("other seller", found["seller"], 404),
            ("abroad", found["desk"], 404),
            ("finance", found["desk"], 403),
            ("warehouse", found["desk"], 403),
            ("root", found["seller"], 404),
        ):
            assert house.browser(who).get(path).status_code == status
        assert "dossier.zip" in house.page("customer", ticket).html
        assert "dossier.zip" not in house.page("finance", ticket).html
