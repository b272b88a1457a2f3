"""The addresses of the portal, by kind of person."""

from django.urls import path

from returns.views import counter, customer, desk, evidence, hooks, numbers, objections, public, wallet

app_name = "returns"
urlpatterns = [
    path("", public.home, name="home"),
    path("kilishops/", public.kilishops, name="kilishops"),
    path("policy/", public.policy, name="policy"),
    path("orders/", customer.orders, name="orders"),
    path("orders/<str:number>/", customer.order, name="order"),
    path("orders/<str:number>/<int:line>/received/", customer.received, name="received"),
    path("orders/<str:number>/<int:line>/apply/", customer.apply, name="apply"),
    path("orders/<str:number>/<int:line>/apply/check/", customer.check, name="check"),
    path("tickets/", customer.tickets, name="tickets"),
    path("tickets/<str:reference>/", customer.ticket, name="ticket"),
    path("tickets/<str:reference>/objection/", customer.object_to, name="objection"),
    path("tickets/<str:reference>/messages/", customer.talk, name="talk"),
    path("tickets/<str:reference>/slip/", customer.slip, name="slip"),
    path("tickets/<str:reference>/slip.pdf", customer.slip_paper, name="slip_paper"),
    path("tickets/<str:reference>/applied/", customer.applied, name="applied"),
    path("tickets/<str:exchange>/replacement/apply/", customer.replacement_apply, name="replacement_apply"),
    path(
        "tickets/<str:exchange>/replacement/apply/check/",
        customer.replacement_check,
        name="replacement_check",
    ),
    path("tickets/<str:reference>/<slug:word>/", customer.step, name="ticket_step"),
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/withdraw/", wallet.withdraw, name="withdraw"),
    path("wallet/numbers/", numbers.numbers, name="numbers"),
    path("wallet/numbers/code/", numbers.code, name="number_code"),
    path("wallet/numbers/remove/", numbers.remove, name="remove_number"),
    path("desk/", desk.desk, name="desk"),
    path("desk/objections/", objections.objections, name="objections"),
    path("desk/objections/<int:objection>/", objections.answer, name="answer_objection"),
    path("desk/parcels/", desk.parcels, name="parcels"),
    path("desk/parcels/<int:parcel>/", desk.settle, name="settle_parcel"),
    path("desk/tickets/<str:reference>/", desk.ticket, name="desk_ticket"),
    path("desk/tickets/<str:reference>/messages/", desk.talk, name="desk_talk"),
    path(
        "desk/tickets/<str:exchange>/replacement/apply/",
        desk.replacement_apply,
        name="desk_replacement_apply",
    ),
    path(
        "desk/tickets/<str:exchange>/replacement/apply/check/",
        desk.replacement_check,
        name="desk_replacement_check",
    ),
    path("desk/tickets/<str:reference>/<slug:word>/", desk.step, name="desk_step"),
    path("desk/orders/<str:number>/<int:line>/apply/", desk.apply, name="desk_apply"),
    path("desk/orders/<str:number>/<int:line>/apply/check/", desk.check, name="desk_check"),
    path("counter/", counter.counter, name="counter"),
    path("counter/unclaimed/", counter.unclaimed, name="unclaimed"),
    path("counter/<str:reference>/home/", counter.home, name="counter_home"),
    path("counter/<str:reference>/receipt/", counter.receipt, name="receipt"),
    path("counter/<str:reference>/", counter.ticket, name="counter_ticket"),
    path("counter/<str:reference>/<slug:word>/", counter.step, name="counter_step"),
    path("hooks/<str:token>/<slug:word>/", hooks.payout, name="payout_hook"),
    path("evidence/<uuid:token>/", evidence.evidence, name="evidence"),
]
