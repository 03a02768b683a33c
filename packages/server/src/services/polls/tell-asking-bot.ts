import type { api } from '@chappe/tl-codec/api'
import { tellBotCounted } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { PollRecord, PollVote } from '../../store/domain/chats/polls.ts'
import type { Transaction } from '../../store/store.ts'
import { keyOf } from '../../views/poll-view.ts'

/** Within a unit: tells the bot that asked who has voted how now, where votes can be seen (`updateMessagePollVote`). */
export async function tellAskingBot(
  tx: Transaction,
  ports: ServicePorts,
  { id: pollId, owner }: PollRecord,
  { answers }: api.poll,
  { userId, options }: PollVote,
): Promise<void> {
  if ((await tx.users.get(owner))?.bot === undefined) return
  const chosen = new Set(options.map(keyOf))
  const positions = answers.flatMap((answer, at) =>
    answer._ === 'pollAnswer' && chosen.has(keyOf(answer.option)) ? [at] : [],
  )
  await tellBotCounted(tx, ports, [owner], {
    ...{ _: 'updateMessagePollVote', pollId, peer: toPeer(userId), options: [...options], positions },
  })
}
