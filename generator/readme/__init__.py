"""READMEs of packs as text with positions: tables, parameters, defaults, links. Knows nothing of folders or checks."""
