"""職員のページ: one module for each piece of work; every route says which roles it lets in."""

from mapapp.staff import accounts, audit, exports, freshness, overview, places, records, uploads

BLUEPRINTS = (
    overview.bp, uploads.bp, records.bp, places.bp, freshness.bp, exports.bp, accounts.bp, audit.bp,
)  # fmt: skip
