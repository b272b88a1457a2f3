"""All settings of the portal, read from the environment. One topic, one file."""

from kilicare.settings.base import *
from kilicare.settings.security import *
from kilicare.settings.static import *
from kilicare.settings.jobs import *
from kilicare.settings.messages import *
from kilicare.settings.payouts import *
from kilicare.settings.logs import *
from kilicare.settings.accounts import *
