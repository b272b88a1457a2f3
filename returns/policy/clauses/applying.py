"""Clauses 1 and 2: how to apply, when, and for which reason."""

from django.utils.translation import gettext_lazy as _

from returns.policy.clauses.clause import Clause, Section, Text, Words


def _not_found(why: Text) -> dict[str, Words]:
    """The words for a stated reason that the proof or the goods do not show."""
    return {
        "": Words(
            why,
            _("If you see it differently, ask Kilimall to look at it, and show what you found."),
        )
    }


ASK_SELLER = _("You can still write to the seller: many help with advice, a spare part or a repair.")
SOMETHING_WRONG = _(
    "If something is wrong with it - it does not work, is damaged, fake, incomplete or not what "
    "you ordered - apply with that reason instead."
)

HOW_IT_WORKS = Section(
    _("How it works"),
    (
        Clause(
            id="1.1",
            title=_("Check the parcel before you sign"),
            rule=_(
                "Open the parcel and look at it before you sign, if you can. This is advice, not a "
                "condition: you may apply within %(window)s days after signing either way."
            ),
        ),
        Clause(
            id="1.2",
            title=_("Three services"),
            rule=_(
                "Return & refund: the goods come back first, then the money goes out. Exchange: "
                "the goods come back first, then the new item goes out. Refund only: you keep the "
                "goods and name the amount you ask for, a part of the price or all of it; if you "
                "name none, you ask for all that is possible."
            ),
        ),
        Clause(
            id="1.3",
            title=_("The seller answers within %(review_hours)s hours"),
            rule=_(
                "Whatever the service, the seller has %(review_hours)s hours to answer, nights, "
                "weekends and holidays included. After that Kilimall takes over."
            ),
        ),
    ),
)

WHEN = Section(
    _("When you can apply"),
    (
        Clause(
            id="2.1",
            title=_("What never comes back"),
            rule=_(
                "Airtime and other virtual items, software, and items from a 1-shilling promotion "
                "can't be returned, exchanged or refunded for any reason. What counts is the "
                "promotion under which an item was sold, not its price."
            ),
            cases={
                "": Words(
                    _(
                        "Virtual items, software and 1-shilling promotion items can't be returned, "
                        "exchanged or refunded, whatever the reason."
                    ),
                    _(
                        "If it was never delivered or does not work, write to the seller or call "
                        "our help line: they can still look into it with you."
                    ),
                )
            },
        ),
        Clause(
            id="2.2",
            title=_("%(window)s days after signing"),
            rule=_(
                "You can apply once you have signed for the product. The day you sign is day 0, "
                "day 1 begins at 00:00 the next day, and the window closes at the end of day "
                "%(window)s, in the local time of the country you ordered in. You may apply on "
                "day 0. Only your application must fall inside the window; the goods may come back "
                "later. Products of one order that you signed for on different days each have "
                "their own window."
            ),
            cases={
                "": Words(
                    _("The %(window)s days in which you could apply are over."),
                    ASK_SELLER,
                ),
                "open": Words(
                    _("You can apply for this product."),
                    _("Apply before the window closes; the goods may come back later."),
                ),
                "in_transit": Words(
                    _("This product is still on its way, so there is nothing to return yet."),
                    _(
                        "If you have it in your hands, choose “I have received it”: that "
                        "opens your %(window)s days. If you no longer want it, ask the shop to "
                        "cancel the order."
                    ),
                ),
                "pending": Words(
                    _("This order has not been sent yet, so there is nothing to return."),
                    _("If you no longer want it, cancel the order with the shop."),
                ),
                "cancelled": Words(
                    _("This order was cancelled, so there is nothing to return."),
                    _("If you paid and have not had your money back, call our help line."),
                ),
                "unsigned": Words(
                    _("We have no signature for this product, so its window has not opened."),
                    _("If you have the product, call our help line: we record when you got it."),
                ),
            },
        ),
        Clause(
            id="2.3",
            title=_("After the window: the warranty"),
            rule=_(
                "When the window is over and the warranty still runs, the seller or the service "
                "centre helps you under the warranty, whatever the fault. The warranty ends with "
                "the day that lies the stated number of calendar months after signing."
            ),
            cases={
                "": Words(
                    _(
                        "The %(window)s days in which you could apply are over, but the product "
                        "is still under warranty."
                    ),
                    _(
                        "Contact the seller or the service centre before the warranty ends, and "
                        "keep your warranty card and invoice at hand."
                    ),
                )
            },
        ),
    ),
)

REASONS = Section(
    _("For which reason"),
    (
        Clause(
            id="2-T1",
            title=_("You changed your mind"),
            rule=_(
                "You may send back or exchange what you simply don't like or need, unless it came "
                "from overseas or belongs to the goods of 3-1 to 3-6."
            ),
            practice=_(
                "A change of mind can't be refund only, and can't be the reason to send back an "
                "item that was itself sent as a replacement."
            ),
            cases={
                "": Words(
                    _(
                        "When you change your mind, the product has to come back: you can't keep "
                        "it and get the money too."
                    ),
                    _("Choose return & refund or exchange instead."),
                ),
                "replacement": Words(
                    _(
                        "This item was sent to replace another one. It can come back if something "
                        "is wrong with it, but not for a change of mind."
                    ),
                    SOMETHING_WRONG,
                ),
            },
        ),
        Clause(
            id="2-T2",
            title=_("It does not work"),
            rule=_("Any product, from anywhere, that does not work as it should."),
            cases=_not_found(_("The fault was not found.")),
        ),
        Clause(
            id="2-T3",
            title=_("It is not as described"),
            rule=_(
                "Any product, from anywhere, that differs from its page; measures that differ "
                "from the listing count too."
            ),
            cases=_not_found(_("The product was found to be as its page describes it.")),
        ),
        Clause(
            id="2-T4",
            title=_("It is the wrong item"),
            rule=_("Any product, from anywhere, in another colour, size or model than you ordered."),
            cases=_not_found(_("The product was found to be the one that was ordered.")),
        ),
        Clause(
            id="2-T5",
            title=_("A part or a product is missing"),
            rule=_("Any product, from anywhere, that came without a part, or did not come at all."),
            cases=_not_found(_("Nothing was found to be missing.")),
        ),
        Clause(
            id="2-T6",
            title=_("It is counterfeit"),
            rule=_("Any product, from anywhere, that is not genuine."),
            cases=_not_found(_("The product was found to be genuine.")),
        ),
        Clause(
            id="2-T7",
            title=_("It arrived damaged"),
            rule=_("Any product, from anywhere, that reached you damaged."),
            cases=_not_found(_("The product was not found to have arrived damaged.")),
        ),
        Clause(
            id="2.4",
            title=_("Orders from overseas"),
            rule=_(
                "What was shipped from overseas can't come back because its size does not suit or "
                "its colour, material or style does not please: read the description well before "
                "you order. If the label differs from your order, it is the wrong item; if the "
                "measures differ from the listing, it is not as described."
            ),
            cases={
                "": Words(
                    _(
                        "This was shipped from overseas, and such orders can't come back because "
                        "of size, colour, material, style or a change of mind."
                    ),
                    _(
                        "If its label differs from your order, apply as “wrong item”. If "
                        "its measures differ from the listing, apply as “not as described”."
                    ),
                )
            },
        ),
        Clause(
            id="2.5",
            title=_("Unused, but for finding the fault"),
            rule=_(
                "Goods come back unworn and unused, in their packaging, with the seal intact where "
                "there was one. What broke or failed under reasonable use within the window may "
                "show the wear of that use; use after the fault showed, or wear that reasonable "
                "use does not explain, refuses. For the other faults only wear beyond finding the "
                "difference refuses."
            ),
            cases={
                "": Words(
                    _("The product shows more wear than it takes to find out what is wrong with it."),
                    _("If it has a warranty, the seller or the service centre may still help."),
                ),
                "used": Words(
                    _(
                        "The product was worn or used, and after a change of mind it can only "
                        "come back unused. Trying it on indoors is fine."
                    ),
                    SOMETHING_WRONG,
                ),
            },
        ),
    ),
)
