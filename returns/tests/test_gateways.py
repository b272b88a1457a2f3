"""The real clients against real servers on this machine, and the files that stand for an SMS."""

import smtplib
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as portal

from kilicare.demo import sent_messages
from kilicare.processes.port import first_free
from kilicare.testing import child
from returns.gateways.delivery import DeliveryError, UnknownOutcomeError, UnreachableError
from returns.gateways.mail import Mail, MailGateway, one_line
from returns.gateways.sms import AfricasTalking, FileSms, gateway, plain
from returns.management.africas_talking import Simulator
from returns.tests.gateways import africa, africa_at, post

SECRET = "k-3141592653"


def client(sim: Simulator, **more: Any) -> AfricasTalking:
    where = africa_at(sim.url)["url"]
    return AfricasTalking(**{"url": where, "username": "kili", "key": SECRET, "sender": "KILIMALL", **more})


def test_a_text_goes_out_as_one_line_with_its_key_in_the_header() -> None:
    with africa(key=SECRET) as sim:
        client(sim).send("+254712345678", "Hello\n\u2018you\u2019\x07 \u2013 now\u2026")

    (asked,) = sim.asked
    assert asked.pop("messageId")
    assert asked == {
        "username": "kili",
        "to": "+254712345678",
        "message": "Hello 'you' - now...",
        "from": "KILIMALL",
        "bulkSMSMode": "1",
        "enqueue": "1",
    }
    assert SECRET not in repr(client(sim))


def test_without_a_sender_the_gateway_s_own_is_taken() -> None:
    with africa(key=SECRET) as sim:
        client(sim, sender="").send("+254712345678", "Hello")
    assert "from" not in sim.asked[0]


@pytest.mark.parametrize("code", [100, 101, 102])
def test_a_text_that_was_taken_is_done(code: int) -> None:
    with africa(key=SECRET) as sim:
        sim.play(code=code)
        client(sim).send("+254712345678", "Hello")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"code": 403}, UnreachableError),
        ({"code": 406}, UnreachableError),
        ({"code": 405}, DeliveryError),
        ({"code": 500}, DeliveryError),
        ({"code": None}, DeliveryError),
        ({"status": 502}, UnknownOutcomeError),
        ({"body": "<html>"}, UnknownOutcomeError),
        ({"body": '{"SMSMessageData": []}'}, UnknownOutcomeError),
        ({"slow": 1.0}, UnknownOutcomeError),
    ],
)
def test_each_answer_has_its_meaning_and_names_nobody(answer: dict[str, Any], error: type) -> None:
    with africa(key=SECRET) as sim:
        sim.play(**answer)
        with pytest.raises(DeliveryError) as raised:
            client(sim, read_timeout=0.3).send("+254712345678", "Hello you")

    assert type(raised.value) is error
    assert not {"254712345678", "Hello", SECRET} & set(str(raised.value).split())


def test_a_gateway_that_is_away_took_nothing() -> None:
    with africa() as sim:
        pass
    with pytest.raises(DeliveryError) as raised:
        client(sim).send("+254712345678", "Hello")
    assert type(raised.value) is DeliveryError


def test_who_has_another_key_is_turned_away_and_nothing_is_sent() -> None:
    with africa(key="other") as sim, pytest.raises(DeliveryError, match="HTTP 401"):
        client(sim).send("+254712345678", "Hello")
    assert sim.asked == []


@pytest.mark.slow
@pytest.mark.once
def test_the_command_plays_the_provider_until_it_is_told_to_stop(tmp_path: Path) -> None:
    env = child.environment(VAR_DIR=str(tmp_path))
    command = child.manage("sms_simulator")
    with subprocess.Popen(
        command, cwd=portal.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True
    ) as playing:
        assert playing.stdout
        name, _equals, url = playing.stdout.readline().strip().partition("=")
        given = urlsplit(url)
        chosen = africa_at(f"http://127.0.0.1:{given.port}")["url"]
        AfricasTalking(chosen, given.username or "", given.password or "").send("+254712345678", "Hello")
        playing.terminate()

    assert (name, playing.returncode) == ("SMS_URL", 0)
    (file,) = (tmp_path / "sms").iterdir()
    assert file.read_text() == "To: +254712345678\n\nHello\n"


def test_a_strange_certificate_is_refused_before_anything_is_said() -> None:
    with africa(key=SECRET) as sim:
        strange = client(sim, url=sim.url.replace("http:", "https:"))
        with pytest.raises(DeliveryError, match="SSL"):
            strange.send("+254712345678", "Hello")
    assert sim.asked == []


def test_files_stand_for_texts_and_the_demo_reads_them(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR, settings.EMAIL_FILE_PATH = tmp_path, str(tmp_path / "mail")
    sender = gateway()
    assert sender == FileSms(tmp_path / "sms")

    sender.send("+254712345678", "Your code\nis here")

    (message,) = sent_messages()
    assert (message.to, message.text) == ("+254712345678", "Your code is here")
    (file,) = (tmp_path / "sms").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_setting_chooses(settings: Any) -> None:
    settings.SMS = {
        "kind": "africastalking",
        "url": "https://h/m",
        "username": "u",
        "key": "k",
        "sender": "S",
    }
    assert gateway() == AfricasTalking(url="https://h/m", username="u", key="k", sender="S")


def test_plain_keeps_letters_that_names_have() -> None:
    assert plain("  Ny\u0061\u0301mbura\u00a0\t\u201cok\u201d ") == 'Ny\u00e1mbura "ok"'


def smtp(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_mails_share_a_connection_and_carry_their_own_name(settings: Any) -> None:
    with post() as sim:
        smtp(settings, sim.port)
        mails = MailGateway()
        mails.send(Mail(["a@x.example"], "Hi\nBcc: b@x.example", "Hello", "<p>Hello</p>", "notice-7"))
        mails.send(Mail(["b@x.example"], "Hi", "Hello"))
        mails.close()

    assert sim.connections == 1
    first, second = sim.taken
    assert "Subject: Hi Bcc: b@x.example" in first
    assert "Message-ID: <notice-7@kilicare.example>" in first
    assert "Auto-Submitted: auto-generated" in first
    assert "text/html" in first
    assert "notice-7" not in second


@pytest.mark.parametrize(
    ("says", "error"), [("550 nobody here", UnreachableError), ("451 later", DeliveryError)]
)
def test_a_recipient_who_is_refused_for_good_is_not_asked_again(
    settings: Any, says: str, error: type
) -> None:
    with post() as sim:
        smtp(settings, sim.port)
        sim.recipient = says
        with closing(MailGateway()) as mails, pytest.raises(DeliveryError) as raised:
            mails.send(Mail(["a@x.example"], "Hi", "Hello"))
    assert type(raised.value) is error
    assert "x.example" not in str(raised.value)
    assert isinstance(raised.value.__cause__, smtplib.SMTPRecipientsRefused)


def test_a_mail_server_that_is_away_took_nothing(settings: Any) -> None:
    smtp(settings, first_free(19000))
    with pytest.raises(DeliveryError, match="ConnectionRefusedError"):
        MailGateway().send(Mail(["a@x.example"], "Hi", "Hello"))


def test_a_subject_is_one_line() -> None:
    assert one_line("a\r\nb\x00\u2028c  d") == "a b c d"
    assert portal.DEFAULT_FROM_EMAIL.endswith("@kilicare.example>")
