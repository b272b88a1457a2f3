"""The addresses of sign-in: all of allauth that is reachable. No sign-up, no e-mail pages."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.urls import include, path, re_path, reverse_lazy

from kilicare.accounts import views
from kilicare.accounts.guards import for_passwords, refusing

ours = [
    path("", views.account, name="account"),
    path("home/", views.landing, name="landing"),
    path("language/", views.language, name="language"),
]
sign_in = [
    path("login/", refusing(account.request_login_code), name="account_request_login_code"),
    path("login/code/", refusing(views.EnterCodeView.as_view()), name="account_confirm_login_code"),
    path("login/password/", refusing(account.login), name="account_login"),
    path("logout/", refusing(account.logout), name="account_logout"),
    path("inactive/", refusing(account.account_inactive), name="account_inactive"),
]
password = [
    path("change/", for_passwords(views.ChangePasswordView.as_view()), name="account_change_password"),
    path("again/", for_passwords(account.reauthenticate), name="account_reauthenticate"),
    path("reset/", refusing(account.password_reset), name="account_reset_password"),
    path("reset/sent/", refusing(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        refusing(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "reset/done/",
        refusing(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
remove_key = RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
second_factor = [
    path("", for_passwords(mfa.index), name="mfa_index"),
    path("code/", refusing(mfa.authenticate), name="mfa_authenticate"),
    path("again/", for_passwords(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("app/", for_passwords(views.SetUpAppView.as_view()), name="mfa_activate_totp"),
    path("app/remove/", for_passwords(DeactivateTOTPView.as_view()), name="mfa_deactivate_totp"),
    path("recovery/", for_passwords(views.recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "recovery/new/",
        for_passwords(GenerateRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("key/", for_passwords(views.AddKeyView.as_view()), name="mfa_add_webauthn"),
    path(
        "key/again/", for_passwords(ReauthenticateWebAuthnView.as_view()), name="mfa_reauthenticate_webauthn"
    ),
    path("key/<int:pk>/remove/", for_passwords(remove_key), name="mfa_remove_webauthn"),
]
urlpatterns = [
    # Before Django's own: the admin sends everybody here who may not see a page of it.
    path("admin/login/", views.admin_login, name="admin_login"),
    path("accounts/", include((ours, "accounts"))),
    path("accounts/", include(sign_in)),
    path("accounts/password/", include(password)),
    path("accounts/second-factor/", include(second_factor)),
]
