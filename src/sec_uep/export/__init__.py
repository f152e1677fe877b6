"""The content of a plan in the formats of other programs; each needs an extra of this package."""
