import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Conversation, createConversation, maxSilenceMs, type Step } from './conversation.ts'
import { encodeRequest, maxOperatorLine, operatorVersion } from './protocol.ts'

const begin = (): Conversation => createConversation(new Set(['seed']), 0)
const say = (conversation: Conversation, text: string): Step[] => conversation.receive(Buffer.from(text))
const request = encodeRequest({ command: 'seed', input: { users: 1 } })
const stop = encodeRequest({ command: 'stop', input: undefined })

/** What an answer says, without its version. */
function answerIn(steps: readonly Step[]): unknown {
  const [sent] = steps.filter((step) => step.do === 'send')
  const { version, ...answer } = JSON.parse(sent?.line ?? '{}')
  expect(version).toBe(operatorVersion)
  return answer
}

const errorOf = (code: string): object => ({ error: { code, message: expect.any(String) } })

describe("the operator's conversation", () => {
  it('has a request carried out, passes on how far it is, and answers', () => {
    const conversation = begin()
    const steps = say(conversation, request)
    expect(steps.map((step) => step.do)).toEqual(['send', 'run'])
    expect(answerIn(steps)).toEqual({ begun: true })
    expect(steps[1]).toEqual({ do: 'run', request: { command: 'seed', input: { users: 1 } } })
    expect(answerIn(conversation.progress(5))).toEqual({ progress: 5 })
    const end = conversation.answered({ result: 'made' }, 10)
    expect(answerIn(end)).toEqual({ result: 'made' })
    expect(end.map((step) => step.do)).toEqual(['send'])
    // And takes the next.
    expect(say(conversation, request).map((step) => step.do)).toEqual(['send', 'run'])
  })

  it('stops what is under way when it is asked to, and still answers', () => {
    const conversation = begin()
    say(conversation, request)
    expect(say(conversation, stop)).toEqual([{ do: 'stop' }])
    expect(answerIn(conversation.answered({ result: 'half' }, 10))).toEqual({ result: 'half' })
    // It came too late.
    expect(say(conversation, stop)).toEqual([])
  })

  it('answers whoever has half closed the connection, and then closes', () => {
    const conversation = begin()
    say(conversation, request)
    expect(conversation.ended()).toEqual([])
    expect(conversation.answered({ result: 1 }, 1).map((step) => step.do)).toEqual(['send', 'close'])
    expect(begin().ended()).toEqual([{ do: 'close' }])
  })

  it.each([
    ['no JSON', 'hello\n', 'BAD_REQUEST'],
    ['no object', '[]\n', 'BAD_REQUEST'],
    ['no command', `{"version":${operatorVersion}}\n`, 'BAD_REQUEST'],
    ['another version', '{"version":99,"command":"seed"}\n', 'OTHER_VERSION'],
    ['no version', '{"command":"seed"}\n', 'OTHER_VERSION'],
    ['an unknown command', `{"version":${operatorVersion},"command":"constructor"}\n`, 'UNKNOWN_COMMAND'],
    ['a line without an end', 'x'.repeat(maxOperatorLine + 1), 'LINE_TOO_LONG'],
  ])('tells of %s, and closes', (_what, text, code) => {
    const conversation = begin()
    const steps = say(conversation, text)
    expect(answerIn(steps)).toEqual(errorOf(code))
    expect(steps.map((step) => step.do)).toEqual(['send', 'close'])
    expect(say(conversation, request)).toEqual([])
  })

  it('stops what is under way when a second request comes before the answer', () => {
    const conversation = begin()
    say(conversation, request)
    const steps = say(conversation, request)
    expect(steps.map((step) => step.do)).toEqual(['stop', 'send', 'close'])
    expect(answerIn(steps)).toEqual(errorOf('BAD_REQUEST'))
    expect(conversation.answered({ result: 1 }, 1)).toEqual([])
    expect(conversation.progress(1)).toEqual([])
  })

  it('waits so long for a whole request, and not while one is carried out', () => {
    const conversation = begin()
    expect(conversation.deadline).toBe(maxSilenceMs)
    say(conversation, request.slice(0, 5))
    expect(conversation.deadline).toBe(maxSilenceMs)
    const steps = conversation.expired()
    expect(steps.map((step) => step.do)).toEqual(['send', 'close'])
    expect(answerIn(steps)).toEqual(errorOf('TIMED_OUT'))

    const other = begin()
    say(other, request)
    expect(other.deadline).toBeUndefined()
    expect(other.expired()).toEqual([])
    other.answered({ result: 1 }, 100)
    expect(other.deadline).toBe(100 + maxSilenceMs)
  })

  it('runs nothing, and closes once at the most, whatever comes that is no request', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
        const conversation = begin()
        const steps = chunks.flatMap((chunk) => conversation.receive(chunk))
        expect(steps.filter((step) => step.do === 'run' || step.do === 'stop')).toEqual([])
        expect(steps.filter((step) => step.do === 'close').length).toBeLessThanOrEqual(1)
        expect(steps.at(-1)?.do ?? 'close').toBe('close')
      }),
    )
  })
})
