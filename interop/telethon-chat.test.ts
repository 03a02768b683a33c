import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findTelethon } from './support/find-python-package.ts'
import { ServerProcess } from './support/server-process.ts'
import { squarePng } from './support/square-png.ts'

const scriptAt = (name: string): string => fileURLToPath(new URL(`./support/${name}.py`, import.meta.url))
const found = await findTelethon()
if ('missing' in found) process.stderr.write(`\n!!! NOT TESTED: Telethon. ${found.missing}.\n\n`)

let server: ServerProcess | undefined

beforeAll(async () => {
  if ('python' in found) server = await ServerProcess.start()
}, 60_000)

afterAll(() => server?.dispose())

/** What a script prints in the end. */
async function run(name: string, ...more: readonly string[]): Promise<unknown> {
  if (server === undefined || 'missing' in found) return undefined
  const args = [scriptAt(name), String(server.port), join(server.folder, 'keys', 'public.pem'), ...more]
  const { stdout } = await promisify(execFile)(found.python, ['-B', ...args], { timeout: 55_000 })
  return JSON.parse(stdout)
}

test.skipIf('missing' in found)(
  'two users of unmodified Telethon (1.25: layer 144) sign up, chat, mention each other and archive a chat',
  { timeout: 60_000 },
  async () => {
    expect(await run('telethon_chat')).toEqual({
      seen: 'from Telethon',
      history: ['from Telethon'],
      dialogs: ['from Telethon', expect.stringContaining('Welcome')],
      mentioned: ['MessageEntityMentionName'],
      main_list: [expect.stringContaining('Welcome')],
      archive: [expect.stringMatching(/^\[you\]\(tg:\/\/user\?id=\d+\)$/)],
    })
  },
)

test.skipIf('missing' in found)(
  'two users of unmodified Telethon talk in a supergroup and a channel, are away, thrown out, and come back by a link',
  { timeout: 60_000 },
  async () => {
    expect(await run('telethon_channels')).toEqual({
      group: {
        heard: { new: ['one', 'two', 'while you are away'], edited: ['one, edited'], deleted: true },
        history: ['three', 'one, edited', null],
        found: ['one, edited'],
        members: ['Tess', 'Theo'],
        admins: ['Tess', 'Theo'],
        missed: ['while you are away'],
        final: true,
        muted: 'UserBannedInChannelError',
        banned: 'ChannelPrivateError',
        back: ['while you are away'],
        left: 'ChannelPrivateError',
      },
      channel: {
        heard: ['the first post'],
        refused: 'ChatAdminRequiredError',
        views: 1,
        forwarded: ['the first post', true],
        shown: ['the first post'],
      },
    })
  },
)

test.skipIf('missing' in found)(
  'users of unmodified Telethon set photos of a profile and of a group, see them and download them',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chappe-telethon-'))
    try {
      const picture = join(folder, 'picture.png')
      writeFileSync(picture, squarePng(200))
      expect(await run('telethon_photos', picture)).toEqual({
        beside: [
          [160, 160],
          [200, 200],
        ],
        whole: [200, 200],
        told: 'MessageActionChatEditPhoto',
        of_group: [200, 200],
        gone: 0,
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

test.skipIf('missing' in found)(
  'two users of unmodified Telethon send a file of several megabytes, download it and a part of it, find it and hear a voice',
  { timeout: 60_000 },
  async () => {
    expect(await run('telethon_files')).toEqual({
      ...{ name: 'yearly report.bin', size: 3 * 1_048_576 + 77, same: true },
      ...{ middle: true, found: ['a file'], listened: [true, true, false] },
    })
  },
)
