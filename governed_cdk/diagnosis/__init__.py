"""Why a deploy failed: evidence from every source that is there, a known cause, a model's opinion, and who is told."""
