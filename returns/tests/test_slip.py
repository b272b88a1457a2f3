"""The return slip: what a scanner reads from it, and what it says."""

from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from returns.enums import Step
from returns.gateways.marks import Bars, Square, bars_of, square_of
from returns.gateways.slip_pdf import slip_pdf
from returns.policy.slip import Slip
from returns.queries.slip import has_slip, slip_of
from returns.tests.test_machines import SENT, Path, walk
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read
from returns.tests.world import NOON, World

REFERENCE = "KC-7HQ2-W9XD"
OWN: Path = [SENT[0], (Step.ACCEPT, "customer", {"method": "courier"})]
SLIP = Slip(
    reference=REFERENCE,
    product="Kettle",
    order="KE1",
    pack=["Kettle Ọlá Ɓ, 220 V " * 12, *(f"Thing {number} {'x' * 80}" for number in range(3))],
    way="Drop off at a Kilishop",
    where=["Moi Avenue 4 " * 20] * 3,
    until="Wed 25 Nov 2026, 24:00 EAT",
    help_phone="+254 709 876 000",
)


def drawn(mark: Square | Bars) -> Image.Image:
    """The mark as a picture, four pixels a module."""
    size = (mark.side, mark.side) if isinstance(mark, Square) else (mark.width, 20)
    image = Image.new("L", (size[0] * 4, size[1] * 4), 255)
    pen = ImageDraw.Draw(image)
    runs = mark.runs if isinstance(mark, Square) else [(x, 0, width) for x, width in mark.bars]
    height = 1 if isinstance(mark, Square) else 20
    for x, y, length in runs:
        pen.rectangle([x * 4, y * 4, (x + length) * 4 - 1, (y + height) * 4 - 1], fill=0)
    return image


@pytest.mark.parametrize("text", [REFERENCE, "KC-2222-2222", "A", "K" * 60])
def test_a_scanner_reads_the_reference_from_the_marks(text: str) -> None:
    for mark in (square_of(text), bars_of(text)):
        assert [found.text for found in zxingcpp.read_barcodes(drawn(mark))] == [text]


def test_a_path_draws_what_the_runs_say() -> None:
    assert Square(3, ((0, 0, 2), (1, 2, 1))).path == "M0 0h2v1h-2zM1 2h1v1h-1z"
    assert Bars(9, ((1, 2),)).path == "M1 0h2v1h-2z"


def test_the_paper_is_one_a6_page_and_both_its_marks_are_read() -> None:
    document = pypdfium2.PdfDocument(slip_pdf(SLIP))
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (105, 148)
    picture = document[0].render(scale=4).to_pil()
    found = {(one.format.name, one.text) for one in zxingcpp.read_barcodes(picture)}
    assert found == {("QRCode", REFERENCE), ("Code128", REFERENCE)}
    text = document[0].get_textpage().get_text_range()
    for word in ("Return slip", REFERENCE, "Kettle Ọlá Ɓ", "Until Wed 25 Nov 2026", "+254 709 876 000"):
        assert word in text


@pytest.mark.django_db
def test_it_lists_what_belongs_into_the_parcel() -> None:
    world = World(gift="Cup", invoice="paper", quantity=3)
    ticket = walk(world, world.apply(quantity=2), SENT[:2])
    slip = slip_of(ticket, "Kilimall Returns", "0709")
    assert list(slip.pack) == [
        "2 of 3 x Kettle",
        "Everything that came with it: cables, manual, warranty card, box",
        "The gift: Cup",
        "The paper invoice",
    ]
    assert slip.until == "Fri 6 Nov 2026, 24:00 EAT"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "where"),
    [
        (SENT[:2], ["Any Kilishop; nothing to pay."]),
        (OWN, ["Kilimall Returns"]),
    ],
)
def test_it_says_where_to(path: Path, where: list[str]) -> None:
    world = World()
    ticket = walk(world, world.apply(), path)
    assert list(slip_of(ticket, "Kilimall Returns", "0709").where) == where


@pytest.mark.django_db
def test_only_the_customer_has_it_and_only_while_goods_go_back() -> None:
    world = World()
    house, ticket = House(world), world.apply()
    house.add_strangers()
    paths = [f"/tickets/{ticket.reference}/slip/", f"/tickets/{ticket.reference}/slip.pdf"]
    with at(NOON):
        assert {house.browser("customer").get(path).status_code for path in paths} == {404}
    ticket = walk(world, ticket, SENT[:2])
    assert has_slip(ticket)
    with at(NOON.replace(hour=18)):
        answer = house.browser("customer").get(paths[0])
        page: Any = read(answer)
        assert ticket.reference in page.text
        paper = house.browser("customer").get(paths[1])
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
        for who in ("seller", "desk", "counter", "other customer"):
            assert {house.browser(who).get(path).status_code for path in paths} == {404}
    assert not has_slip(walk(world, ticket, SENT[2:], NOON.replace(hour=18)))
