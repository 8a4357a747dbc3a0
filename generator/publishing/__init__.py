"""From a repository to a registry: gather the archives, plan, refuse what must not be published, write, read back.

`run.publish` and `package.package` are the commands; each other module is one step of theirs.
"""
