import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { BotApiError } from '../bot-api-error.ts'
import {
  type BotStorage,
  keysKeptLongerSeconds,
  type StoredBot,
  statesKeptLongerSeconds,
} from '../storage/bot-storage.ts'
import { openSqliteStorage } from '../storage/sqlite-storage.ts'
import { serveTold, type ToldBot } from './updates.fixture.ts'

let storage: BotStorage
afterEach(() => storage.close())

const day = 86_400
const user: api.Peer = { _: 'peerUser', userId: 9n }
const words = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const option = Uint8Array.of(1)

function pollAt(voters: number, results: Partial<api.pollResults> = {}): api.updateMessagePoll {
  const answers: api.PollAnswer[] = [{ _: 'pollAnswer', text: words('yes'), option }]
  return {
    ...{ _: 'updateMessagePoll', pollId: 3n },
    poll: { _: 'poll', id: 3n, question: words('Well?'), answers, hash: 0n },
    results: {
      ...{
        _: 'pollResults',
        totalVoters: voters,
        results: [{ _: 'pollAnswerVoters', option, voters, recentVoters: [] }],
      },
      ...results,
    },
  }
}

/** Somebody gives a heart or takes it back, for the n-th time. */
function reactionAt(n: number): api.updateBotMessageReaction {
  const heart: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '❤' }]
  const [oldReactions, newReactions] = n % 2 === 0 ? [[], heart] : [heart, []]
  const about = { peer: user, msgId: 1, actor: user, date: 100 }
  return { _: 'updateBotMessageReaction', ...about, oldReactions, newReactions, qts: n + 2 }
}

const begin = (stored: StoredBot): Promise<ToldBot> =>
  serveTold(stored, {
    sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    onFault: (fault) => expect.unreachable(String(fault)),
  })

async function newBot(): Promise<StoredBot> {
  storage = openSqliteStorage(':memory:', (length) => new Uint8Array(length))
  const stored = await storage.open(5)
  const allowedUpdates = ['poll', 'message_reaction', 'chosen_inline_result']
  await stored.saveSettings({ webhook: undefined, tokenHash: undefined, loggedOutUntil: undefined, allowedUpdates })
  return stored
}

const end = new BotApiError(500, 'Internal Server Error: restart')

/** What waits, by what distinguishes one from another here. */
async function told(stored: StoredBot): Promise<readonly unknown[]> {
  return (await stored.pending(0, 1_000)).map(({ json }) => {
    const shown: unknown = JSON.parse(json)
    if (typeof shown !== 'object' || shown === null) throw new TypeError(json)
    return 'total_voter_count' in shown ? shown.total_voter_count : 'new_reaction' in shown && shown.new_reaction
  })
}

describe('a bot that is told again of what it knows', () => {
  it('hears of each state that comes again, and of none twice, whenever it is cut off or killed', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('vote' as const), voters: fc.nat(2) }) },
      { weight: 4, arbitrary: fc.constant({ do: 'react' as const }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant('return' as const), missed: fc.nat(4), killed: fc.boolean() }),
      },
    )
    const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const stored = await newBot()
      let bot = await begin(stored)
      const polls: number[] = []
      let reactions = 0
      for (const one of steps) {
        if (one.do === 'vote') {
          if (polls.at(-1) !== one.voters) polls.push(one.voters)
          await bot.tell(pollAt(one.voters))
        } else if (one.do === 'react') {
          await bot.tell(reactionAt(reactions++))
        } else {
          if (one.killed) {
            await bot.updates.close(end)
            bot = await begin(stored)
          }
          // A server tells of what is counted by `qts` from the last counter on, and of a poll as it stands.
          for (let n = Math.max(0, reactions - one.missed); n < reactions; n++) await bot.tell(reactionAt(n))
          const now = polls.at(-1)
          if (now !== undefined) await bot.tell(pollAt(now, { min: undefined, recentVoters: [user] }))
        }
      }
      await bot.updates.close(end)
      const waiting = await told(stored)
      expect(waiting.filter((one) => typeof one === 'number')).toEqual(polls)
      expect(waiting.filter((one) => typeof one !== 'number')).toHaveLength(reactions)
      const ids = (await stored.pending(0, 1_000)).map(({ id }) => id)
      expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 0) + at))
      await storage.close()
    })
    await fc.assert(property, { numRuns: 50 })
    storage = openSqliteStorage(':memory:', (length) => new Uint8Array(length))
  })

  it('hears of its poll in a chat by what it may see alone', async () => {
    const stored = await newBot()
    const bot = await begin(stored)
    await bot.tell(pollAt(1, { min: true, results: undefined }))
    await bot.tell(pollAt(1))
    expect(await told(stored)).toEqual([1])
    await bot.updates.close(end)
  })

  it('knows what it was told for as long as a server may tell it again', async () => {
    const stored = await newBot()
    const reaction = { key: 'reaction', kind: 'message_reaction', json: '{"new_reaction":1}', chat: 7 }
    const poll = { key: 'poll 3', state: 'one', kind: 'poll', json: '{"total_voter_count":2}', chat: 0 }
    await stored.append([reaction, poll], 100)
    await storage.forgetBefore(100 + keysKeptLongerSeconds)
    await stored.append([reaction, poll], 100 + day)
    expect(await told(stored)).toEqual([])
    await storage.forgetBefore(101 + keysKeptLongerSeconds)
    await stored.append([reaction, poll], 100 + day)
    expect(await told(stored)).toEqual([1])
    await storage.forgetBefore(101 + statesKeptLongerSeconds)
    await stored.append([poll], 100 + 32 * day)
    expect(await told(stored)).toEqual([2])
  })
})
