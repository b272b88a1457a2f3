"""A security key made of software: it signs what a browser would hand to a real one."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE = "testserver"
Options = dict[str, Any]


class SoftKey:
    """One key for one site. `options` are those that the page carries for its script."""

    def __init__(self) -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.name = secrets.token_bytes(16)

    def register(self, options: Options, origin: str = f"https://{SITE}") -> str:
        """What the form posts to make the key known."""
        public = ES256.from_cryptography_key(self.secret.public_key())
        about = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self._site(), flags, 0, about)
        client = self._client_data(CollectedClientData.TYPE.CREATE, options, origin)
        return self._credential(
            clientDataJSON=client, attestationObject=AttestationObject.create("none", data, {})
        )

    def sign(self, options: Options, origin: str = f"https://{SITE}") -> str:
        """What the form posts to prove it."""
        data = AuthenticatorData.create(self._site(), AuthenticatorData.FLAG.UP, 1)
        client = self._client_data(CollectedClientData.TYPE.GET, options, origin)
        signature = self.secret.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._credential(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _credential(self, **response: bytes) -> str:
        name = websafe_encode(self.name)
        parts = {part: websafe_encode(content) for part, content in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": parts, "clientExtensionResults": {}}
        )

    @staticmethod
    def _site() -> bytes:
        return hashlib.sha256(SITE.encode()).digest()

    @staticmethod
    def _client_data(kind: str, options: Options, origin: str) -> CollectedClientData:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], origin)
