"""What a customer may declare of the goods, in the customer's own words."""

from django.utils.translation import gettext_lazy as _

from returns.policy.clauses.clause import Text

DECLARED_TEXTS: dict[str, Text] = {
    "seal_opened": _("I opened the manufacturer's seal, film or cap"),
    "installed": _("It was installed or fitted"),
    "activated": _("It was activated or registered"),
    "used": _("I wore or used it"),
    "worn_beyond_fault_finding": _("I went on using it after I saw what is wrong"),
    "accessories_missing": _("Something of its set is missing (tag, manual, a part)"),
    "packaging_damaged": _("The maker's packaging is damaged or dirty"),
    "personal_data_left": _("My personal data is still on it"),
    "serial_mismatch": _("Its serial number is not the one of my order"),
    "damaged_by_customer": _("It was damaged while I had it"),
    "misuse": _("It was repaired by somebody else, got wet, fell, or a label of it is torn"),
    "warranty_card_altered": _("The warranty card was altered or belongs to another product"),
    "only_disclosed_flaw": _("What is wrong is only what the shop told me of before I bought it"),
    "gift_lost": _("I no longer have the gift that came with it, or it is damaged"),
    "invoice_lost": _("I no longer have the paper invoice"),
}
"""By the names of `policy.facts.DECLARED`; they stand on the form, the check and the desk's page."""

FOUND_TEXTS: dict[str, Text] = {
    "seal_opened": _("The maker's seal, film or cap is open"),
    "installed": _("It was installed or fitted"),
    "activated": _("It was activated or registered"),
    "used": _("It shows traces of use"),
    "worn_beyond_fault_finding": _("It was used more than finding the fault takes"),
    "accessories_missing": _("Something of its set is missing (tag, manual, a part)"),
    "packaging_damaged": _("The maker's packaging is damaged or dirty"),
    "personal_data_left": _("Personal data is still on it"),
    "serial_mismatch": _("Its serial number is not the order's"),
    "damaged_by_customer": _("It was damaged after it was signed for"),
    "misuse": _("It was repaired by others, got wet, fell, or a label of it is torn"),
    "warranty_card_altered": _("The warranty card was altered or is another product's"),
    "only_disclosed_flaw": _("What is wrong is only the flaw that was told of before"),
    "gift_lost": _("The gift is missing or damaged"),
    "invoice_lost": _("The paper invoice is missing"),
    "counterfeit": _("It is counterfeit"),
    "dangerous": _("It is dangerous (battery, glass, liquid): hold it"),
}
"""The same as the warehouse finds it on the goods; two that only it can see."""
