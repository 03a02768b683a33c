import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerProcess } from './support/server-process.ts'

const SCRIPT = fileURLToPath(new URL('./support/telethon_chat.py', import.meta.url))
// Telethon comes from the system (Debian: python3-telethon) and not from npm, so the test runs where it is there.
const PYTHON = '/usr/bin/python3'
const installed = spawnSync(PYTHON, ['-c', 'import telethon']).status === 0

let server: ServerProcess | undefined

beforeAll(async () => {
  if (installed) server = await ServerProcess.start()
}, 60_000)

afterAll(() => server?.dispose())

test.runIf(installed)(
  'two users of unmodified Telethon (1.25: layer 144) sign up and chat',
  { timeout: 60_000 },
  async () => {
    if (server === undefined) return
    const args = [SCRIPT, String(server.port), join(server.folder, 'keys', 'public.pem')]
    const { stdout } = await promisify(execFile)(PYTHON, args, { timeout: 55_000 })
    expect(JSON.parse(stdout)).toEqual({
      seen: 'from Telethon',
      history: ['from Telethon'],
      dialogs: ['from Telethon'],
    })
  },
)
