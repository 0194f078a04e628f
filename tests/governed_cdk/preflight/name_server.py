"""A name server on this machine: it serves a parent zone, as far as a question about one of its zones goes."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dns import message, rcode, rdatatype, rrset
from dns.resolver import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = "127.0.0.1"
SERVER = "ns.parent.test."


@dataclass(frozen=True)
class Parent:
    """A zone with the servers of the zones that are delegated in it.

    With `serves` it serves those too, and answers; else it refers to their servers, as a parent does. With `fails` it
    answers what a server does that cannot: SERVFAIL, to questions about them.
    """

    name: str
    delegated: Mapping[str, Sequence[str]]
    fails: bool = False
    serves: bool = False

    def answer(self, text: bytes) -> bytes:
        """The answer to a question, both as they go over the wire."""
        asked = message.from_wire(text)
        answer = message.make_response(asked)
        (question,) = asked.question
        name = question.name.to_text()
        own = {
            (f"{self.name}.", rdatatype.SOA): f"{SERVER} root.test. 1 2 3 4 5",
            (f"{self.name}.", rdatatype.NS): SERVER,
            (SERVER, rdatatype.A): HERE,
        }
        if found := own.get((name, question.rdtype)):
            answer.answer.append(rrset.from_text(name, 60, "IN", question.rdtype, found))
        elif self.fails:
            answer.set_rcode(rcode.SERVFAIL)
        elif servers := self.delegated.get(name.rstrip(".")):
            section = answer.answer if self.serves else answer.authority
            section.append(rrset.from_text(name, 60, "IN", "NS", *(f"{one}." for one in servers)))
        else:
            answer.set_rcode(rcode.NXDOMAIN)
        return answer.to_wire()


@contextlib.contextmanager
def serving(parent: Parent) -> Iterator[Resolver]:
    """A resolver that knows one server only, which serves a parent zone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind((HERE, 0))
        listening.settimeout(0.05)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    text, whence = listening.recvfrom(4096)
                    listening.sendto(parent.answer(text), whence)

        thread = threading.Thread(target=serve)
        thread.start()
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = [HERE], listening.getsockname()[1]
        try:
            yield resolver
        finally:
            ended.set()
            thread.join()
