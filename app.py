#!/usr/bin/env python3
"""Synthesise the platform: every stack in stacks/, governed, for one environment."""

from constructs_lib import start

start()  # errors in one line, the environment checked: before CDK and the stacks are loaded

import aws_cdk as cdk

from aspects import govern
from constructs_lib import Environment
from stacks import discover

app = cdk.App()
environment = Environment.from_context(app)  # -c env=dev; prod when absent
for stack in discover():
    stack(app, environment)
govern(app, environment)
app.synth()
