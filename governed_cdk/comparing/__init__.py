"""What two assemblies of one app mean differently: replacements first, and never a hash, an order or metadata."""
