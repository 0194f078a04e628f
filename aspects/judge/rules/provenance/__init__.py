"""Where what is deployed comes from: templates that are judged, and nothing else."""
