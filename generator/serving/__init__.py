"""MkDocs beside the compiler. `serve`: what people save is compiled at once, and MkDocs shows it.

`watch` tells what was saved, `rebuild` compiles that and nothing else, `site` keeps MkDocs running beside it, and
`run` is the loop of the three. `build --site`: `built` has MkDocs build the site once. Nothing in here prints.
"""
