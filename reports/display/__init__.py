"""Tables as text, CSV, JSON, Markdown and HTML, in both languages."""
