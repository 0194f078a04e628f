"""The same stacks without govern(): the base that governance is measured against."""

import aws_cdk as cdk

from constructs_lib import Environment
from constructs_lib.stack.app import mark_governed
from stacks import discover

app = cdk.App()
environment = Environment.from_context(app)
for stack in discover():
    stack(app, environment)
mark_governed(app)  # an ungoverned app is refused; here it is the point
app.synth()
