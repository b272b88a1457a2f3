"""The dossier as one ZIP: the paper, the files, and the sums by which anybody can check them."""

import hashlib
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from returns.gateways.paper import Paper
from returns.policy.dossier import Dossier

MARGIN = 18.0
BLOCK = 256 * 1024
PAPER = "case.pdf"
SUMS = "SHA256SUMS"


def write_dossier(dossier: Dossier, target: IO[bytes]) -> None:
    """Write the archive. A file that is not there is left out, and its sum with it: the paper names it.

    `sha256sum --check SHA256SUMS` in the unpacked folder says whether anything was changed.
    """
    paper = dossier_pdf(dossier)
    sums = [(hashlib.sha256(paper).hexdigest(), PAPER)]
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(PAPER, paper)
        for one in dossier.enclosures:
            try:
                source = one.open()
            except FileNotFoundError:
                continue
            with source, archive.open(_stored(one.name), "w") as kept:
                while block := source.read(BLOCK):
                    kept.write(block)
            sums.append((one.sha256, one.name))
        archive.writestr(SUMS, "".join(f"{sha256}  {name}\n" for sha256, name in sums))


def _stored(name: str) -> ZipInfo:
    """Photos and films don't get any smaller."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_STORED
    return entry


def dossier_pdf(dossier: Dossier) -> bytes:
    """The paper: A4, chapter by chapter, each page with the reference and its number."""
    paper = Paged(dossier.title, "A4", MARGIN)
    paper.say(dossier.title, size=16, bold=True, gap=4)
    for chapter in dossier.chapters:
        paper.ln(2)
        paper.say(chapter.title, size=12, bold=True, gap=2)
        for label, text in chapter.rows:
            if label:
                paper.say(label, size=9, bold=True, gap=0.5)
            if text:
                paper.say(text, size=9, gap=1.5)
    return bytes(paper.output())


class Paged(Paper):
    """Pages that are counted."""

    def footer(self) -> None:
        """The title and the page's number, at the foot."""
        self.set_y(-12)
        self.set_font("DejaVu", "", 7)
        self.cell(0, 4, f"{self.title}   {self.page_no()}/{{nb}}", align="R")
