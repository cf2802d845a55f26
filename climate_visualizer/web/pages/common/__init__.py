"""What pages share: choices as links, number filters, JSON-LD, error pages."""
