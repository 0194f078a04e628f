"""What templates cost a month: a dated price book, assumptions about use, and the quantities of each resource."""
