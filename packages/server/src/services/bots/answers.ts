import type { api } from '@chappe/tl-codec/api'
import { encode } from '@chappe/tl-codec/api'
import { createAnswerWaits } from '../../changes/await-answer.ts'
import { noteQuestion } from '../../changes/note-question.ts'
import { tellBot } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { BotQuery } from '../../store/domain/people/bot-queries.ts'
import { requireReach } from './reach-bot.ts'

/** Whoever asks a bot waits no longer for its answer. */
const maxWaitMs = 15_000

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
  const { store, clock } = ports
  const waits = createAnswerWaits(ports)

  return {
    async ask({ id, bot, userId, update }) {
      const date = unixSeconds(clock)
      const { answered, end } = waits.begin(id, maxWaitMs)
      try {
        await store.transaction(async (tx) => {
          await requireReach(tx, userId, bot)
          await noteQuestion(tx, { id, bot, userId, asked: encode(update) }, date)
          await tellBot(tx, ports, bot, `asked ${id}`, update)
        })
      } catch (error) {
        end()
        throw error
      }
      await answered
      const query = await store.read.botQueries.get(id)
      return query?.callback === undefined && query?.results === undefined ? undefined : query
    },
  }
}
