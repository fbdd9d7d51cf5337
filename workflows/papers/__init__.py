"""公文: what an official letter is made of, the language of its templates, and how it is set as PDF and DOCX."""
