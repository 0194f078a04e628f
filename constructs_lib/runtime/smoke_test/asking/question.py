"""One GET request to a listener whose certificate is for another name than its address."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from typing import Final

TIMEOUT_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: `path` of `host`, which the certificate is for, on a port; and the status of a good answer."""

    host: str
    path: str
    port: int
    status: int


class Connection(http.client.HTTPSConnection):
    """TLS for a host, to an address that DNS does not give for it: the test listener's."""

    def __init__(self, question: Question, address: str, *, context: ssl.SSLContext | None = None) -> None:
        self._tls = context or ssl.create_default_context()
        super().__init__(question.host, question.port, timeout=TIMEOUT_SECONDS, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Connect to the address; the certificate must be for the host."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def ask(question: Question, connection: http.client.HTTPConnection) -> str:
    """Ask once: nothing where the answer is the wanted one, else what came instead, as a reason."""
    try:
        connection.request(
            "GET", question.path, headers={"Host": question.host, "User-Agent": "governed-cdk-smoke-test"}
        )
        found = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"no answer: {type(error).__name__}: {error}"
    finally:
        connection.close()
    return "" if found == question.status else f"answered {found}, expected {question.status}"
