"""An app of any size: `scaled.py STACKS RESOURCES governed|ungoverned`, log groups, parameters and volumes in turn."""

import sys

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm

from aspects import govern
from constructs_lib import Environment, PlatformStack, StackSettings, contract
from constructs_lib.stack.app import mark_governed

stacks, resources, mode = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

app = cdk.App()
environment = Environment.from_context(app)
for number in range(stacks):

    class Scaled(PlatformStack[StackSettings]):
        slug = f"scaled-{number}"
        reads = (contract.KMS_LOGS_KEY_ARN, contract.KMS_EBS_KEY_ARN)

    stack = Scaled(app, environment)
    for index in range(number, resources, stacks):
        match index % 3:
            case 0:
                days = logs.RetentionDays.TWO_WEEKS
                logs.LogGroup(stack, f"Logs{index}", retention=days, removal_policy=stack.retain)
            case 1:
                ssm.StringParameter(stack, f"Parameter{index}", parameter_name=f"/prod/a/b{index}", string_value="x")
            case _:
                volume = ec2.CfnVolume(stack, f"Volume{index}", availability_zone="ap-northeast-2a", size=10)
                volume.apply_removal_policy(stack.retain)
if mode == "governed":
    govern(app, environment)
else:
    mark_governed(app)
app.synth()
