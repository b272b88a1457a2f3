"""Where photos are kept: in MEDIA_ROOT, or where several machines serve the pages, in S3 (or its like).

Who may sign in to S3 is said in boto3's own variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), or by the
machine's role. Nobody is ever led to the bucket: the portal reads a photo and hands it to its parties.
"""

from importlib.util import find_spec
from typing import Any

from kilicare.settings import environment as env

S3_BUCKET = env.given("S3_BUCKET")

if S3_BUCKET and find_spec("storages") is None:
    env.refuse("S3_BUCKET needs one more package: pip install --require-hashes -r requirements-s3.txt")

_s3: dict[str, Any] = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.given("S3_ENDPOINT_URL") or None,
        "region_name": env.given("S3_REGION") or None,
        "default_acl": None,  # the bucket's own rules; it must be private
        "file_overwrite": False,
    },
}
FILES: dict[str, Any] = _s3 if S3_BUCKET else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
