"""Refuses every connection that leaves this machine, as if the network cable were out.

Python imports a module of this name at its start when the folder is on PYTHONPATH, so programs that tests start are
held to it as well.
"""

import ipaddress
import sys


def _is_here(host: object) -> bool:
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "localhost")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost"
    return address.is_loopback or address.is_unspecified


def _refuse(event: str, arguments: tuple) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_here(host):
        raise ConnectionRefusedError(f"tests use no network, but something asked for {host}")


sys.addaudithook(_refuse)
