import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { generate, link, parse, pick } from '@chappe/tl-schema'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type api, encode } from '../src/generated/api.ts'
import { loadSchema, schemaFolder, typeCheck } from './compile-schema.ts'

const LIMIT = 40_000
const CHAT = [
  'auth.sendCode',
  'auth.signIn',
  'users.getFullUser',
  'contacts.resolveUsername',
  'messages.getDialogs',
  'messages.getHistory',
  'messages.sendMessage',
  'messages.readHistory',
  'updates.getState',
  'updates.getDifference',
]
const BOT = [
  'auth.importBotAuthorization',
  'messages.sendMessage',
  'messages.editMessage',
  'messages.deleteMessages',
  'messages.setBotCallbackAnswer',
  'messages.sendMedia',
  'upload.saveFilePart',
  'upload.getFile',
  'updates.getState',
  'updates.getDifference',
]
const WITHOUT_UPDATES = [
  'auth.sendCode',
  'help.getConfig',
  'contacts.getContacts',
  'contacts.resolveUsername',
  'users.getUsers',
  'messages.readHistory',
  'messages.setTyping',
  'upload.saveFilePart',
  'account.updateStatus',
  'updates.getState',
]

const folder = schemaFolder()
const { schema } = link(parse(readFileSync(new URL('../../../schema/api.tl', import.meta.url), 'utf8'), 'api.tl').ast, {
  checkNumbers: false,
})

beforeAll(() => {
  write('chat', CHAT, false)
  write('bot', BOT, false)
  write('plain', WITHOUT_UPDATES, true)
})

afterAll(() => folder.remove())

function write(name: string, methods: readonly string[], results: boolean): void {
  const options = { name, runtime: '../../src/index.ts', unknownBits: 'drop' } as const
  for (const { name: file, text } of generate(pick(schema, methods, { results }), options)) {
    writeFileSync(join(folder.path, file), text)
  }
}

/** What a program carries that imports the functions of a codec. */
async function bundled(name: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export { encode, decode, decodeResult } from './${name}.ts'`, resolveDir: folder.path },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
}

test.each(['chat', 'bot', 'plain'])('ten methods of a program (%s) are under 40 KB in its bundle', async (name) => {
  const size = await bundled(name)
  console.log(`${name}: ${size} bytes, minified and gzipped`)
  expect(size).toBeLessThan(LIMIT)
})

test('a part of a schema compiles, writes the same bytes, and reads no result that was left out', async () => {
  expect(await typeCheck(folder.path)).toBe('')
  const chat = await loadSchema(folder.path, 'chat')
  const request: api.messages.sendMessage = {
    _: 'messages.sendMessage',
    peer: { _: 'inputPeerUser', userId: 777n, accessHash: 5n },
    message: 'Good morning',
    randomId: 1n,
    replyTo: { _: 'inputReplyToMessage', replyToMsgId: 7 },
  }
  expect(chat.encode(request)).toEqual(encode(request))
  expect(chat.decodeMethod(encode(request))).toMatchObject({ message: 'Good morning' })
  const answer = encode({ _: 'updatesTooLong' })
  expect(() => chat.decodeResult(request, answer)).toThrow(expect.objectContaining({ code: 'UNEXPECTED_CONSTRUCTOR' }))
  const plain = await loadSchema(folder.path, 'plain')
  const state: api.updates.State = { _: 'updates.state', pts: 1, qts: 1, date: 1, seq: 1, unreadCount: 0 }
  expect(plain.decodeResult({ _: 'updates.getState' }, encode(state))).toEqual(state)
})
