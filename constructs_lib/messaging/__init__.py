"""Queues, topics, and the rules that send events to them."""
