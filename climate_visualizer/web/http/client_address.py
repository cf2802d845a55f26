"""Client address for rate limits: whose connection a request came through, as far as that is known."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

A_HOUSEHOLD = 64  # an IPv6 subscriber is given this prefix, and may choose among all addresses within


def client(request: HttpRequest) -> str:
    """The reader's address, IPv6 cut to its network; empty where it is not known, so that nobody is limited for another.

    Behind a proxy it is what the proxy, and nobody before it, says in X-Forwarded-For.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if not forwarded:  # http.proxy says so in the log
            return ""
        address = forwarded.rpartition(",")[2].strip()
    return _network(address)


@lru_cache(maxsize=1024)
def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if address.is_loopback:  # a program on this machine, most likely a proxy, that does not say for whom it asks
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, A_HOUSEHOLD), strict=False))
    return str(address)
