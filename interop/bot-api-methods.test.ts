import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusals, refusalText } from '../packages/bot-api/src/methods/refused.ts'
import { served } from '../packages/bot-api/src/methods/table.ts'
import type { Asked } from './bot-api-methods/ask.ts'
import { checkAnswers, type GivenAnswer } from './bot-api-methods/check-answers.ts'
import type { Example, Refused } from './bot-api-methods/example.ts'
import { examples } from './bot-api-methods/examples/all.ts'
import { createWorld, type World } from './bot-api-methods/world.ts'

// Every method of the Bot API, asked over HTTP of a real server: each answers its type or its refusal, for good parameters
// and for bad ones. A method that comes to be served needs a row, without which the first test fails: in a file of
// `bot-api-methods/examples` it says with which parameters it is served (`good`, which makes what they need in the world that it is
// given), what the answer must match (`answer`), and which parameters are refused with which words (`bad`). What the
// answers are is checked by the compiler against `@grammyjs/types`, after all have been given.

describe('the methods of the Bot API', { timeout: 30_000 }, () => {
  let world: World
  const answers: (GivenAnswer & { readonly of: string })[] = []

  beforeAll(async () => {
    world = await createWorld()
  }, 60_000)
  afterAll(() => world?.close())

  const paramsOf = ({ params }: Refused): object | Promise<object> =>
    typeof params === 'function' ? params(world) : params
  const note = (of: string, type: string, { status: _, ...value }: Asked): void =>
    void answers.push({ of, type, value })

  test('have an example each, as soon as they are served', () => {
    const names: readonly string[] = served
    const missing = served.filter((name) => examples[name] === undefined)
    expect(missing, 'served without an example in interop/bot-api-methods/examples').toEqual([])
    const others = Object.keys(examples).filter((name) => !names.includes(name))
    expect(others, 'examples of what is not served').toEqual([])
  })

  const rows = served.flatMap((name): [string, Example<never>][] => {
    const example = examples[name]
    return example === undefined ? [] : [[name, example as Example<never>]]
  })

  test.each(rows)('%s answers its type', async (name, { good, answer, refused, alone }) => {
    const params = await good(world)
    const asked = await world.asks(name, params, alone ? (await world.newBot()).token : undefined)
    if (refused !== undefined) {
      expect(asked).toMatchObject({ ok: false, description: refused })
      return note(name, 'ApiError', asked)
    }
    expect(asked, asked.description).toMatchObject({ status: 200, ok: true })
    if (answer !== undefined) expect(asked.result).toMatchObject(answer)
    // The public server says in words, too, what became of a webhook.
    const words = name.endsWith('Webhook') ? ' & { description: string }' : ''
    note(name, `ApiSuccess<Result<'${name}'>>${words}`, asked)
  })

  test.each(rows)('%s refuses what is wrong', async (name, { bad, alone }) => {
    const token = alone ? (await world.newBot()).token : undefined
    for (const refused of bad) {
      const asked = await world.asks(name, await paramsOf(refused), token)
      expect(asked, JSON.stringify(refused)).toMatchObject({ ok: false, error_code: asked.status })
      expect(asked.status).toBeLessThan(500)
      expect(asked.description?.slice(0, refused.says.length)).toBe(refused.says)
      note(name, 'ApiError', asked)
    }
  })

  test.each(refusals)('$name is refused', async (refusal) => {
    const description = `Bad Request: ${refusalText(refusal)}`
    for (const params of [{}, { chat_id: world.chat, text: [] }]) {
      const asked = await world.asks(refusal.name, params)
      expect(asked).toEqual({ status: 400, ok: false, error_code: 400, description })
      note(refusal.name, 'ApiError', asked)
    }
  })

  test('all give answers of the types that libraries know', async () => {
    const control = [
      { type: "ApiSuccess<Result<'getMe'>>", value: { ok: true, result: { id: 'x' } } },
      { type: "ApiSuccess<Result<'deleteWebhook'>>", value: { ok: true, result: true, more: 1 } },
    ]
    const said = await checkAnswers([...answers, ...control])
    const ofControl = said.splice(answers.length)
    expect(ofControl.map(({ length }) => length)).toEqual([expect.any(Number), 1])
    expect(ofControl[0]).not.toEqual([])
    const problems = answers.flatMap(({ of, value }, at) =>
      (said[at] ?? []).map((error) => `${of}: ${error} in ${JSON.stringify(value).slice(0, 1_000)}`),
    )
    expect(problems).toEqual([])
  })
})
