"""Maps: outlines as SVG paths, insets, and the map of the first page."""
