"""How a rotated secret reaches running tasks: pure decisions, and the calls of ECS that they lead to."""
