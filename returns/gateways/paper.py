"""Pages of PDF, with letters of our own: what a reader's machine lacks can't be missing."""

from pathlib import Path

from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"


class Paper(FPDF):
    """A document in DejaVu Sans, which knows every letter of the portal's languages.

    `size` is in mm, or the name of a format. Text of users goes in as it is: nothing in it is markup.
    """

    def __init__(self, title: str, size: str | tuple[float, float], margin: float) -> None:
        super().__init__(unit="mm", format=size)
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FAMILY, style, str(FONTS / file))
        self.set_title(title)
        self.set_margin(margin)
        self.set_auto_page_break(auto=True, margin=margin)
        self.add_page()

    def say(self, text: str, *, size: float = 8, bold: bool = False, gap: float = 1) -> None:
        """A paragraph over the whole width; `size` in points, `gap` after it in mm."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.multi_cell(0, size * 0.45, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)
