"""Takes packs over as they stand: plain pack folders become one pack.yaml a pack, and nothing is lost.

original   what a folder holds                 families   which folders are versions of one pack
identity   pack.json as facts                  readme     README as words and records
merging    what versions share                 assets     further files, stored once
written    the text of pack.yaml               loss       the proof that nothing is lost
run        all of it, a family at a time
"""
