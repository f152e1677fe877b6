"""
Receipts: an answer written down, so that its question can be asked again by somebody else.

`receipt` writes a question, all that it was asked under, the bank holidays that were read, and the answer.
`verify` asks again and compares; without a calendar it counts on the bank holidays in the receipt.
`recompute` asks again on another calendar, and says what moved.
`ask` asks a question that stands in JSON by itself, of which there is no answer yet.
"""

from sec_uep.receipts._asking import Drift, Movement, Verification, ask, recompute, verify
from sec_uep.receipts._writing import SCHEMA, Receipt, receipt

__all__ = ["SCHEMA", "Drift", "Movement", "Receipt", "Verification", "ask", "receipt", "recompute", "verify"]
