"""Sign-in: allauth's settings, the user model's backends and the accounts' own middleware.

Customers come from the order feed and sign in by a one-time code. Shops and staff have a password
and a second factor. Nobody signs up.
"""

ACCOUNTS_MIDDLEWARE = [
    "kilicare.accounts.middleware.SecondFactorMiddleware",
    "kilicare.accounts.middleware.LanguageMiddleware",
    "kilicare.accounts.middleware.PrivatePagesMiddleware",
    "kilicare.accounts.typed.KeepTypedMiddleware",
]
AUTHENTICATION_BACKENDS = ["kilicare.accounts.backends.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "accounts:landing"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "kilicare.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "kilicare.accounts.forms.AskForCodeForm",
    "confirm_login_code": "kilicare.accounts.forms.EnterCodeForm",
    "login": "kilicare.accounts.forms.PasswordForm",
    "reset_password": "kilicare.accounts.forms.AskForResetForm",
    "reset_password_from_key": "kilicare.accounts.forms.ResetPasswordForm",
    "change_password": "kilicare.accounts.forms.ChangePasswordForm",
    "reauthenticate": "kilicare.accounts.forms.PasswordAgainForm",
}
# What a password sign-in takes for a name. Phones and e-mails of customers are read by AskForCodeForm.
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/h/key",  # three messages an hour to one phone or e-mail
    "request_find_code": "20/m/ip,3/h/key",  # searches; they keep nobody from signing in
    "request_code_as_person": "10/h/user",  # to prove numbers of one's own, whichever they are
    "enter_login_code": "5/5m/key",  # five tries of one code, also when they come side by side
    "reset_password": "20/m/ip,3/h/key",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}

MFA_ADAPTER = "kilicare.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "kilicare.accounts.second_forms.SecondFactorForm",
    "reauthenticate": "kilicare.accounts.second_forms.SecondFactorAgainForm",
    "activate_totp": "kilicare.accounts.second_forms.SetUpAppForm",
    "deactivate_totp": "kilicare.accounts.second_forms.RemoveAppForm",
    "generate_recovery_codes": "kilicare.accounts.second_forms.NewRecoveryCodesForm",
    "authenticate_webauthn": "kilicare.accounts.second_forms.KeyForm",
    "reauthenticate_webauthn": "kilicare.accounts.second_forms.KeyAgainForm",
    "add_webauthn": "kilicare.accounts.second_forms.AddKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is verified here: they come from the feed or from a superuser
MFA_TOTP_ISSUER = "KiliCare"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
