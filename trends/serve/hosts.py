"""Where the dashboard is served, as a request says it: scheme and host, and the path it lies below."""

import re

from starlette.requests import Request as HttpRequest

# A name or a number of a host, with or without a port; all else could carry words of a stranger into a page.
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


def host_of(request: HttpRequest) -> str:
    """Return scheme and host, as in “https://example.org”; empty where the request names no host that could be one."""
    netloc = request.url.netloc
    return f"{request.url.scheme}://{netloc}" if _HOST.fullmatch(netloc) else ""


def normal_base(base: str) -> str:
    """Return the path the dashboard is served below, with a slash before it and none after it; empty at the root."""
    return f"/{base.strip('/')}".rstrip("/")


def below(path: str, base: str) -> str | None:
    """Return a path below the base without slashes at its ends; None for one that lies elsewhere.

    Args:
        path: a path with the base.
        base: as :func:`normal_base` gives it.
    """
    return path.removeprefix(base).strip("/") if path == base or path.startswith(f"{base}/") else None


def base_of(request: HttpRequest, path: str) -> str:
    """Return the path the dashboard is served below, as in “/trends”; empty at the root.

    Args:
        request: what was asked.
        path: the path that was asked for, without the base.
    """
    return str(request.scope["path"]).removesuffix(path).rstrip("/")
