"""The HTTP client of the `oci` backend, from the names of things up to what a registry is asked for.

address, names -> failures -> answers -> connection (sockets, TLS) -> transport (one exchange, time limits)
              -> client (authentication, retries, redirects)
              -> blobs, manifests, listing, referrers, each a part of the distribution protocol

HTTP/1.1 is spoken here and not by a library: a publish asks a registry many hundred things, and spent more of its time
in the layers of one than in all else that it does.
"""
