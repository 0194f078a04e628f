"""An account, asked read-only: which parameters are there and of which type, and what else a deploy depends on."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BATCH = 10  # names in one call (AWS Systems Manager API Reference, GetParameters)
_MOST_ITEMS = 10_000  # of all pages of an answer
_FETCH_SECONDS = 60
_OK = 200
_NO_STACK = "ValidationError"  # of DescribeStacks and ListStackResources: "Stack with id ... does not exist"
_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")
_SIGN_IN = "sign in, for example by AWS_PROFILE or aws sso login"


class Account:
    """The account that the credentials are for.

    Every method raises ConfigurationError, in one line, for missing or refused credentials and for what cannot be
    reached; making one does for a missing boto3.
    """

    def __init__(self, endpoint_url: str | None = None, **credentials: str) -> None:
        """`credentials` are boto3.Session's; without any, those that boto3 finds."""
        try:
            import boto3  # noqa: PLC0415 - an extra: only preflight needs it
        except ImportError:
            raise ConfigurationError('boto3 is missing; install it: pip install "governed-cdk[aws]"') from None
        self._endpoint_url = endpoint_url
        self._session = _in_one_line(lambda: boto3.Session(**credentials))

    @property
    def region(self) -> str:
        """The region that the credentials are set up for, for stacks that name none."""
        found: str | None = self._session.region_name
        if not found:
            raise invalid("region", "none", "a region in the stack's env, in AWS_REGION or in the profile")
        return found

    def is_aws(self, region: str) -> bool:
        """Whether AWS itself is asked: what else answers says nothing of the world outside, such as DNS."""
        endpoint: str = self._client("sts", region).meta.endpoint_url
        return any(endpoint.endswith(suffix) for suffix in _AWS)

    def as_role(self, arn: str, region: str, tags: Mapping[str, str] | None = None) -> Account:
        """The account as a role, whose ARN may hold pseudo parameters; itself where the role refuses.

        `tags` are those of the session. The CDK command line goes on with the credentials that it has, too, where it
        cannot assume a role.
        """
        partition = self._session.get_partition_for_region(region)
        arn = arn.replace("${AWS::Partition}", partition).replace("${AWS::Region}", region)
        if "${AWS::AccountId}" in arn:
            arn = arn.replace("${AWS::AccountId}", self.number(region))
        tagged = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]} if tags else {}
        answer, code = self.ask("sts", region, "assume_role", RoleArn=arn, RoleSessionName="governed-cdk", **tagged)
        if code:
            return self
        made = answer["Credentials"]
        return Account(
            self._endpoint_url,
            aws_access_key_id=made["AccessKeyId"],
            aws_secret_access_key=made["SecretAccessKey"],
            aws_session_token=made["SessionToken"],
            region_name=region,
        )

    def number(self, region: str) -> str:
        """Its twelve digits."""
        return str(self._call("sts", region, "get_caller_identity")["Account"])

    def types(self, names: Iterable[str], region: str) -> dict[str, str]:
        """The type of each parameter that is there: String, StringList or SecureString."""
        ordered = sorted(set(names))
        found: dict[str, str] = {}
        for start in range(0, len(ordered), _BATCH):
            answer = self._call("ssm", region, "get_parameters", Names=ordered[start : start + _BATCH])
            for parameter in answer["Parameters"]:
                found[parameter["Name"]] = found[parameter["ARN"]] = parameter["Type"]  # it was asked for by either
        return found

    def ask(self, service: str, region: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        """The answer of a service, or the code of its error: `404` and the like say that something is not there."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - comes with boto3

        def call() -> tuple[dict[str, Any], str]:
            try:
                return getattr(self._client(service, region), operation)(**arguments), ""
            except ClientError as error:
                return {}, str(error.response["Error"]["Code"])

        answer: tuple[dict[str, Any], str] = _in_one_line(call)
        return answer

    def every(self, service: str, region: str, operation: str, path: str, **arguments: Any) -> tuple[list[Any], str]:
        """What stands at a place (JMESPath) of an answer, of all its pages; or the code of its error."""
        import jmespath  # noqa: PLC0415 - comes with boto3

        answer, code = self.ask_all(service, region, operation, **arguments)
        return list(jmespath.search(path, answer) or ()), code

    def ask_all(self, service: str, region: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        """As `ask`, all pages of the answer, at most 10,000 of what it lists."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - comes with boto3

        def call() -> tuple[dict[str, Any], str]:
            client = self._client(service, region)
            if not client.can_paginate(operation):
                return self.ask(service, region, operation, **arguments)
            pages = client.get_paginator(operation).paginate(**arguments, PaginationConfig={"MaxItems": _MOST_ITEMS})
            try:
                return pages.build_full_result(), ""
            except ClientError as error:
                return {}, str(error.response["Error"]["Code"])

        answer: tuple[dict[str, Any], str] = _in_one_line(call)
        return answer

    def fetch(self, service: str, region: str, url: str) -> tuple[dict[str, Any], str]:
        """The JSON at an address of a service that has no client in boto3, signed; or the status that refuses it."""
        from botocore.auth import SigV4Auth  # noqa: PLC0415 - comes with boto3
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - the same
        from botocore.httpsession import URLLib3Session  # noqa: PLC0415 - the same

        def call() -> tuple[dict[str, Any], str]:
            request = AWSRequest("GET", url)
            SigV4Auth(self._credentials(), service, region).add_auth(request)
            answer = URLLib3Session(timeout=_FETCH_SECONDS).send(request.prepare())
            good = answer.status_code == _OK
            return (json.loads(answer.content), "") if good else ({}, f"HTTP {answer.status_code}")

        answer: tuple[dict[str, Any], str] = _in_one_line(call)
        return answer

    def _credentials(self) -> Any:
        from botocore.exceptions import NoCredentialsError  # noqa: PLC0415 - comes with boto3

        found = self._session.get_credentials()
        if found is None:
            raise NoCredentialsError
        return found

    def status(self, stack: str, region: str) -> str | None:
        """The status of a stack; None where there is no such stack."""
        stacks = self._of_stack("describe_stacks", stack, region).get("Stacks", ())
        return next((str(found["StackStatus"]) for found in stacks), None)

    def held(self, stack: str, region: str) -> frozenset[str]:
        """The logical ids of what a stack has already; none where there is no such stack."""
        found: set[str] = set()
        token: dict[str, str] = {}
        while True:
            answer = self._of_stack("list_stack_resources", stack, region, **token)
            for one in answer.get("StackResourceSummaries", ()):
                if not one["ResourceStatus"].startswith("DELETE_COMPLETE"):
                    found.add(one["LogicalResourceId"])
            if not answer.get("NextToken"):
                return frozenset(found)
            token = {"NextToken": answer["NextToken"]}

    def _of_stack(self, operation: str, stack: str, region: str, **token: str) -> dict[str, Any]:
        """The answer about a stack, empty where there is none: a refusal must never pass for that."""
        answer, code = self.ask("cloudformation", region, operation, StackName=stack, **token)
        if code not in ("", _NO_STACK):
            raise ConfigurationError(f"AWS: cloudformation {operation} of {stack} in {region}: {code}")
        return answer

    def _call(self, service: str, region: str, operation: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = _in_one_line(lambda: getattr(self._client(service, region), operation)(**arguments))
        return answer

    @functools.cache  # noqa: B019 - one instance a command
    def _client(self, service: str, region: str) -> Any:
        return self._session.client(service, region_name=region, endpoint_url=self._endpoint_url)


def _in_one_line(call: Any) -> Any:
    """The answer of a call to AWS. Raises ConfigurationError for whatever AWS or the way to it has against it."""
    from botocore import exceptions  # noqa: PLC0415 - comes with boto3

    try:
        return call()
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError):
        raise ConfigurationError(f"no AWS credentials; {_SIGN_IN}") from None
    except (exceptions.BotoCoreError, exceptions.ClientError, ValueError) as error:
        raise ConfigurationError(f"AWS: {' '.join(str(error).split())}") from None
