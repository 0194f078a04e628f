"""What Atlantis is told, may do and must keep secret."""

from constructs_lib.kernel.yaml_file import read_yaml
from constructs_lib.platform.atlantis import atlantis_config

__all__ = ["atlantis_config", "read_yaml"]
