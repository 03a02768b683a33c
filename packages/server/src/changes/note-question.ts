import type { UnixTime, UserId } from '../ids.ts'
import { floodWait } from '../rpc/rpc-error.ts'
import type { BotQuery } from '../store/domain/people/bot-queries.ts'
import type { Reads, Transaction } from '../store/store.ts'

/** So long a bot may answer. */
export const answerSeconds = 600
/** So many questions of one person are kept. */
const maxQuestions = 1_000

export async function mayAsk(read: Pick<Reads, 'botQueries'>, userId: UserId): Promise<boolean> {
  return (await read.botQueries.countOf(userId)) < maxQuestions
}

type Question = Pick<BotQuery, 'id' | 'bot' | 'userId' | 'asked' | 'link'>

/** Within a unit: somebody asks a bot, which may answer for a while. Throws `FLOOD_WAIT` for one who asks too much. */
export async function noteQuestion(tx: Transaction, question: Question, date: UnixTime): Promise<void> {
  if (!(await mayAsk(tx, question.userId))) throw floodWait(60)
  await tx.botQueries.put({ ...question, cachedUntil: 0, expiresAt: date + answerSeconds })
}
