import type { Lab } from '../lab.ts'

/**
 * Prints the lab's transcript when a test fails. `register` is what the test framework calls then: `onTestFailed` of vitest,
 * called within a test.
 *
 * ```ts
 * import { onTestFailed, test } from 'vitest'
 * test('…', async () => { printTranscriptOnFailure(lab, onTestFailed) … })
 * ```
 *
 * With `node:test`, where nothing is called, wrap the test: `test('…', withTranscript(() => lab, async () => { … }))`.
 */
export function printTranscriptOnFailure(
  lab: Pick<Lab, 'transcript'>,
  register: (onFailure: () => void) => unknown,
  write: (text: string) => void = writeError,
): void {
  register(() => write(`${lab.transcript()}\n`))
}

/** The same test, which prints the transcript when it fails. @param lab asked when that is: it may be made by the test */
export function withTranscript<Args extends readonly unknown[]>(
  lab: () => Pick<Lab, 'transcript'> | undefined,
  test: (...args: Args) => Promise<void> | void,
  write: (text: string) => void = writeError,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await test(...args)
    } catch (error) {
      const said = lab()?.transcript()
      if (said !== undefined) write(`${said}\n`)
      throw error
    }
  }
}

function writeError(text: string): void {
  process.stderr.write(text)
}
