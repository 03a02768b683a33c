/** How much is measured. */
export interface Sizes {
  /** Messages stored beforehand, for each run. */
  readonly messages: readonly number[]
  /** Connections that are open, for each run. */
  readonly connections: readonly number[]
  /** Of which so many are open before the memory of the others is weighed. */
  readonly firstConnections: number
  /** Users who send. */
  readonly senders: number
  /** Messages without answer at a time, at full load. */
  readonly unanswered: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** Pages read for each figure. */
  readonly pages: number
}

export const sizes: { readonly full: Sizes; readonly quick: Sizes } = {
  full: {
    messages: [1_000, 1_000_000],
    connections: [100, 10_000],
    firstConnections: 100,
    senders: 100,
    unanswered: 1_000,
    warmUpMs: 8_000,
    measureMs: 10_000,
    pages: 500,
  },
  quick: {
    messages: [1_000],
    connections: [1_000],
    firstConnections: 100,
    senders: 100,
    unanswered: 1_000,
    warmUpMs: 2_000,
    measureMs: 3_000,
    pages: 100,
  },
}
