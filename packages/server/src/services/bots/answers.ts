import type { api } from '@chappe/tl-codec/api'
import { encode } from '@chappe/tl-codec/api'
import { tellBot } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { floodWait } from '../../rpc/rpc-error.ts'
import type { BotQuery } from '../../store/domain/people/bot-queries.ts'
import { requireReach } from './reach-bot.ts'

/** Whoever asks a bot waits no longer for its answer. */
const maxWaitMs = 15_000
/** So long a bot may answer. */
export const answerSeconds = 600
/** So many questions of one person are kept. */
const maxQuestions = 1_000

export interface Question {
  readonly id: bigint
  readonly bot: UserId
  readonly userId: UserId
  readonly update: api.Update
}

/** Asks bots, and waits for what they answer: by any process, found in the store. */
export interface Answers {
  /** Undefined if the bot does not answer in time. Throws `USER_IS_BLOCKED` where it is not for whoever asks. */
  ask(question: Question): Promise<BotQuery | undefined>
}

export function createAnswers(ports: ServicePorts): Answers {
  const { store, clock, bus } = ports
  const waiting = new Map<bigint, () => void>()
  bus.subscribe((message) => {
    if (message.type === 'botAnswered') waiting.get(message.queryId)?.()
  })

  const answered = (id: bigint): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel()
        waiting.delete(id)
        resolve()
      }
      const cancel = clock.after(maxWaitMs, end)
      waiting.set(id, end)
    })

  return {
    async ask({ id, bot, userId, update }) {
      const date = unixSeconds(clock)
      const answer = answered(id)
      try {
        await store.transaction(async (tx) => {
          await requireReach(tx, userId, bot)
          if ((await tx.botQueries.countOf(userId)) >= maxQuestions) throw floodWait(60)
          const asked = encode(update)
          await tx.botQueries.put({ id, bot, userId, asked, cachedUntil: 0, expiresAt: date + answerSeconds })
          await tellBot(tx, ports, bot, `asked ${id}`, update)
        })
      } catch (error) {
        waiting.get(id)?.()
        throw error
      }
      await answer
      const query = await store.read.botQueries.get(id)
      return query?.callback === undefined && query?.results === undefined ? undefined : query
    },
  }
}
