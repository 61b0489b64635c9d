"""A document as a tree, and the tree as HTML, Markdown, PDF and DOCX. Nothing here knows what a document is about."""
