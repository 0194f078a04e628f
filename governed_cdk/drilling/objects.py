"""A replicated bucket: objects are put in at home, and read from the copy, under the other region's key."""

from __future__ import annotations

import contextlib
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from governed_cdk.checkup.said import said
from governed_cdk.drilling.outcome import ComeBack, Footing
from governed_cdk.drilling.trial import TwoRegions, refused

if TYPE_CHECKING:
    from governed_cdk.checkup.said import Sentence
    from governed_cdk.drilling.outcome import Steps
    from governed_cdk.drilling.stores import DataStore

_PATIENCE_S = 10.0
# Few: in prod each one starts the scan for secrets, as it does in the account.
_BEFORE, _LATE = 2, 1


@dataclass
class ObjectsTrial:
    """`bucket` is what the bucket is called, `target` its copy; `prefix` what its rule copies."""

    store: DataStore
    regions: TwoRegions
    bucket: str
    target: str
    prefix: str = ""
    _written: dict[str, bytes] = field(default_factory=dict)
    _late: dict[str, bytes] = field(default_factory=dict)
    _run: str = field(default_factory=lambda: secrets.token_hex(4))

    def write(self) -> None:
        """Put objects in, at home."""
        self._written = self._put("before", _BEFORE)

    def copy(self) -> None:
        """Wait until S3 says of each object that it is copied; what it does not copy shows at the end."""
        s3, deadline = self.regions.client("s3", self.regions.home), time.monotonic() + _PATIENCE_S
        for key in self._written:
            while self._status(s3, key) == "PENDING" and time.monotonic() < deadline:
                time.sleep(0.1)

    def write_late(self) -> None:
        """Put more in, while nothing is copied."""
        self._late = self._put("late", _LATE)

    def come_back(self, steps: Steps) -> ComeBack:
        """Read each object from the copy, and use the key that it lies under."""
        expected = {**self._written, **self._late}
        problem: Sentence | None = None
        back = 0
        with steps.step(said("step-replicas", bucket=self.target), Footing.REAL):
            for key, content in expected.items():
                wrong = self._wrong(key, content)
                back += wrong is None
                if key in self._written:
                    problem = problem or wrong
        return ComeBack("objects", len(self._written), len(self._late), back, Footing.REAL, problem)

    def _put(self, when: str, number: int) -> dict[str, bytes]:
        """Objects of words alone, which no scanner takes for a secret."""
        s3 = self.regions.client("s3", self.regions.home)
        found = {
            f"{self.prefix}drill/{self._run}/{when}-{one}": f"drill, {when}, {one}\n".encode() for one in range(number)
        }
        for key, content in found.items():
            s3.put_object(Bucket=self.bucket, Key=key, Body=content)
        return found

    def _status(self, s3: Any, key: str) -> str:
        return str(s3.head_object(Bucket=self.bucket, Key=key).get("ReplicationStatus", ""))

    def _wrong(self, key: str, content: bytes) -> Sentence | None:
        """Why an object cannot be had from the copy; nothing where it can."""
        s3 = self.regions.client("s3", self.regions.left)
        try:
            found = s3.get_object(Bucket=self.target, Key=key)
            if found["Body"].read() != content:
                return said("problem-other-bytes", bucket=self.target)
            return self._shut(found.get("SSEKMSKeyId", ""))
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return said("problem-no-replica", bucket=self.target)
            return refused(error)

    def _shut(self, key: str) -> Sentence | None:
        """Why the key of a copy opens nothing here: it is of the lost region, or does not work."""
        if not key:
            return None
        if key.split(":")[3] != self.regions.left:
            return said("problem-foreign-key", bucket=self.target, region=key.split(":")[3])
        with contextlib.suppress(ClientError):
            kms = self.regions.client("kms", self.regions.left)
            closed = kms.encrypt(KeyId=key, Plaintext=b"drill")["CiphertextBlob"]
            if kms.decrypt(CiphertextBlob=closed, KeyId=key)["Plaintext"] == b"drill":
                return None
        return said("problem-key", which=key.rpartition("/")[2], region=self.regions.left)
