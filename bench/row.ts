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

export interface BenchOptions {
  /** A shorter run with fewer figures, for development. */
  readonly quick: boolean
  /** A folder for CPU profiles of what is measured, where the benchmark can write them. */
  readonly profile: string | undefined
  /** The folder of another checkout of this project, installed and generated, to be measured in turns with this one. */
  readonly against: string | undefined
}
