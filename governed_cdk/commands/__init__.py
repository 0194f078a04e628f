"""One file a command: its arguments, and what it hands to the rooms beside this one."""
