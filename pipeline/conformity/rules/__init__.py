"""The functions of the rules, a module for each part of a document; importing this binds them all."""

from pipeline.conformity.rules import (
    annex,
    body,
    capitals,
    closing,
    copies,
    heading,
    items,
    letterhead,
    numbering,
    page,
    proofreading,
    register,
    typography,
)

__all__ = [
    "annex",
    "body",
    "capitals",
    "closing",
    "copies",
    "heading",
    "items",
    "letterhead",
    "numbering",
    "page",
    "proofreading",
    "register",
    "typography",
]
