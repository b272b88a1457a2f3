"""Clauses 3 and 4, but for the sums: which goods can't come back, and in which state they can."""

from django.utils.translation import gettext_lazy as _

from returns.policy.clauses.applying import SOMETHING_WRONG
from returns.policy.clauses.clause import Clause, Section, Text, Words

ASK_KILIMALL = _("If we have this wrong, ask Kilimall to look at it, and show what you know of the product.")
BY_WARRANTY = _(
    "If it has a warranty, the seller or the service centre may still help; so may a repair shop "
    "of the maker, at your cost."
)


def _kept(why: Text) -> dict[str, Words]:
    """The words for goods that do not come back for a change of mind."""
    return {"": Words(why, SOMETHING_WRONG)}


def _never(why: Text, still: Text = BY_WARRANTY) -> dict[str, Words]:
    """The words for goods that do not come back for any reason."""
    return {"": Words(why, still)}


NO_CHANGE_OF_MIND = Section(
    _("What can't come back for a change of mind"),
    (
        Clause(
            id="3-1",
            title=_("Made for you, or fresh"),
            rule=_("Customised goods, design services and fresh goods."),
            cases=_kept(
                _(
                    "Customised and fresh goods can't come back for a change of mind: nobody else "
                    "could use them."
                )
            ),
        ),
        Clause(
            id="3-2",
            title=_("Virtual and promotional"),
            rule=_(
                "Virtual items, airtime and 1-shilling promotion items; by 2.1 they do not come "
                "back for any reason."
            ),
            cases=_never(
                _("Virtual and 1-shilling promotion items do not come back."),
                _("If it does not work, write to the seller or call our help line."),
            ),
        ),
        Clause(
            id="3-3",
            title=_("Worn on the skin"),
            rule=_("Panties, socks, stockings, body shapers and nipple patches."),
            cases=_kept(
                _(
                    "For hygiene, socks, stockings, panties and the like can't come back for a "
                    "change of mind, even unopened."
                )
            ),
        ),
        Clause(
            id="3-4",
            title=_("Personal products"),
            rule=_(
                "Inserts, chest pads and smart devices of the personal kind, such as VR headsets. "
                "Phones and computers fall under 3-A instead."
            ),
            cases=_kept(_("For hygiene, personal products can't come back for a change of mind.")),
        ),
        Clause(
            id="3-5",
            title=_("Trade goods, and goods sold with a known flaw"),
            rule=_(
                "Commercial kitchen and industrial goods, office supplies, electric vehicles, and "
                "whatever was sold as near its expiry date, as defective grade or refurbished. The "
                "flaw that the page told of is no reason either; any other flaw is."
            ),
            cases={
                "": Words(
                    _(
                        "Goods of this kind are sold on condition that they do not come back for a "
                        "change of mind."
                    ),
                    SOMETHING_WRONG,
                ),
                "disclosed": Words(
                    _(
                        "The page told of this flaw before you ordered, so it is no reason to send "
                        "the product back."
                    ),
                    _("If you find any other flaw, apply again and show that one."),
                ),
            },
        ),
        Clause(
            id="3-6",
            title=_("Underwear and adult products"),
            rule=_("Underwear, adult products and the like."),
            cases=_kept(
                _(
                    "For hygiene, underwear and adult products can't come back for a change of mind, "
                    "even unopened."
                )
            ),
        ),
        Clause(
            id="3-U",
            title=_("Seal opened"),
            rule=_(
                "Anything whose manufacturer's seal, film or cap was opened. A box without any "
                "factory seal may be opened to look, if it comes back complete and clean."
            ),
            cases=_kept(
                _(
                    "The maker's seal, film or cap was opened, and after that it can't come back "
                    "for a change of mind."
                )
            ),
        ),
        Clause(
            id="3-I",
            title=_("Installed"),
            rule=_(
                "Anything that was installed or fitted, such as a gas stove, an assembled machine "
                "or a TV on the wall."
            ),
            cases=_kept(_("Once installed or fitted, a product can't come back for a change of mind.")),
        ),
        Clause(
            id="3-A",
            title=_("Activated"),
            rule=_("Phones, laptops, desktops and consoles that were activated or registered."),
            cases=_kept(_("Once activated or registered, a product can't come back for a change of mind.")),
        ),
        Clause(
            id="4.5",
            title=_("Goods that are sealed once"),
            rule=_(
                "Cosmetics, personal care, books, baby diapers, audio-visual goods and what else "
                "the catalogue marks as sealed, once unsealed."
            ),
            cases=_kept(
                _("Goods of this kind are sealed once; unsealed, they can't come back for a change of mind.")
            ),
        ),
    ),
)

NEVER = Section(
    _("What can't come back at all"),
    (
        Clause(
            id="3-X1",
            title=_("Not bought here"),
            rule=_(
                "A product whose serial number is not the one on the order. If you report a wrong "
                "or counterfeit item, a differing number is your very point: it refuses nothing "
                "when you apply."
            ),
            cases=_never(
                _("The serial number is not the one on this order, so it seems to be another product."),
                _(
                    "Look whether you picked the right order. If this is what we sent you for it, "
                    "apply as “wrong item” or “counterfeit”."
                ),
            ),
        ),
        Clause(
            id="3-X2",
            title=_("Expired"),
            rule=_(
                "A product past its expiry date or out of warranty. Within your %(window)s days "
                "this refuses nothing."
            ),
            cases=_never(_("The product is past its expiry date or out of warranty."), ASK_KILIMALL),
        ),
        Clause(
            id="3-X3",
            title=_("Harmed after signing"),
            rule=_(
                "A product that was repaired by others, misused, dropped, neglected, abused, wet, "
                "in an accident, altered or wrongly installed, or whose serial or security label "
                "was torn or altered. Only what happened after signing, on your side, counts."
            ),
            cases=_never(_("The product was harmed, opened up or altered after you signed for it.")),
        ),
        Clause(
            id="3-X4",
            title=_("Another warranty card"),
            rule=_("A product whose warranty card was altered or belongs to another product."),
            cases=_never(_("The warranty card was altered or belongs to another product."), ASK_KILIMALL),
        ),
    ),
)

CONDITION = Section(
    _("How the goods come back"),
    (
        Clause(
            id="4.1",
            title=_("Complete"),
            rule=_(
                "After a change of mind the product's own set is complete, in every category: tag, "
                "manual, warranty card, licence card and every part it needs to work."
            ),
            cases={
                "": Words(
                    _(
                        "Something that belongs to the product is missing, and after a change of "
                        "mind it can only come back complete."
                    ),
                    _(
                        "Find the missing piece and apply again while your window is open. If the "
                        "piece never came, apply as “missing”."
                    ),
                )
            },
        ),
        Clause(
            id="4.2",
            title=_("As good as new"),
            rule=_(
                "After a change of mind the product is in its original quality and works, without "
                "damage or traces of use, and none of your personal data is left on it."
            ),
            cases={
                "": Words(
                    _(
                        "The product was damaged while you had it, and after a change of mind it "
                        "can only come back undamaged."
                    ),
                    _("If it arrived like this, apply as “damaged” instead."),
                ),
                "personal_data": Words(
                    _("Your personal data is still on the product."),
                    _(
                        "Delete your data, sign out of your accounts, and apply again while your "
                        "window is open."
                    ),
                ),
            },
        ),
        Clause(
            id="4.3",
            title=_("What “sealed” means"),
            rule=_("Closed with the manufacturer's seal or a whole plastic film."),
        ),
        Clause(
            id="4.4",
            title=_("In its packaging"),
            rule=_(
                "“Outer packaging” is the manufacturer's smallest sales unit, not the wrap "
                "of the courier or the seller. After a change of mind it comes back without "
                "serious damage or soiling."
            ),
            cases=_kept(
                _(
                    "The maker's packaging is badly damaged or soiled, and after a change of mind "
                    "the product can only come back in good packaging."
                )
            ),
        ),
        Clause(
            id="4.6",
            title=_("A lost gift or invoice never refuses"),
            rule=_(
                "A lost gift, something that came with it, or a lost invoice never refuses a "
                "return (but see 4.7 and 4.8). If something is wrong with the product, no lost "
                "accessory refuses either."
            ),
        ),
    ),
)
