"""The only way to a ticket: which ones a person may see, and in what roles they stand on one."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from kilicare.accounts.models import User
from kilicare.accounts.roles import may_sign_in_by_code, roles_of
from orders.enums import CURRENCY_OF, Country
from orders.models import ShopStaff
from returns.enums import Role, Service
from returns.models import MACHINES, Payout, Rating, Refund, Ticket
from returns.models.ticket import Machine

STAFF_ROLES = frozenset({Role.DESK, Role.SUPERVISOR, Role.WAREHOUSE, Role.COUNTER, Role.RIDER, Role.FINANCE})

LOOKING_UP = frozenset({Role.DESK, Role.SUPERVISOR, Role.FINANCE})
"""Who looks tickets up in the admin, which is the sellers' workplace."""

ON_THE_PAGE = ("line__order", "line__category", "customer__user", "shop")
LONGEST_ID = 18

Find = Callable[[User, str], Ticket | None]
"""How one kind of person reaches a ticket; None for one that isn't theirs."""


def shop_ids_of(user: User) -> frozenset[int]:
    """The shops a person works for; asked once per instance, so once per request."""
    known: frozenset[int] | None = user.__dict__.get("_shop_ids")
    if known is None:
        known = frozenset(ShopStaff.objects.filter(user=user).values_list("shop_id", flat=True))
        user.__dict__["_shop_ids"] = known
    return known


def staff_roles(user: User) -> frozenset[Role]:
    """Kilimall's roles that a person carries, on whatever ticket of their country."""
    return frozenset(Role(name) for name in roles_of(user) if name in STAFF_ROLES)


def tickets_of(user: User) -> QuerySet[Ticket]:
    """The tickets a customer applied for."""
    return Ticket.objects.filter(customer__user=user)


def tickets_of_shops(user: User) -> QuerySet[Ticket]:
    """The tickets of the shops a person works for, their own purchases left out."""
    return Ticket.objects.filter(shop_id__in=shop_ids_of(user)).exclude(customer__user=user)


def tickets_of_country(user: User) -> QuerySet[Ticket]:
    """All tickets of a member of Kilimall's staff: their country, never their own purchase."""
    if user.is_superuser:
        return Ticket.objects.all()
    if not staff_roles(user):
        return Ticket.objects.none()
    own_shops = Q(shop_id__in=shop_ids_of(user))
    return Ticket.objects.filter(country=user.country).exclude(own_shops | Q(customer__user=user))


def tickets_counted(user: User) -> QuerySet[Ticket]:
    """What the figures of a person's country count: all of its tickets, as no figure names any of them."""
    tickets = Ticket.objects.filter(country=user.country)
    return tickets if user.is_superuser or staff_roles(user) else tickets.none()


def refunds_of_country(user: User) -> QuerySet[Refund]:
    """The refunds of the tickets that a member of Kilimall's staff may see, in their country's money."""
    own = CURRENCY_OF[Country(user.country)]
    return Refund.objects.filter(ticket__in=tickets_counted(user), currency=own)


def ratings_of_country(user: User) -> QuerySet[Rating]:
    """How content the customers of those tickets were."""
    return Rating.objects.filter(ticket__in=tickets_counted(user))


def roles_on(user: User, ticket: Ticket) -> frozenset[Role]:
    """In what roles a person stands on a ticket; none: to them it does not exist.

    Nobody acts on their own ticket in another role: the customer is the customer only, and who
    works for the shop is the shop only.
    """
    if not user.is_active:
        return frozenset()
    if ticket.customer.user_id == user.pk:
        return frozenset({Role.CUSTOMER})
    if ticket.shop_id in shop_ids_of(user):
        return frozenset({Role.SELLER})
    if ticket.country == user.country:
        return staff_roles(user)
    return frozenset()


def money_in_admin(user: User) -> Q:
    """Which payouts and transfers a person sees: of tickets, and finance of others' withdrawals too."""
    refunds = Q(refund__ticket__in=tickets_in_admin(user))
    if user.is_superuser:
        return refunds | Q(withdrawal__isnull=False)
    if not staff_roles(user) & LOOKING_UP:
        return refunds
    own = Q(withdrawal__customer__user=user)
    return refunds | (Q(withdrawal__currency=CURRENCY_OF[Country(user.country)]) & ~own)


def roles_on_payout(user: User, payout: Payout) -> frozenset[Role]:
    """In what roles a person stands on money that leaves; as `roles_on`."""
    if payout.refund is not None:
        return roles_on(user, payout.refund.ticket)
    theirs = Payout.objects.filter(money_in_admin(user), pk=payout.pk).exists()
    return staff_roles(user) if theirs and user.is_active else frozenset()


def may_see(user: User, ticket: Ticket) -> bool:
    """Whether the ticket exists for this person: its parties, Kilimall's staff, the superuser."""
    return user.is_superuser or bool(roles_on(user, ticket))


def found(tickets: QuerySet[Ticket], **key: object) -> Ticket | None:
    """One of the given tickets with all that its page shows of it; None for a foreign one too."""
    return tickets.select_related(*ON_THE_PAGE).filter(**key).first()


def own_ticket(user: User, reference: str) -> Ticket | None:
    """A ticket that this customer applied for."""
    return found(tickets_of(user), reference=reference.upper())


def ticket_by_phone(reference: str, phone: str) -> Ticket | None:
    """A ticket by its reference and the phone of who applied, who is to prove it; None for others' too.

    And for who may not sign in by a code alone: what a password guards, a phone does not open.
    """
    ticket = found(Ticket.objects.filter(customer__user__phone=phone), reference=reference)
    return ticket if ticket and may_sign_in_by_code(ticket.customer.user) else None


def shops_ticket(user: User, pk: str) -> Ticket | None:
    """A ticket of the person's shops, or for Kilimall's look-up one of their country."""
    if not pk.isdecimal() or len(pk) > LONGEST_ID:
        return None
    return found(tickets_in_admin(user), pk=int(pk))


def countrys_ticket(user: User, reference: str) -> Ticket | None:
    """A ticket that Kilimall's staff may look at, and who of the desk has it in hand."""
    seen = tickets_of_country(user).select_related("assignment__agent")
    return found(seen, reference=reference.upper())


def tickets_in_admin(user: User) -> QuerySet[Ticket]:
    """What the admin lists: a seller's are those of their shops, Kilimall's those of the country."""
    if user.is_superuser or staff_roles(user) & LOOKING_UP:
        return tickets_of_country(user)
    return tickets_of_shops(user)


def as_machine(ticket: Ticket) -> Machine:
    """The same row on its service's machine: only that has its steps."""
    machine = MACHINES[Service(ticket.service)]
    other = machine.__new__(machine)
    other.__dict__.update(ticket.__dict__)
    return other
