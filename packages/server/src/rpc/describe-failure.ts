/**
 * An unexpected error for the log: its kind and where it came from. Its message is left out, because it may quote what a
 * user wrote.
 */
export function describeFailure(error: unknown): { name: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const at = frames.slice(0, 8).map((line) => line.trim().slice(3))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { name: error.name, ...(code === undefined ? {} : { code }), at }
}
