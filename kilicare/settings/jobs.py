"""Celery. A message is a hint, the database is the truth: what follows is about hanging nowhere."""

from kilicare.settings import environment as env

REDIS_URL = env.redis("REDIS_URL", default="redis://127.0.0.1:6379/0")

# A message that no worker finished with after 15 minutes is given out again. It must be said in three places.
_VISIBILITY_TIMEOUT = 900  # seconds
_LINK = {
    "visibility_timeout": _VISIBILITY_TIMEOUT,
    "global_keyprefix": "kilicare:",
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 2,
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = _LINK
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _LINK
CELERY_VISIBILITY_TIMEOUT = _VISIBILITY_TIMEOUT
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 180
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"

# A queue each, so that a stuck video or a slow provider never delays a deadline.
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {"engine": {}, "media": {}, "notices": {}, "payouts": {}}
CELERY_TASK_DEFAULT_QUEUE = "media"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = {
    "returns.tasks.tick_engine": {"queue": "engine"},
    "returns.tasks.relay_outbox": {"queue": "notices"},
    "returns.tasks.pay_out": {"queue": "payouts"},
    "returns.tasks.check_files": {"queue": "media"},
    "returns.tasks.forget_files": {"queue": "media"},
    "returns.tasks.forget_sessions": {"queue": "media"},
}

# Each tick finds by itself what is due: one that waited for longer than its interval may go. The schedule
# names its tasks and imports none of them.
TICK_SECONDS = env.number("TICK_SECONDS", default=30, low=1, high=300)
_RELAY_SECONDS = min(TICK_SECONDS, 5)
CELERY_BEAT_SCHEDULE = {
    "tick-engine": {
        "task": "returns.tasks.tick_engine",
        "schedule": float(TICK_SECONDS),
        "options": {"queue": "engine", "expires": TICK_SECONDS},
    },
    "relay-outbox": {
        "task": "returns.tasks.relay_outbox",
        "schedule": float(_RELAY_SECONDS),
        "options": {"queue": "notices", "expires": _RELAY_SECONDS},
    },
    "pay-out": {
        "task": "returns.tasks.pay_out",
        "schedule": float(_RELAY_SECONDS),
        "options": {"queue": "payouts", "expires": _RELAY_SECONDS},
    },
    "check-files": {
        "task": "returns.tasks.check_files",
        "schedule": float(_RELAY_SECONDS),
        "options": {"queue": "media", "expires": _RELAY_SECONDS},
    },
    "forget-files": {
        "task": "returns.tasks.forget_files",
        "schedule": 3600.0,
        "options": {"queue": "media", "expires": 3600},
    },
    "forget-sessions": {
        "task": "returns.tasks.forget_sessions",
        "schedule": 3600.0,
        "options": {"queue": "media", "expires": 3600},
    },
}
