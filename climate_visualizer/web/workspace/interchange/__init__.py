"""In and out of the house's other systems: forms that are filed elsewhere."""
