"""One command, one module: the file's name is the command's, its `command` is what click runs.

The group lists this folder, and imports only the command that is asked for.
"""
