"""The return slip on paper: A6, for a home printer or the counter's."""

from django.utils.translation import gettext as _

from returns.gateways.marks import bars_of, square_of
from returns.gateways.paper import Paper
from returns.policy.slip import Slip

A6 = (105.0, 148.0)
MARGIN = 7.0
QR_SIDE = 32.0
BAR_HEIGHT = 13.0
MOST_NAME = 90


def slip_pdf(slip: Slip) -> bytes:
    """One A6 page: the reference as QR and Code 128, what to pack, where to, until when."""
    title = _("Return slip")
    paper = Paper(f"{title} {slip.reference}", A6, MARGIN)
    paper.set_auto_page_break(auto=False)
    _head(paper, slip)
    paper.say(_("Pack"), bold=True, gap=0.5)
    for thing in slip.pack:
        paper.say(f"• {_cut(thing)}", gap=0.3)
    paper.ln(1)
    paper.say(slip.way, bold=True, gap=0.5)
    for line in slip.where:
        paper.say(_cut(line), gap=0.3)
    if slip.until:
        paper.ln(1)
        paper.say(_("Until %(until)s") % {"until": slip.until}, bold=True, gap=0.5)
    _bars(paper, slip)
    return bytes(paper.output())


def _head(paper: Paper, slip: Slip) -> None:
    """The QR code on the right; what it is beside it."""
    top, square = paper.get_y(), square_of(slip.reference)
    left, module = A6[0] - MARGIN - QR_SIDE, QR_SIDE / square.side
    paper.set_fill_color(0)
    for x, y, length in square.runs:
        paper.rect(left + x * module, top + y * module, length * module, module, style="F")
    paper.set_right_margin(MARGIN + QR_SIDE + 2)
    paper.say("KiliCare", size=9, bold=True)
    paper.say(_("Return slip"), size=12, bold=True, gap=2)
    paper.say(slip.reference, size=12, bold=True, gap=2)
    paper.say(_("Order %(number)s") % {"number": slip.order}, size=7)
    paper.set_right_margin(MARGIN)
    paper.set_y(max(paper.get_y(), top + QR_SIDE + 1))


def _bars(paper: Paper, slip: Slip) -> None:
    """The Code 128 at the foot, with the reference under it."""
    bars = bars_of(slip.reference)
    module = (A6[0] - 2 * MARGIN) / bars.width
    top = A6[1] - MARGIN - BAR_HEIGHT - 8
    for x, width in bars.bars:
        paper.rect(MARGIN + x * module, top, width * module, BAR_HEIGHT, style="F")
    paper.set_y(top + BAR_HEIGHT + 1)
    help_line = _("Help: %(phone)s") % {"phone": slip.help_phone}
    paper.say(f"{slip.reference}   {help_line}", size=7, gap=0)


def _cut(text: str) -> str:
    """A name of a product may be very long: the paper is small."""
    return text if len(text) <= MOST_NAME else f"{text[: MOST_NAME - 1]}…"
