"""All tables in one file.

===========================  ==================================================================
``/api/v1/everything.zip``   every table as CSV and Parquet, with CSV on the Web and a Data Package
===========================  ==================================================================
"""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trends.export import everything
from trends.serve.api import stopped
from trends.serve.file_answers import File, sent_file
from trends.serve.file_worker import EVERYTHING, Job
from trends.store.guard import GuardError
from trends.store.versions import current

ADDRESS = "/api/v1/everything.zip"


async def whole(request: Request) -> Response:
    """Answer with the file of the current evidence; it is made when it is first asked for."""
    version = await to_thread.run_sync(current)
    headers = {"Content-Disposition": f'attachment; filename="{everything.FILE_NAME}"'}
    job = Job(version.store.path, version.fingerprint, EVERYTHING)
    try:
        return await sent_file(request, version, File(job, everything.MEDIA_TYPE, headers))
    except GuardError as error:
        return stopped(request, error)


ROUTES = [Route(ADDRESS, whole)]
