import { RpcError } from '@chappe/client'
import type { ServerProcess } from '../../support/server-process.ts'
import { until } from '../../support/until.ts'

/** Codes that the server prints in its log instead of sending them. */
export interface PrintedCodes {
  readonly server: ServerProcess
  /** What stands in the lines that have them. */
  readonly words: readonly string[]
  /** What a code that is not the newest is refused with. */
  readonly refusal: string
}

/** Those that were printed so far, oldest first. */
function printed({ server, words }: PrintedCodes): string[] {
  const lines = server.log.split('\n').filter((line) => words.every((word) => line.includes(word)))
  return lines.flatMap((line) => /"code":"(\d+)"/.exec(line)?.[1] ?? [])
}

/** Has a code sent and uses it; the newest one counts, and its line may come a moment after the answer. */
export async function byCode(
  codes: PrintedCodes,
  send: () => Promise<unknown>,
  use: (code: string) => Promise<unknown>,
): Promise<void> {
  const before = printed(codes).length
  await send()
  const tried = new Set<string>()
  for (;;) {
    const fresh = (): string | undefined => {
      const newest = printed(codes).slice(before).at(-1)
      return newest === undefined || tried.has(newest) ? undefined : newest
    }
    await until(
      () => fresh() !== undefined,
      () => `no code was printed with ${codes.words.join(' and ')}`,
    )
    const code = fresh() ?? ''
    tried.add(code)
    try {
      await use(code)
      return
    } catch (error) {
      if (!(error instanceof RpcError) || error.type !== codes.refusal) throw error
    }
  }
}
