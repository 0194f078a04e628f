"""What consumers of the library rely on, and whether a version keeps it."""
