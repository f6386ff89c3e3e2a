//! How our types look in each dialect.
//!
//! | ours | SQLite | MariaDB / MySQL | PostgreSQL |
//! |---|---|---|---|
//! | id | BLOB, 16 bytes | BINARY(16) | UUID |
//! | hash, key | BLOB | BINARY(n) | BYTEA |
//! | time | BIGINT, Unix milliseconds | BIGINT | BIGINT |
//! | enum | SMALLINT | SMALLINT | SMALLINT |
//! | text | VARCHAR | utf8mb4, compared byte by byte | VARCHAR |
//!
//! Enums have no CHECK: SQLite can only widen one by writing the table anew.

use sea_orm_migration::{
    prelude::*,
    sea_orm::DbBackend,
    sea_query::{ForeignKey, ForeignKeyCreateStatement, Index, IndexCreateStatement},
};

/// Builds tables for the dialect of a connection. Everything that it makes may be there already: MariaDB
/// cannot roll a half-done change back, so a change can be run again.
pub struct Schema<'a> {
    manager: &'a SchemaManager<'a>,
    backend: DbBackend,
}

impl std::fmt::Debug for Schema<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema").field("backend", &self.backend).finish_non_exhaustive()
    }
}

impl<'a> Schema<'a> {
    /// The schema behind a manager.
    #[must_use]
    pub fn of(manager: &'a SchemaManager<'a>) -> Self {
        Self { manager, backend: manager.get_database_backend() }
    }

    /// An empty table. Text in it is compared byte by byte: case is folded by us, never by a collation.
    #[must_use]
    pub fn table(&self, name: &'static str) -> TableCreateStatement {
        let mut table = Table::create();
        table.table(name).if_not_exists();
        if self.backend == DbBackend::MySql {
            table.engine("InnoDB").character_set("utf8mb4").collate("utf8mb4_bin");
        }
        table
    }

    /// A UUID, 16 bytes.
    #[must_use]
    pub fn id(&self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        match self.backend {
            DbBackend::Postgres => column.uuid(),
            _ => column.binary_len(16),
        };
        column.not_null().take()
    }

    /// An append-order integer primary key.
    #[must_use]
    pub fn append_order(&self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        match self.backend {
            // The row id itself. AUTOINCREMENT would write one more page for each insert, only to keep the
            // numbers of deleted newest rows from being used again.
            DbBackend::Sqlite => column.integer(),
            _ => column.big_integer().auto_increment(),
        };
        column.not_null().primary_key().take()
    }

    /// Text longer than a VARCHAR: up to 16 MiB.
    #[must_use]
    pub fn long_text(&self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        match self.backend {
            DbBackend::MySql => column.custom("mediumtext"),
            _ => column.text(),
        };
        column.not_null().take()
    }

    /// Adds a column, unless it is there. Rows have no value in it yet, so it must allow none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn column(
        &self,
        table: &'static str,
        name: &'static str,
        column: ColumnDef,
    ) -> Result<(), DbErr> {
        if self.manager.has_column(table, name).await? {
            return Ok(());
        }
        self.manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
    }

    /// An index of those rows only where `column` has a value: it costs nothing for the others. MariaDB
    /// indexes all rows.
    #[must_use]
    pub fn sparse(
        &self,
        name: &'static str,
        columns: &[&'static str],
        column: &'static str,
    ) -> IndexCreateStatement {
        let mut index = index(name, columns);
        if self.backend != DbBackend::MySql {
            index.and_where(Expr::col(column).is_not_null());
        }
        index
    }

    /// Adds a column to a table that is there, unless the table has it. The column has a default or may be null,
    /// because older nodes go on writing rows without it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_column(
        &self,
        table: &'static str,
        name: &'static str,
        column: ColumnDef,
    ) -> Result<(), DbErr> {
        if self.manager.has_column(table, name).await? {
            return Ok(());
        }
        self.manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
    }

    /// Adds a unique key to a table that is there, unless the table has it.
    ///
    /// # Errors
    /// What the database says; in particular when rows have the same values.
    pub async fn add_unique(
        &self,
        table: &'static str,
        name: &'static str,
        columns: &[&'static str],
    ) -> Result<(), DbErr> {
        if self.manager.has_index(table, name).await? {
            return Ok(());
        }
        self.manager.create_index(unique(name, columns).table(table).take()).await
    }

    /// Adds an index to a table that is there, unless the table has it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_index(
        &self,
        table: &'static str,
        name: &'static str,
        columns: &[&'static str],
    ) -> Result<(), DbErr> {
        if self.manager.has_index(table, name).await? {
            return Ok(());
        }
        self.manager.create_index(index(name, columns).table(table).take()).await
    }

    /// Creates a table with its indexes. MariaDB gets them inside of the table: MySQL cannot be told to create
    /// an index only when it is missing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn create(
        &self,
        table: &mut TableCreateStatement,
        indexes: impl IntoIterator<Item = IndexCreateStatement>,
    ) -> Result<(), DbErr> {
        let mut indexes: Vec<IndexCreateStatement> = indexes.into_iter().collect();
        if self.backend == DbBackend::MySql {
            for index in &mut indexes {
                table.index(index);
            }
            return self.manager.create_table(table.take()).await;
        }
        let name = table.get_table_name().cloned();
        self.manager.create_table(table.take()).await?;
        for mut index in indexes {
            if let Some(name) = name.clone() {
                index.table(name);
            }
            self.manager.create_index(index.if_not_exists().take()).await?;
        }
        Ok(())
    }
}

/// A point in time, Unix milliseconds.
#[must_use]
pub fn time(name: &'static str) -> ColumnDef {
    number(name)
}

/// A number or counter.
#[must_use]
pub fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A value of an enum, by its stored number.
#[must_use]
pub fn choice(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).small_integer().not_null().take()
}

/// A hash or key of `length` bytes.
#[must_use]
pub fn bytes(name: &'static str, length: u32) -> ColumnDef {
    ColumnDef::new(name).binary_len(length).not_null().take()
}

/// Text of at most `length` characters.
#[must_use]
pub fn text(name: &'static str, length: u32) -> ColumnDef {
    ColumnDef::new(name).string_len(length).not_null().take()
}

/// A primary key of several columns.
#[must_use]
pub fn primary(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(*column);
    }
    index.primary().take()
}

/// A unique key, inside of a new table.
#[must_use]
pub fn unique(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(name, columns).unique().take()
}

/// An index of a new table.
#[must_use]
pub fn index(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name);
    for column in columns {
        index.col(*column);
    }
    index.take()
}

/// A reference to the `id` of another table. Only where the hot path does not pay for it: `message` has none,
/// its ledger writes under the lock of the conversation and checks the membership.
#[must_use]
pub fn references(
    table: &'static str,
    column: &'static str,
    other: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(other, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
