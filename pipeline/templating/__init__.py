"""Filling Word templates: compiled once, rendered fast and strictly."""

from pipeline.templating.template import Template as Template
