"""Where evidence comes from: one file a source, each read-only and bounded."""
