//! The queue against a ledger of the imagination, which fails as told.
