const WAITS_MS = [1000, 5000, 15_000, 60_000]

/** How long to wait before the same is tried again, after so many failures in a row (0 for the first). */
export function retryWaitMs(failures: number): number {
  return WAITS_MS[failures] ?? 60_000
}
