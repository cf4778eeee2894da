"""Finding out beforehand that nobody listens at an endpoint's address."""

import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models.options import (
    EndpointOptions,
    endpoint_address,
    endpoint_key,
)

_SECONDS = 10.0
_PORTS = {"http": 80, "https": 443}


def check_reachable(options: EndpointOptions) -> None:
    """Connect to an endpoint's address and hang up; nothing is asked and nothing is paid.

    Behind a proxy nothing is tried: only the proxy knows.

    Raises:
        EndpointError: There is no usable key, or nobody listens there.
        OptionError: The base URL is not an address.
    """
    address = endpoint_address(options)
    endpoint_key(options)
    parts = urlsplit(address)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    if parts.scheme in getproxies() and not proxy_bypass(host):
        return
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except OSError as error:
        source = "the base URL" if options.base_url else "OPENAI_BASE_URL"
        raise EndpointError(
            f"nobody answers at {host}:{port} ({error.strerror or error}); start the server, or "
            f"mend {source}"
        ) from None
