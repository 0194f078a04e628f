from __future__ import annotations

from aspects.judge.iam.matching import is_known, readable
from tests.aspects.judge.access.support import ACCOUNT, REGION, world

HERE = f"{REGION}:{ACCOUNT}"


def arns(**resources: tuple[str, dict[str, object]]) -> dict[str, str]:
    return {one.resource.logical_id: one.arn for one in world({"prod-app": resources}).targets}


def test_a_resource_has_the_arn_that_its_service_gives_it() -> None:
    assert arns(
        Bucket=("AWS::S3::Bucket", {"BucketName": "prod-data"}),
        Secret=("AWS::SecretsManager::Secret", {"Name": "/app/prod/key"}),
        Role=("AWS::IAM::Role", {"RoleName": "app", "Path": "/service/"}),
        Queue=("AWS::SQS::Queue", {}),
        Unnamed=("AWS::S3::Bucket", {}),
        Key=("AWS::KMS::Key", {}),
        Logs=("AWS::Logs::LogGroup", {"LogGroupName": {"Fn::Sub": "/app/${AWS::Region}"}}),
        Other=("AWS::New::Thing", {}),
    ) == {
        "Bucket": "arn:aws:s3:::prod-data",
        "Secret": f"arn:aws:secretsmanager:{HERE}:secret:/app/prod/key-XXXXXX",
        "Role": f"arn:aws:iam::{ACCOUNT}:role/service/app",
        "Queue": f"arn:aws:sqs:{HERE}:prod-app-Queue-XXXXXXXXXXXX",
        "Unnamed": "arn:aws:s3:::prod-app-unnamed-xxxxxxxxxxxx",
        "Key": f"arn:aws:kms:{HERE}:key/prod-app.Key",
        "Logs": f"arn:aws:logs:{HERE}:log-group:/app/{REGION}:*",
        "Other": f"arn:aws:new:{HERE}:prod-app.Other",
    }


def test_a_parameter_is_what_another_stack_published() -> None:
    key = {"Fn::GetAtt": ["Key", "Arn"]}

    def reader(name: str, resource: str) -> tuple[str, dict[str, object]]:
        statement = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Ref": resource}}
        policy = {"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}}
        return "AWS::IAM::Role", {"RoleName": name, "Policies": [policy]}

    found = world({
        "prod-kms": {
            "Key": ("AWS::KMS::Key", {}),
            "Parameter": ("AWS::SSM::Parameter", {"Name": "/prod/kms/key-arn", "Type": "String", "Value": key}),
        },
        "prod-app": {
            "Role": reader("app", "_prod_kms_key-arn"),
            "Lost": reader("lost", "_prod_lost"),
        },
    })  # fmt: skip
    app, lost = (one.policies.statements[0].resources[0] for one in found.entities)
    assert app == f"arn:aws:kms:{HERE}:key/prod-kms.Key"
    assert not is_known(lost)
    assert readable(lost) == "${SSM parameter /prod/lost}"


def test_a_reference_is_what_the_type_s_ref_gives() -> None:
    queue = {"Queue": ("AWS::SQS::Queue", {"QueueName": "jobs"}), "Topic": ("AWS::SNS::Topic", {"TopicName": "news"})}
    policy = ("AWS::SQS::QueuePolicy", {"Queues": [{"Ref": "Queue"}], "PolicyDocument": {"Statement": [{
        "Effect": "Allow", "Action": "sqs:SendMessage", "Principal": {"Service": "sns.amazonaws.com"}, "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Ref": "Topic"}}}}]}})  # fmt: skip
    targets = {one.name: one for one in world({"prod-app": {**queue, "Policy": policy}}).targets}
    (statement,) = targets["jobs"].policies.statements
    assert statement.conditions[0].values == (f"arn:aws:sns:{HERE}:news",)


def test_a_piece_of_an_arn_is_that_piece_of_what_it_will_be() -> None:
    def piece(index: object) -> dict[str, object]:
        return {"Fn::Select": [index, {"Fn::Split": [":", {"Ref": "Topic"}]}]}

    found = arns(
        Topic=("AWS::SNS::Topic", {"TopicName": "news"}),
        Named=("AWS::SQS::Queue", {"QueueName": piece(5)}),
        Regional=("AWS::SQS::Queue", {"QueueName": piece("3")}),
        Lost=("AWS::SQS::Queue", {"QueueName": piece(9)}),
    )
    assert found["Named"] == f"arn:aws:sqs:{HERE}:news"
    assert found["Regional"] == f"arn:aws:sqs:{HERE}:{REGION}"
    assert found["Lost"] == f"arn:aws:sqs:{HERE}:arn:aws:sns:{HERE}:news"


def test_a_dynamic_reference_keeps_the_secret_that_it_names() -> None:
    text = {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Secret"}, ":SecretString:password}}"]]}
    found = arns(
        Secret=("AWS::SecretsManager::Secret", {"Name": "/app/key"}), It=("AWS::S3::Bucket", {"BucketName": text})
    )
    secret = f"arn:aws:secretsmanager:{HERE}:secret:/app/key-XXXXXX"
    assert found["It"] == f"arn:aws:s3:::{{{{resolve:secretsmanager:{secret}:SecretString:password}}}}"
