import type { ServerProcess } from './server-process.ts'
import { until } from './until.ts'

/**
 * What the server answered `METHOD_NOT_IMPLEMENTED` to, as it logs it. Waits for one that the caller has asked for on purpose, so that a
 * change of the log cannot make the answer empty, and leaves that one out.
 */
export async function notServed(server: ServerProcess, asked: string): Promise<string[]> {
  const lines = (): string[] => server.log.split('\n').filter((line) => line.includes('method not implemented'))
  await until(
    () => lines().some((line) => line.includes(asked)),
    () => `${asked}, asked for on purpose, is not in the log`,
  )
  return lines().filter((line) => !line.includes(asked))
}
