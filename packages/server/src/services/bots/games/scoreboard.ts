import type { ScoreTable } from '../../../store/domain/people/games.ts'
import type { Transaction } from '../../../store/store.ts'

/** So many stand in a message. */
const maxShown = 10

/** The best of a chat, one a line, as they stand in the message with the game. */
export async function scoreboard(tx: Pick<Transaction, 'games' | 'users'>, table: ScoreTable): Promise<string> {
  const best = await tx.games.best(table, maxShown)
  const users = new Map((await tx.users.many(best.map(({ userId }) => userId))).map((user) => [user.id, user]))
  return best
    .map(({ position, userId, score }) => {
      const { firstName = '', lastName = '' } = users.get(userId) ?? {}
      return `${position}. ${[firstName, lastName].filter((name) => name !== '').join(' ')} – ${score}`
    })
    .join('\n')
}
