"""Options and command groups that all commands share, and the language of reports."""
