"""The names of `alternatives` and `receipts`, as they were imported before these were modules."""

from sec_uep.alternatives import Alternative, sensitivity
from sec_uep.receipts import Drift, Movement, Receipt, Verification, receipt, recompute, verify

__all__ = [
    "Alternative",
    "Drift",
    "Movement",
    "Receipt",
    "Verification",
    "receipt",
    "recompute",
    "sensitivity",
    "verify",
]
