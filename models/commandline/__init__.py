"""What all commands share: their groups, the types of their options, the option `--database`, the language."""
