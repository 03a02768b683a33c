/**
 * What becomes of the rows of some tables when an account is erased, by the table's name. Each table belongs to one domain,
 * whose module says so; erasing collects from all of them, and a test asks it of every table that there is.
 */
export interface RowsOfAccount {
  readonly [table: string]: OwnedRows | ErasedRows | StayingRows
}

/** Rows that one column names the owner of. */
export interface OwnedRows {
  readonly owner: string
  /** The rest of the primary key, by which a bounded number of rows is picked. */
  readonly key: string
}

/** Rows that are found in another way: a statement that removes at most `?2` of those of user `?1`. */
export interface ErasedRows {
  readonly erase: string
}

/** Rows that erasing leaves alone. */
export interface StayingRows {
  /** Whose they are, or when they go. */
  readonly stays: string
}
