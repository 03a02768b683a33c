/**
 * What becomes of the rows of some tables when an account is erased, by the table's name. Each table belongs to one domain,
 * whose module says so; erasing collects from all of them, and a test asks it of every table that there is.
 */
export interface RowsOfAccount {
  readonly [table: string]: OwnedRows | ErasedRows | StayingRows
}

/** What goes with a channel when that is erased. Tables whose owner is a `box` need not say so: a channel has one. */
interface ChannelRows {
  readonly ofChannel?: {
    /** Which column names the channel. */
    readonly column: string
    /** Another one, by which a bounded number of rows is picked. */
    readonly key: string
  }
}

/** Rows that one column names the owner of. */
export interface OwnedRows extends ChannelRows {
  readonly owner: string
  /** The rest of the primary key, by which a bounded number of rows is picked. */
  readonly key: string
}

/** Rows that are found in another way: a statement that removes at most `?2` of those of user `?1`. */
export interface ErasedRows extends ChannelRows {
  readonly erase: string
}

/** Rows that erasing leaves alone. */
export interface StayingRows extends ChannelRows {
  /** Whose they are, or when they go. */
  readonly stays: string
}
