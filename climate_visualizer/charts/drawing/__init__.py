"""Drawing: a figure's bundle, SVG marks, frames and sheets."""
