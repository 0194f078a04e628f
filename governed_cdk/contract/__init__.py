"""The contract of an assembly: what is published and read, the graph that it makes, what is wrong with it."""
