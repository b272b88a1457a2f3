"""The simulator's keys: a certificate to seal the credential with, and words that only this machine knows."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Access:
    """What a client needs to be let in, and the private key that opens its credential."""

    key: str
    secret: str
    password: str
    private: rsa.RSAPrivateKey
    certificate: Path

    def environment(self, url: str, callbacks: str) -> dict[str, str]:
        """The portal's variables for a simulator at this address."""
        return {
            "MPESA_URL": url,
            "MPESA_KEY": self.key,
            "MPESA_SECRET": self.secret,
            "MPESA_SHORTCODE": "600000",
            "MPESA_INITIATOR": "kilicare",
            "MPESA_PASSWORD": self.password,
            "MPESA_CERTIFICATE": str(self.certificate),
            "MPESA_CALLBACKS": callbacks,
        }


def access_in(folder: Path) -> Access:
    """The ones that are kept in a folder; drawn where there are none, or none that are whole."""
    try:
        words = json.loads((folder / "access.json").read_text())
        private = load_pem_private_key((folder / "private.pem").read_bytes(), None)
    except (OSError, ValueError):
        return _draw(folder)
    if not isinstance(private, rsa.RSAPrivateKey):
        return _draw(folder)
    return Access(words["key"], words["secret"], words["password"], private, folder / "certificate.pem")


def _draw(folder: Path) -> Access:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = rsa.generate_private_key(65537, 2048)
    words = {name: secrets.token_urlsafe(12) for name in ("key", "secret", "password")}
    _write(folder / "certificate.pem", _certificate(private).public_bytes(Encoding.PEM))
    _write(
        folder / "private.pem",
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    _write(folder / "access.json", json.dumps(words).encode())
    return Access(words["key"], words["secret"], words["password"], private, folder / "certificate.pem")


def _certificate(private: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "M-Pesa simulator")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + YEAR)
        .sign(private, SHA256())
    )


def _write(file: Path, content: bytes) -> None:
    """For its owner alone; whoever reads meanwhile sees a whole file."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(file)
