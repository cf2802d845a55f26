"""What measures do: one measure's page with its derivation, and all that may still be done, ranked by cost a tonne."""
