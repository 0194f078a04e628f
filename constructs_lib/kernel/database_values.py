"""Setting types of RDS for MySQL: versions, names, parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from constructs_lib.kernel.errors import ConfigurationError, closest, invalid
from constructs_lib.kernel.facts import MYSQL_RESERVED, MYSQL_VERSIONS, limit, mysql_parameters
from constructs_lib.kernel.setting_kinds import text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# RDS for MySQL, API reference, CreateDBInstance: DBName and MasterUsername.
_SCHEMAS = ("information_schema", "innodb", "mysql", "performance_schema", "sys")
_ACCOUNTS = ("admin", "mysql", "postgres", "rdsadmin", "rdsrepladmin", "root")
# "0,1" and "ON,OFF" are what RDS says of most Boolean parameters; `{TrueIfReplica}` is a formula (RDS User Guide).
_BOOLEAN = re.compile(r"0|1|ON|OFF|\{\w+\}")

# RDS User Guide, "MySQL version numbers" and "Amazon RDS Extended Support version naming": 8.4.9.R2.20261001 is a patch
# of 8.4.9, 8.0.46-RDS.20261001 a release of Extended Support, 8.0.46-RDS.20261001.R2.20261015 a patch of that one.
_PATCH = r"(-(RDS|rds)\.20\d{6})?(\.R[1-9]\d?(\.20\d{6})?)?"

MysqlVersion = Annotated[
    str,
    *text(
        f"an RDS for MySQL version 8.4.x or 8.0.x, one of {', '.join(reversed(MYSQL_VERSIONS))}, or a patch of one such"
        " as 8.4.9.R2.20261001 or 8.0.46-RDS.20261001",
        f"({'|'.join(map(re.escape, MYSQL_VERSIONS))}){_PATCH}",
    ),
]
DatabaseName = Annotated[
    str,
    *text(
        "1 to 64 letters, digits and underscores, a letter first, no schema of MySQL's own and no reserved word",
        r"[A-Za-z]\w{0,63}",
        lambda name: name.lower() not in {*_SCHEMAS, *MYSQL_RESERVED},
    ),
]
MasterUsername = Annotated[
    str,
    *text(
        "1 to 16 letters, digits and underscores, a letter first, none of admin, mysql, postgres, rdsadmin, root and no"
        " reserved word",
        r"[A-Za-z]\w{0,15}",
        lambda name: name.lower() not in {*_ACCOUNTS, *MYSQL_RESERVED},
    ),
]
PerformanceInsightsDays = Annotated[
    int,
    *whole(
        limit("AWS::RDS::DBInstance.PerformanceInsightsRetentionPeriod")["enum"],
        "days",
        allowed="7, a multiple of 31 up to 713, or 731",
    ),
]


def check_parameters(parameters: Mapping[str, str], taken: frozenset[str], *, major: str) -> None:
    """Refuse what no MySQL parameter group takes. Raises ConfigurationError with a line for each mistake.

    Args:
        major: the version of the group, `8.0` or `8.4`.
        parameters: values by name, as the parameter group spells it, with underscores or hyphens.
        taken: names that settings of their own decide.
    """
    if found := list(_wrong(parameters, taken, major)):
        raise ConfigurationError(*found)


def _wrong(parameters: Mapping[str, str], taken: frozenset[str], major: str) -> Iterator[str]:
    known = mysql_parameters(major)
    names = f"names of parameters of MySQL {major}, none of {', '.join(sorted(taken))}"
    for name, value in parameters.items():
        plain = name.replace("-", "_")
        if plain in taken or plain not in known:
            hint = "" if plain in taken else closest(plain, known).partition(";")[0]
            yield f"parameters.{name}: unknown or taken name{hint}; allowed: {names}"
        elif known[plain] and not _BOOLEAN.fullmatch(value):
            yield invalid(f"parameters.{name}", value, "0 or 1").mistakes[0]
        elif not value:
            yield invalid(f"parameters.{name}", value, "a value").mistakes[0]
