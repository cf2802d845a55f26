"""Any country's own table as a Frictionless Data Package: bundled, checked cell by cell, in the house's own form."""
