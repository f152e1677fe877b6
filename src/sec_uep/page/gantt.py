"""A placeholder for the picture of a plan, until that is there."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from sec_uep.page._markup import element
from sec_uep.planning.plan import Plan

__all__ = ["figure"]


def figure(plan: Plan, *, prefix: str = "") -> Element:
    """Return the picture of a plan."""
    svg = element(
        "svg", element("title", str(plan), id=f"{prefix}gantt-title"), viewBox="0 0 900 480", role="img"
    )
    return element("figure", svg, class_="gantt")
