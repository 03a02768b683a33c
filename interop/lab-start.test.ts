import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCommand } from './packages/run-command.ts'
import { conditions } from './support/tested.ts'

/** A folder that has the testkit among its dependencies. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const PROGRAM = `
import { registerHooks } from 'node:module'
const loaded = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
const spent = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const begun = spent()
const { createLab } = await import('@chappe/testkit')
const imported = spent()
const lab = await createLab()
const started = spent()
await lab.close()
console.log(JSON.stringify({ loaded, loadMs: imported - begun, startMs: started - imported }))
`

/** Each is megabytes, or tens of milliseconds, and needed by few. */
const SELDOM = /node_modules\/(prom-client|markdown-it|htmlparser2|sharp|nodemailer|pino|@aws-sdk)\//

test('the first lab of a process loads only what it needs, and costs less than loading it', {
  timeout: 60_000,
}, async () => {
  const printed = await runCommand(
    process.execPath,
    [...conditions, '--no-warnings', '--input-type=module', '--eval', PROGRAM],
    FOLDER,
  )
  const found: { loaded: string[]; loadMs: number; startMs: number } = JSON.parse(printed)
  expect(found.loaded.length).toBeGreaterThan(50)
  expect(found.loaded.filter((url) => SELDOM.test(url))).toEqual([])
  // A fifth of it, or less: both are of the processor and of one process, so neither depends on what else runs.
  expect(found.startMs).toBeLessThan(found.loadMs)
})
