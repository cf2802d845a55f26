"""Plans of organisations: baseline, targets, measures, the yearly climate budget and its follow-up."""
