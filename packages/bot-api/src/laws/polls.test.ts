import { type api, decode, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mediaAgain } from '../methods/media-again.ts'
import { readPoll } from '../params/polls.ts'
import { viewPoll } from '../views/polls.ts'
import { entities, findUser, paramsOf, positive, seen, word } from './arbitraries.fixture.ts'

const option = fc.record({ text: word, text_entities: entities }, { requiredKeys: ['text'] })

/** A poll as a program sends it. */
const common = {
  question: word,
  question_entities: entities,
  options: fc.array(option, { minLength: 2, maxLength: 5 }),
  is_anonymous: fc.boolean(),
  allows_multiple_answers: fc.boolean(),
  members_only: fc.boolean(),
  country_codes: fc.array(fc.constantFrom('FR', 'DE', 'FT'), { minLength: 1, maxLength: 3 }),
  is_closed: fc.boolean(),
  open_period: positive,
  close_date: positive,
  description: word,
}
const needed = ['question', 'options'] as const
const plain = fc.record(
  { ...common, type: fc.constant('regular'), allows_revoting: fc.boolean() },
  { requiredKeys: [...needed] },
)
const quiz = fc.record(
  {
    ...{ ...common, type: fc.constant('quiz'), explanation: word },
    correct_option_ids: fc.uniqueArray(fc.integer({ min: 0, max: 1 }), { minLength: 1 }).map((ids) => ids.sort()),
  },
  { requiredKeys: [...needed, 'type', 'correct_option_ids'] },
)
type Given = { readonly question: string; readonly options: readonly object[]; readonly [field: string]: unknown }
const given: fc.Arbitrary<Given> = fc.oneof(plain, quiz)

/** As a server stores it, and tells it to the bot that asked. */
function stored({ poll, correctAnswers = [], solution, solutionEntities }: api.inputMediaPoll): api.messageMediaPoll {
  const answers = poll.answers.map(
    ({ text }, at): api.pollAnswer => ({ _: 'pollAnswer', text, option: Uint8Array.of(at) }),
  )
  const results = answers.map(({ option }, at): api.pollAnswerVoters => {
    const correct = correctAnswers.includes(at) || undefined
    return { _: 'pollAnswerVoters', option, voters: at, recentVoters: [], correct }
  })
  return {
    ...{ _: 'messageMediaPoll', poll: { ...poll, id: 7n, answers } },
    results: { _: 'pollResults', results, totalVoters: 1, solution, solutionEntities },
  }
}

const noneShown = (): never => {
  throw new TypeError('nothing is shown')
}

const read = async (json: object) => {
  const { media, description } = await readPoll(paramsOf(json), findUser, noneShown)
  const onTheWire = decode('InputMedia', encode(media))
  if (onTheWire._ !== 'inputMediaPoll') throw new TypeError(onTheWire._)
  return { media: onTheWire, said: { message: description.text, entities: description.entities } }
}

describe('polls', () => {
  it('are told as they were asked, and asked again are the same', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (json) => {
        const { media, said } = await read(json)
        const { poll, results } = stored(media)
        const told = viewPoll(seen, poll, results, said)
        expect(told).toMatchObject(json)
        expect(told.options.map(({ voter_count }) => voter_count)).toEqual(json.options.map((_, at) => at))
        const again = await read(told)
        expect(again).toEqual({ media, said })
      }),
    )
  })

  it('say of a quiz what is right and why', async () => {
    const json = {
      ...fc.sample(quiz, 1)[0],
      explanation: 'so',
      explanation_entities: [{ type: 'bold', offset: 0, length: 2 }],
    }
    const { media } = await read(json)
    const { poll, results } = stored(media)
    expect(viewPoll(seen, poll, results)).toMatchObject({ explanation: 'so', explanation_entities: [{ type: 'bold' }] })
  })

  it('are copied as they were asked, once what is right is known', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (json) => {
        const { media } = await read(json)
        const { poll, results } = stored(media)
        const { closed: _, closeDate: __, ...open } = media.poll
        const copied = mediaAgain({ _: 'messageMediaPoll', poll, results })
        if (copied === undefined) throw new TypeError('it is a poll')
        expect(decode('InputMedia', encode(copied))).toEqual({ ...media, poll: open })
      }),
    )
    const { poll } = stored((await read({ ...fc.sample(quiz, 1)[0] })).media)
    const unknown: api.messageMediaPoll = { _: 'messageMediaPoll', poll, results: { _: 'pollResults', totalVoters: 1 } }
    expect(() => mediaAgain(unknown)).toThrow("message can't be copied")
  })

  it('are refused where an explanation shows media, which would be left out', async () => {
    const json = { question: 'x', options: [{ text: 'a' }, { text: 'b' }] }
    const explained = { ...json, explanation_media: { type: 'photo', media: 'x' } }
    await expect(read(explained)).rejects.toThrow('explanations with media are not supported')
  })
})
