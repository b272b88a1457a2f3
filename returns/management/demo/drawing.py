"""The demo's photos: simple drawings of a parcel, its label and a broken product."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from returns.gateways.images import Photo, read_photo

SIZE: Final = (800, 600)
TABLE, WALL = "#c9b79c", "#eef1f4"
CARDBOARD, EDGE, TAPE = "#b98a56", "#7a5730", "#e8dcc0"
PAPER, INK = "#ffffff", "#1d2733"
BODY, SHADE, GLASS = "#3d6b8c", "#2b4d66", "#bcd8e6"


@cache
def photo(subject: str) -> Photo:
    """A photo of one of SUBJECTS, as the gateway reads it."""
    picture = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, *SIZE), fill=TABLE)
    SUBJECTS[subject](draw)
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return read_photo(file, f"{subject}.png")


def draw_box(draw: ImageDraw.ImageDraw) -> None:
    """The parcel as it came."""
    draw.polygon([(190, 210), (290, 130), (690, 130), (610, 210)], fill="#cda06b", outline=EDGE, width=4)
    draw.polygon([(610, 210), (690, 130), (690, 430), (610, 520)], fill="#9c7242", outline=EDGE, width=4)
    draw.rectangle((190, 210, 610, 520), fill=CARDBOARD, outline=EDGE, width=4)
    draw.polygon([(370, 210), (460, 130), (510, 130), (430, 210)], fill=TAPE)
    draw.rectangle((370, 210, 430, 520), fill=TAPE)
    _label(draw, (450, 380), 140, 110)


def draw_label(draw: ImageDraw.ImageDraw) -> None:
    """The parcel's label, close up."""
    draw.rectangle((40, 40, 760, 560), fill=CARDBOARD, outline=EDGE, width=4)
    _label(draw, (130, 110), 540, 380)
    font = ImageFont.load_default(32)
    draw.text((160, 130), "KILIMALL", fill=INK, font=font)
    draw.text((160, 400), "TO: THE CUSTOMER", fill=INK, font=font)


def draw_crack(draw: ImageDraw.ImageDraw) -> None:
    """A jug on its base, with a crack all the way down."""
    draw.polygon([(280, 90), (520, 90), (490, 380), (310, 380)], fill=GLASS, outline=SHADE, width=6)
    draw.arc((470, 130, 620, 320), 270, 90, fill=SHADE, width=18)
    draw.polygon([(310, 380), (490, 380), (540, 540), (260, 540)], fill=BODY, outline=SHADE, width=6)
    draw.ellipse((375, 430, 425, 480), fill=TAPE, outline=SHADE, width=4)
    crack = [(390, 95), (420, 160), (375, 210), (430, 270), (385, 320), (415, 378)]
    draw.line(crack, fill=INK, width=6, joint="curve")
    for x, y, dx, dy in ((420, 160, 50, 20), (375, 210, -45, 25), (430, 270, 40, 30)):
        draw.line([(x, y), (x + dx, y + dy)], fill=INK, width=4)


def draw_seal(draw: ImageDraw.ImageDraw) -> None:
    """The closed packaging, its round seal whole."""
    draw_box(draw)
    draw.ellipse((345, 300, 455, 410), fill="#b3261e", outline=PAPER, width=5)
    draw.line([(372, 356), (394, 380), (430, 332)], fill=PAPER, width=10)


def _label(draw: ImageDraw.ImageDraw, corner: tuple[int, int], width: int, height: int) -> None:
    """A white label with a bar code."""
    left, top = corner
    draw.rectangle((left, top, left + width, top + height), fill=PAPER, outline=INK, width=3)
    step = width // 36
    for place in range(2, 34):
        if place % 3 or place % 5 == 0:
            bar = left + place * step
            draw.rectangle((bar, top + height // 4, bar + step // 2, top + height * 2 // 3), fill=INK)


SUBJECTS: Final[Mapping[str, Callable[[ImageDraw.ImageDraw], None]]] = {
    "box": draw_box,
    "label": draw_label,
    "crack": draw_crack,
    "seal": draw_seal,
}
