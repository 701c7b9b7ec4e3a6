"""Archive: packages of issued documents, exports for others, anchors of the audit chain, and verification of it all."""
