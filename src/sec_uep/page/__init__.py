"""
The one page of an entry: `report` makes it, and it is set as text or as plain data.

`content` is what it says, in answers of the library; `_words` and `_phrases` put that into English,
`_answer` and `_sections` into order, and `_text` and `_data` set it.
"""

from sec_uep.page.content import LicenceAnswer, Page, Remark, RemarkKind, RoleAnswer, report

__all__ = ["LicenceAnswer", "Page", "Remark", "RemarkKind", "RoleAnswer", "report"]
