"""What the site makes of generated Markdown while MkDocs builds it: a plugin and an extension.

Pages state every fact in plain Markdown. Nothing in here adds one or takes one away: tables get classes, a frame and
tools, whose looks and behaviour are in `templates/assets/`. It knows nothing of packs, only of words that pages use.
"""
