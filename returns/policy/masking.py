"""Contact data is taken out of what the sides of a ticket write to each other (domain 7).

Who is lured to another place loses what the portal is for: the proof, the clock and the money held by
it. So numbers, addresses and links are hidden before a message is stored. What a quarrel needs stays
readable: amounts, dates, order numbers, serial numbers of goods, waybills, and whatever is `known`.
"""

import re
import unicodedata
from collections.abc import Iterable

HIDDEN = "•••"

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Signs without a shape, with which a number is cut into pieces that no pattern knows."""

MAIL = re.compile(
    r"[\w.+-]+\s*(?:@|[(\[{]\s*at\s*[)\]}])\s*[\w-]+(?:\s*(?:\.|[(\[{]\s*dot\s*[)\]}]|\sdot\s)\s*[\w-]+)+"
    r"|[\w.+-]+\s+at\s+(?:gmail|yahoo|hotmail|icloud)\b(?:\s*(?:\.|dot)\s*\w+)?"
    r"|[\w.+-]+\s+at\s+[\w-]+\s+dot\s+\w+",
    re.IGNORECASE,
)
LINK = re.compile(
    r"\b(?:https?|ftp)://\S+|\bwww\.\S+|\b(?:wa|t|m|fb)\.me/\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|me|shop|store|online|co|africa|ke|ug|ng)\b(?:/\S*)?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@])@\w[\w.]{2,}")

GAP = r"[\s.,\-_/()\\*|]{0,3}"
DIGIT = "[0-9oO]"
PHONE = re.compile(
    r"(?<![\w+])(?:"
    rf"\+{GAP}[0-9](?:{GAP}{DIGIT}){{8,13}}"  # any country's, with its plus sign
    rf"|(?:0{GAP}0{GAP})?2{GAP}5{GAP}4{GAP}(?:0{GAP})?[17](?:{GAP}{DIGIT}){{8}}"  # Kenya
    rf"|(?:0{GAP}0{GAP})?2{GAP}5{GAP}6{GAP}(?:0{GAP})?[347](?:{GAP}{DIGIT}){{8}}"  # Uganda
    rf"|(?:0{GAP}0{GAP})?2{GAP}3{GAP}4{GAP}(?:0{GAP})?[789](?:{GAP}{DIGIT}){{9}}"  # Nigeria
    rf"|[0oO]{GAP}[1347](?:{GAP}{DIGIT}){{8}}"  # as people of Kenya and Uganda dial
    rf"|[0oO]{GAP}[789](?:{GAP}{DIGIT}){{9}}"  # and of Nigeria
    r"|[17][0-9]{8}"  # without the nought, in one piece
    r")(?![\w])"
)
NUMBER_WORD = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    r"|sifuri|moja|mbili|tatu|nne|tano|sita|saba|nane|tisa)"
)
SPELLED = re.compile(rf"\b{NUMBER_WORD}(?:[\s,.\-]+{NUMBER_WORD}){{6,}}\b", re.IGNORECASE)

DATE = re.compile(
    r"\b(?:0?[1-9]|[12][0-9]|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}\b"
    r"|\b(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\b"
)
"""Days are told in a quarrel; two of them together have as many figures as a phone."""

NOT_AN_ADDRESS = "".join(
    f"(?<!{word} )" for word in ("Hard", "Flash", "Pen", "Thumb", "State", "Disk", "USB")
)
NAMES = r"(?:[A-Z][\w'.]*\s+){1,3}"
PLACE = re.compile(
    rf"(?<!\w)(?<!Kilishop )(?:\d+[A-Za-z]?,?\s+)?(?!Kilishop\b){NAMES}"
    rf"(?:Road|Rd|Street|St|Avenue|Ave|Lane|{NOT_AN_ADDRESS}Drive|Crescent|Highway|Estate|Apartments|Flats)\b\.?"
    r"(?:,?\s+(?:house|hse|apt|flat|plot|room|block|door|no\.?|number|nambari)\s*\w*\d\w*)*"
)
DOOR = re.compile(
    r"\b(?:(?:house|hse|apt|apartment|plot|nyumba|ploti)\s*(?:no\.?|number|nambari|namba|#)?"
    r"|flat\s*(?:no\.?|number|nambari|namba|#))\s*(?:[A-Z]{1,2}[\s-]?)?\d+[A-Za-z]?\b",
    re.IGNORECASE,
)
BOX = re.compile(r"\b(?:p\.?\s*o\.?\s*box|s\.?\s*l\.?\s*p\.?)\s*\d[\d\s-]*", re.IGNORECASE)

PATTERNS = (MAIL, LINK, HANDLE, PHONE, SPELLED, BOX, PLACE, DOOR)


def masked(text: str, known: Iterable[str] = ()) -> str:
    """The text with `•••` in place of phones, e-mails, links, handles and addresses.

    `known` are words that stay as they are: the ticket's own numbers, Kilimall's help line. Where nothing is
    hidden, the text comes back as it was, sign by sign: it may be proof. Else figures of other scripts are
    read as figures, and signs without a shape are dropped.
    """
    plain = "".join(_figure(sign) for sign in UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    kept = sorted({word for word in known if word}, key=len, reverse=True)
    left = re.compile("|".join([*map(re.escape, kept), DATE.pattern]))
    shown, end = [], 0
    for found in left.finditer(plain):
        shown += [_hidden(plain[end : found.start()]), found[0]]
        end = found.end()
    result = "".join([*shown, _hidden(plain[end:])])
    return text if result == plain else result


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of it."""
    return not UNSEEN.sub("", text).strip()


def _figure(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _hidden(text: str) -> str:
    for pattern in PATTERNS:
        text = pattern.sub(lambda found: HIDDEN + (" " if found[0].endswith(" ") else ""), text)
    return text
