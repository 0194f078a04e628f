"""Container images: scanned, and the same under the same tag."""
