"""What a service calls at run time: its secrets, its parameters, and what the platform's stacks publish.

    from governed_runtime import contract, output, parameter, secret

    connection = secret("db").login(connect)
    limit = parameter("features/upload-limit-mib", to=int)
    vpc = output(contract.NETWORK_VPC_ID)

Each is read from AWS once, then known for five minutes, and for an hour more while AWS cannot be asked. `aio` has the
same to be awaited.
"""

from governed_runtime import aio, contract
from governed_runtime.calls import default, flush, output, parameter, parameters, secret, secrets
from governed_runtime.errors import FieldError, NotFoundError, ReadError, SettingsError
from governed_runtime.outputs import Output
from governed_runtime.runtime import Runtime
from governed_runtime.secret import Secret, login_refused
from governed_runtime.settings import Settings

__all__ = [
    "FieldError",
    "NotFoundError",
    "Output",
    "ReadError",
    "Runtime",
    "Secret",
    "Settings",
    "SettingsError",
    "aio",
    "contract",
    "default",
    "flush",
    "login_refused",
    "output",
    "parameter",
    "parameters",
    "secret",
    "secrets",
]
