"""Repositories, stacks, constructs and rules, written from templates; and what a template's later version brings."""
