"""Trust without a network: keys, signatures, lists of what is in a pack, and statements of where it comes from.

What is attached to a pack in a registry is made here as values, and what is attached there is checked here. Nothing
that was read is used before its digest is right, and nothing that is attached can stop a check with an exception.
`generator.registry` carries it; this room knows nothing of HTTP, and it is the only one that knows `cryptography`.
"""
