"""What the customer is told to photograph, by the key of the evidence rule."""

from django.utils.translation import gettext_lazy as _

from returns.policy.clauses.clause import Text

PROOF: dict[str, Text] = {
    "packaging": _("Show the product in its packaging, with the seal if there is one."),
    "parcel": _("Show the parcel as it came, with its label."),
    "statement": _("No photo is needed: tell us in your own words what happened."),
    "fault": _("Show what is wrong, and the label of the parcel."),
    "fault_at_work": _(
        "Show what is wrong, and the label of the parcel. If you can, describe what the product "
        "does, or does not do, when you use it."
    ),
}

WANTED: Text = _("Please add %(least)d to %(most)d photos.")
"""What is said where there are too few photos, or too many."""
