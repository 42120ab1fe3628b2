"""Alerts: what in the trace a data protection officer should look at.

Rules read the trace of one organisation and say what they noticed; an alert is written once for the same thing, however
often the trace is looked through. The server looks after each hour; `tilts audit alerts` looks when told.
"""

from tilts.trace.alerts.look import look_for_alerts
from tilts.trace.alerts.rules import ALERTS

__all__ = ["ALERTS", "look_for_alerts"]
