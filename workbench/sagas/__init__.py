"""Changes several stores, or none."""

from .attachments import Attachment
from .mission import log_mission, logging_mission
from .recovery import recover
from .report import saga_report
from .retcon import retcon, retconning
from .saga import Saga

__all__ = [
    "Attachment",
    "Saga",
    "log_mission",
    "logging_mission",
    "recover",
    "retcon",
    "retconning",
    "saga_report",
]
