"""The functions of the rules, a module for each part of a document; importing this binds them all."""

from pipeline.conformity.rules import (
    annex,
    body,
    capitals,
    copies,
    greeting,
    heading,
    items,
    letterhead,
    numbering,
    page,
    proofreading,
    recipients,
    register,
    signer,
    typography,
)

__all__ = [
    "annex",
    "body",
    "capitals",
    "copies",
    "greeting",
    "heading",
    "items",
    "letterhead",
    "numbering",
    "page",
    "proofreading",
    "recipients",
    "register",
    "signer",
    "typography",
]
