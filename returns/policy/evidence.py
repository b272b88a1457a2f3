"""What proof an application needs, and how large its files may be (domain 5)."""

from dataclasses import dataclass

from returns.enums import MissingKind, Reason
from returns.policy.clauses.clause import Text
from returns.policy.clauses.proof import PROOF, WANTED

MOST_PHOTOS = 6
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
VIDEO_BYTES = 30 * 1024 * 1024
VIDEO_SECONDS = 60
MOST_WAITING = 24
"""Files that one person may have uploaded for forms that are not sent yet."""
FILES_OF_TICKET = 40
BYTES_OF_TICKET = 250 * 1024 * 1024
FILES_A_DAY = 120
BYTES_A_DAY = 300 * 1024 * 1024
"""Of one person who does not work for Kilimall, in 24 hours."""
VIDEO_TYPES = ("video/mp4", "video/quicktime", "video/webm")


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """How many photos, whether words are needed, whether a video helps, and what to show."""

    minimum: int
    key: str
    maximum: int = MOST_PHOTOS
    needs_statement: bool = False
    video_helps: bool = False

    @property
    def hint(self) -> Text:
        """What the photos should show, in the reader's language."""
        return PROOF[self.key]

    @property
    def wanted(self) -> str:
        """What is said to somebody who sent too few photos, or too many."""
        return str(WANTED) % {"least": self.minimum, "most": self.maximum}

    def accepts(self, photos: int, videos: int = 0) -> bool:
        """Whether so many photos are enough, and with the videos not too many."""
        return self.minimum <= photos and photos + videos <= self.maximum


def required(reason: Reason, missing_kind: MissingKind = MissingKind.PART) -> EvidenceRule:
    """The rule for a reason; staff who open on a customer's behalf may leave evidence out."""
    if reason is Reason.CHANGE_OF_MIND:
        return EvidenceRule(1, "packaging")
    if reason is Reason.MISSING and missing_kind is MissingKind.PRODUCT:
        return EvidenceRule(1, "parcel")
    if reason is Reason.MISSING and missing_kind is MissingKind.PARCEL:
        return EvidenceRule(0, "statement", needs_statement=True)
    if reason is Reason.DEFECTIVE:
        return EvidenceRule(2, "fault_at_work", video_helps=True)
    return EvidenceRule(2, "fault")
