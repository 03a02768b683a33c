/** One figure of a benchmark, as `npm run bench -- NAME --json` prints it. */
export interface BenchRow {
  readonly bench: string
  /** What is measured: `updates push`. */
  readonly case: string
  /** What is done: `encode`. */
  readonly op: string
  /** `chappe` or the peer's name. */
  readonly subject: string
  readonly value: number
  readonly unit: string
}
