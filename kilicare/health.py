"""What a supervisor asks: is the process alive, and may it be sent people?"""

import sys

from django.db import Error, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as plain_server_error

RETRY_AFTER = "10"  # seconds

migrated: set[str] = set()  # a database once seen whole stays so for this process: new code is a new process


@require_safe
@never_cache
def livez(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all. Touches nothing."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 with the database there and migrated, else 503 and why. Not Redis: no page needs it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = _is_migrated()
    except Error:
        return _unavailable("the database doesn't answer\n")
    return HttpResponse("ready\n", content_type="text/plain") if ready else _unavailable("migrations wait\n")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a database that is away is a 503 to try again, anything else our fault."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})
    return plain_server_error(request)


def _unavailable(why: str) -> HttpResponse:
    return HttpResponse(why, status=503, content_type="text/plain", headers={"Retry-After": RETRY_AFTER})


def _is_migrated() -> bool:
    if connection.alias not in migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        migrated.add(connection.alias)
    return True
