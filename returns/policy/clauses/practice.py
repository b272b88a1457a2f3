"""The sums of clause 4, and the shop's own practice (K)."""

from django.utils.translation import gettext_lazy as _

from returns.policy.clauses.clause import Clause, Section, Words

SUMS = Section(
    _("What comes off, and what comes on top"),
    (
        Clause(
            id="4.7",
            title=_("Gift lost or damaged"),
            rule=_(
                "If you lost or damaged the gift that came with a product, %(gift_percent)s%% of "
                "the price you paid for the returned pieces comes off, rounded down, once per "
                "product, however many gifts there were and whatever the reason. Only for return & "
                "refund, and for an exchange that ends in money. Nothing comes off where the gift "
                "itself was missing or faulty, or none was sent."
            ),
        ),
        Clause(
            id="4.8",
            title=_("Paper invoice lost"),
            rule=_(
                "If you lost the paper invoice, the tax printed on it comes off for the returned "
                "pieces, rounded down. Only for return & refund. Nothing comes off for an "
                "electronic invoice, or where there was no invoice or no tax. 4.7 and 4.8 add up; "
                "a refund is never below zero."
            ),
        ),
        Clause(
            id="K4",
            title=_("Delivery fee"),
            practice=_(
                "The delivery fee comes back when every product of the parcel came back or never "
                "arrived, each for a fault and none for a change of mind. It comes with the refund "
                "that completes the parcel."
            ),
        ),
        Clause(
            id="K5",
            title=_("Your own courier's fee"),
            practice=_(
                "If you send goods back by your own courier, we pay its fee up to a limit that we show "
                "before you send them."
            ),
        ),
    ),
)

TICKETS = Section(
    _("Applications"),
    (
        Clause(
            id="K1",
            title=_("One at a time"),
            practice=_(
                "A product has one open application at a time, for some of its pieces or for all. "
                "No piece comes back twice, and you can apply %(max_applications)s times for one "
                "product. Once an application was rejected, you can't apply for the same pieces "
                "with the same reason again. The new item of an exchange counts for itself: you can "
                "apply for it within %(window)s days after its arrival was confirmed, if something "
                "is wrong with it."
            ),
            cases={
                "": Words(
                    _("These pieces were given back or refunded already."),
                    _("You can see what was decided under your applications."),
                ),
                "live": Words(
                    _("An application for this product is open already."),
                    _("Follow it under your applications, or withdraw it before you apply anew."),
                ),
                "used_up": Words(
                    _(
                        "You have applied %(max_applications)s times for this product, and more is "
                        "not possible."
                    ),
                    _("If there is something new, call our help line: we can open one for you."),
                ),
                "rejected": Words(
                    _("An application for these pieces with this reason was rejected already."),
                    _("Another reason, or other pieces, can still be applied for while your window is open."),
                ),
            },
        ),
        Clause(
            id="K2",
            title=_("No exchange from overseas"),
            practice=_("What was shipped from overseas can't be exchanged."),
            cases={
                "": Words(
                    _("This was shipped from overseas, and such orders can't be exchanged."),
                    _("If something is wrong with it, choose return & refund or refund only."),
                )
            },
        ),
        Clause(
            id="K3",
            title=_("Missing goods"),
            practice=_(
                "Missing can be a part, a whole product of the parcel, or the whole parcel. Where "
                "nothing can come back, it is refund only. For a parcel that never came, Kilimall "
                "looks up the proof of delivery within the time the seller has to answer: if there is "
                "none, you are right; if there is one, a person decides."
            ),
            cases={
                "": Words(
                    _("A product that never came can't be sent back."),
                    _("Choose refund only instead."),
                )
            },
        ),
    ),
)
