"""The same resources as a plain JavaScript CDK app: our finished templates, each resource as its L1 construct.

CDK's own `CfnInclude` makes the L1 constructs; the app has no governance and no Python.
"""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import version
from pathlib import Path

_APP = """\
const fs = require('fs');
const path = require('path');
const cdk = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');

const app = new cdk.App({ analyticsReporting: false });
const folder = path.join(__dirname, 'templates');
for (const file of fs.readdirSync(folder).sort()) {
  const stack = new cdk.Stack(app, file.replace('.template.json', ''), {
    synthesizer: new cdk.DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  new CfnInclude(stack, 'Template', { templateFile: path.join(folder, file) });
}
app.synth();
"""


def make_twin(assembly: Path, folder: Path, npm: Path) -> Path:
    """Write the twin of an assembly into a folder, with aws-cdk-lib from npm at our version; its app file."""
    templates = folder / "templates"
    templates.mkdir(parents=True)
    for template in assembly.glob("*.template.json"):
        (templates / template.name).write_text(template.read_text())
    packages = {name: version(name) for name in ("aws-cdk-lib", "constructs")}
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": packages}))
    context = json.loads(Path("cdk.json").read_text())["context"]
    (folder / "cdk.context.json").write_text(json.dumps(context))
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
    (folder / "app.js").write_text(_APP)
    return folder / "app.js"
