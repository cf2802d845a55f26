"""Official registers in the open API: large plants of the emissions trading system."""
