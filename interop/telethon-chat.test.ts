import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findTelethon } from './support/find-telethon.ts'
import { ServerProcess } from './support/server-process.ts'

const SCRIPT = fileURLToPath(new URL('./support/telethon_chat.py', import.meta.url))
const found = await findTelethon()
if ('missing' in found) process.stderr.write(`\n!!! NOT TESTED: Telethon. ${found.missing}.\n\n`)

let server: ServerProcess | undefined

beforeAll(async () => {
  if ('python' in found) server = await ServerProcess.start()
}, 60_000)

afterAll(() => server?.dispose())

test.skipIf('missing' in found)(
  'two users of unmodified Telethon (1.25: layer 144) sign up, chat, mention each other and archive a chat',
  { timeout: 60_000 },
  async () => {
    if (server === undefined || 'missing' in found) return
    const args = [SCRIPT, String(server.port), join(server.folder, 'keys', 'public.pem')]
    const { stdout } = await promisify(execFile)(found.python, args, { timeout: 55_000 })
    expect(JSON.parse(stdout)).toEqual({
      seen: 'from Telethon',
      history: ['from Telethon'],
      dialogs: ['from Telethon', expect.stringContaining('Welcome')],
      mentioned: ['MessageEntityMentionName'],
      main_list: [expect.stringContaining('Welcome')],
      archive: [expect.stringMatching(/^\[you\]\(tg:\/\/user\?id=\d+\)$/)],
    })
  },
)
