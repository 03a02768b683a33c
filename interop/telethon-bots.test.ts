import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findTelethon } from './support/find-python-package.ts'
import { TeaRoom } from './support/tea-room.ts'

const telethon = await findTelethon()
if ('missing' in telethon) process.stderr.write(`\n!!! NOT TESTED: buttons by Telethon. ${telethon.missing}.\n\n`)

let room: TeaRoom
beforeAll(async () => {
  room = await TeaRoom.open()
}, 90_000)
afterAll(() => room?.dispose())

test.skipIf('missing' in telethon)(
  'a user of unmodified Telethon begins with a bot by a link, presses buttons of both kinds, gives its number, and sends what was found inline',
  { timeout: 90_000 },
  async () => {
    if ('missing' in telethon) return
    const script = fileURLToPath(new URL('./support/telethon_bots.py', import.meta.url))
    const args = ['-B', script, String(room.server.port), join(room.server.folder, 'keys', 'public.pem')]
    const { stdout } = await promisify(execFile)(telethon.python, args, { timeout: 55_000 })
    expect(JSON.parse(stdout)).toEqual({
      answer: ['milk is coming', true],
      edited: ['changed in place', 'milk chosen'],
      found: ['one', 'two'],
      sent: 'leaves',
      from_anywhere: 'from anywhere',
    })
    await room.isVisited()
  },
)
