"""Filling Word templates: compiled once, rendered fast and strictly."""

from pipeline.templating.checking import check as check
from pipeline.templating.faults import Problem as Problem
from pipeline.templating.template import Template as Template
