"""Answers with large files: told apart from short answers by their rows, made once, sent from the disk."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from trends.serve import made_files, packing
from trends.serve.file_worker import Job
from trends.serve.kept_answers import TEXTS, WAYS, headers_of
from trends.store.versions import Version

# A file of more rows is made by a process of its own; fewer take less than a second and two megabytes.
FEW_ROWS = 1_000


@dataclass(frozen=True)
class File:
    """An answer that is a large file: the job that makes it, its media type, further headers.

    ``in_parts``: programs ask how long it is and then for the parts they need. ``link`` gives the header Link by the
    key after which further rows begin.
    """

    job: Job
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    in_parts: bool = False
    link: Callable[[str], str] = lambda _: ""


async def sent_file(request: Request, version: Version, file: File) -> Response:
    """Send a file from the disk piece by piece, in part, or only that nothing has changed.

    Who asks for the headers alone does not have the file made: its length is told where it is there already, and where
    programs need it to read in parts.

    Raises:
        trends.store.guard.GuardError, trends.request.filters.FilterError: as :meth:`made_files.MadeFiles.of`.
    """
    takes = packing.way(request.headers.get("accept-encoding", ""), WAYS)
    packed = bool(takes) and file.media_type.startswith(TEXTS)
    told, known = headers_of(request, version, file.headers, packed=packed)
    if known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    if packed:
        told["Content-Encoding"] = takes
    job = replace(file.job, packed=packed)
    for_headers = request.method == "HEAD" and not file.in_parts
    made = await (asyncio.to_thread(made_files.FILES.known, job) if for_headers else made_files.FILES.of(job))
    if made is None:
        return StreamingResponse(iter(()), headers=told, media_type=file.media_type)
    if link := file.link(made.following):
        told["Link"] = link
    return FileResponse(made.path, headers=told, media_type=file.media_type)
