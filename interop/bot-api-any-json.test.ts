import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MethodName } from '../packages/bot-api/src/methods/method.ts'
import { served } from '../packages/bot-api/src/methods/table.ts'
import { type Asked, ask } from './bot-api-methods/ask.ts'
import { examples } from './bot-api-methods/examples/all.ts'
import { createWorld, type World } from './bot-api-methods/world.ts'

/** What a bot may be answered ("Making requests"). Anything of the server's own fault is none of these. */
const documented: ReadonlySet<number> = new Set([200, 400, 403, 404, 409, 413, 429])
const patienceMs = 10_000

/** They take the bot away that all others are asked by, or wait as they are told to. */
const others: ReadonlySet<MethodName> = new Set<MethodName>(['logOut', 'close', 'setWebhook', 'getUpdates'])

/** All names that parameters and their fields have. */
const names = [
  ...new Set(
    [
      ...readFileSync(fileURLToPath(import.meta.resolve('@grammyjs/types/methods.d.ts')), 'utf8').matchAll(
        /^ +(\w+)\??:/gm,
      ),
    ].map(([, name = '']) => name),
  ),
].filter((name) => name !== 'timeout')

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A value and all that is in it. */
function withParts(value: unknown): readonly unknown[] {
  if (!isObject(value)) return [value]
  return [value, ...Object.values(value).flatMap(withParts)]
}

describe('any JSON for any method', { timeout: 120_000 }, () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  }, 60_000)
  afterAll(() => world?.close())

  /** Texts that mean something somewhere, and numbers at the edges. */
  const pointed = fc.constantFrom<unknown>(
    ...[
      '',
      ' ',
      '@',
      '@world_bot',
      '@BotFather',
      'attach://file0',
      'attach://',
      'file:///etc/passwd',
      'https://',
      'http://127.0.0.1:1/',
    ],
    ...[
      'HTML',
      'MarkdownV2',
      '<b>',
      '*_',
      '```',
      '<a href="tg://user?id=1">x</a>',
      '\ud800',
      '\udc00x',
      '\u0000',
      'é'.repeat(5_000),
    ],
    ...['{', '[]', '{"type":"emoji"}', '[[[[]]]]', 'null', '0', '-1', '1e309', 'true', 'x'.repeat(100_000)],
    ...[0, -1, 1, 0.5, 2 ** 31, -(2 ** 31), 2 ** 53, -1_000_000_000_000, 1e300, true, false, null],
    ...[
      [],
      {},
      [null],
      [[]],
      [{}],
      { type: 'photo' },
      { type: 'static' },
      [{ type: 'document', media: 'x' }],
      { inline_keyboard: [[{}]] },
    ],
    ...[
      { keyboard: [[{ text: 1 }]] },
      { inline_keyboard: [[{ text: '', url: '' }]] },
      Array(200).fill(1),
      { message_id: 1 },
    ],
  )
  const field: fc.Arbitrary<[string, unknown]> = fc.tuple(fc.constantFrom(...names), pointed)
  const object = fc.array(field, { maxLength: 6 }).map((fields) => Object.fromEntries(fields))
  const value = fc.oneof(
    { weight: 3, arbitrary: pointed },
    object,
    fc.array(object, { maxLength: 3 }),
    fc.jsonValue({ maxDepth: 5 }),
  )

  const isDocumented = async (method: string, params: object, token: string): Promise<Asked> => {
    const begun = performance.now()
    const asked = await ask({ apiRoot: world.apiRoot, token }, method, params)
    const what = `${method} ${JSON.stringify(params).slice(0, 2_000)}: ${JSON.stringify(asked).slice(0, 500)}`
    expect(documented.has(asked.status), what).toBe(true)
    expect(asked.ok, what).toBe(asked.status === 200)
    if (!asked.ok)
      expect(asked, what).toMatchObject({
        error_code: asked.status,
        description: expect.stringMatching(/^[A-Z][a-zA-Z ]+/),
      })
    expect(performance.now() - begun, what).toBeLessThan(patienceMs)
    return asked
  }

  test('gives a documented answer and never a 500, where one parameter after another is what it must not be', async () => {
    const methods = served.filter((name) => !others.has(name))
    const good = new Map<string, object>()
    for (const name of methods) good.set(name, (await examples[name]?.good(world)) ?? {})
    // What is good elsewhere leads further than what is good nowhere: a file of another kind, the number of another thing.
    const borrowed = [...good.values()].flatMap((params) => Object.values(params).flatMap(withParts))
    const wrong = fc.oneof({ weight: 2, arbitrary: value }, fc.constantFrom(...borrowed))
    const change = fc.record({
      name: fc.constantFrom(...methods),
      // By their places, since each method has other ones.
      changed: fc.array(fc.tuple(fc.nat(20), wrong), { minLength: 1, maxLength: 3 }),
      added: fc.array(fc.tuple(fc.constantFrom(...names), wrong), { maxLength: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ name, changed, added }) => {
        const params = new Map<string, unknown>(Object.entries(good.get(name) ?? {}))
        const given = [...params.keys()]
        for (const [at, value] of changed) {
          const key = given[at % given.length]
          if (key !== undefined) params.set(key, value)
        }
        for (const [key, value] of added) params.set(key, value)
        await isDocumented(name, Object.fromEntries(params), world.bot.token)
      }),
      { numRuns: 500, endOnFailure: true },
    )
  })

  /** The methods that send a file, and the field that names it. */
  const sending = [
    ...([
      ['sendPhoto', 'photo'],
      ['sendDocument', 'document'],
      ['sendAnimation', 'animation'],
    ] as const),
    ...([
      ['sendVideo', 'video'],
      ['sendAudio', 'audio'],
      ['sendVoice', 'voice'],
    ] as const),
    ...([
      ['sendVideoNote', 'video_note'],
      ['sendSticker', 'sticker'],
    ] as const),
  ] as const

  test('gives one where a file is of another kind, and is taken for what it is or not at all', async () => {
    const { token } = world.bot
    const files: unknown[] = []
    for (const [name] of sending) {
      const parts = withParts(await world.ask<unknown>(name, await examples[name]?.good(world)))
      files.push(parts.flatMap((part) => (isObject(part) && 'file_id' in part ? [part.file_id] : [])).at(-1))
    }
    const { message_id } = await world.ask('sendPhoto', { chat_id: world.chat, photo: files[0] })
    for (const [name, field] of sending) {
      for (const file of files) await isDocumented(name, { chat_id: world.chat, [field]: file }, token)
    }
    for (const type of ['photo', 'video', 'animation', 'audio', 'document']) {
      for (const one of files) {
        const album = files.slice(0, 2).map((other) => [one, other].map((file) => ({ type, media: file })))
        for (const media of album) await isDocumented('sendMediaGroup', { chat_id: world.chat, media }, token)
        await isDocumented('editMessageMedia', { chat_id: world.chat, message_id, media: { type, media: one } }, token)
      }
    }
  })

  test('gives one where all of it is anything', async () => {
    const { token } = await world.newBot()
    const any = fc.record({
      method: fc.constantFrom(...served.filter((name) => name !== 'logOut' && name !== 'getUpdates')),
      params: fc.oneof(object, fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 })),
    })
    await fc.assert(
      fc.asyncProperty(any, async ({ method, params }) => {
        await isDocumented(method, params, token)
      }),
      { numRuns: 300, endOnFailure: true },
    )
    await isDocumented('getMe', {}, token)
  })
})
