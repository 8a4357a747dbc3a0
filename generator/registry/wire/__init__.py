"""The HTTP client of the `oci` backend, from the names of things up to what a registry is asked for.

address, names -> failures -> connection (urllib3) -> transport (one exchange, time limits)
              -> client (authentication, retries, redirects)
              -> blobs, manifests, listing, referrers, each a part of the distribution protocol
"""
