import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTelethon } from './support/find-python-package.ts'
import { ServerProcess } from './support/server-process.ts'
import { findTdlib } from './support/tdlib-user.ts'

const run = promisify(execFile)
const FOLDER = fileURLToPath(new URL('apps/', import.meta.url))

const telethon = await findTelethon()
if ('missing' in telethon) process.stderr.write(`\n!!! NOT TESTED: with_telethon.py. ${telethon.missing}.\n\n`)

/** The programs of docs/apps.md, as they stand there. */
describe('the program that leads an app to a server', { timeout: 90_000 }, () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await ServerProcess.start()
  }, 60_000)
  afterAll(() => server?.dispose())

  async function output(command: string, program: string, phone: string): Promise<string> {
    const args = [join(FOLDER, program), String(server.port), join(server.folder, 'keys', 'public.pem'), phone]
    const { stdout } = await run(command, args, { timeout: 80_000 })
    return stdout
  }

  for (const [program, phone] of [
    ['mtcute.ts', '9996610071'],
    ['gramjs.ts', '9996610072'],
  ] as const) {
    test(`${program} signs up and sends, and signs in again`, async () => {
      expect(await output(process.execPath, program, phone)).toContain('Hello from ')
      expect(await output(process.execPath, program, phone)).toContain('Hello from ')
    })
  }

  test.runIf(findTdlib() !== undefined)('tdlib.ts signs up and sends', async () => {
    expect(await output(process.execPath, 'tdlib.ts', '9996610073')).toContain('Hello from TDLib')
  })

  test.skipIf('missing' in telethon)('with_telethon.py signs up and sends', async () => {
    if ('missing' in telethon) return
    expect(await output(telethon.python, 'with_telethon.py', '9996610074')).toContain('Hello from Telethon')
  })
})

test('docs/apps.md is written from what is tested', () => {
  const script = fileURLToPath(new URL('../scripts/apps.mjs', import.meta.url))
  const { stderr, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
})
