import { createGroup } from '../../chats/members/create-group.ts'
import { maxGroupMembers, parseInvitees } from '../../chats/members/invitees.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseTitle } from '../../rules/names.ts'
import { checkPeriod } from '../../rules/ttl-period.ts'
import { viewParticipants } from '../../views/participants-view.ts'

export function createCreateChat(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.createChat': userMethod(
      { acts: ['invite'], rate: { burst: 50, secondsEach: 30 } },
      async ({ userId, caller: { session } }, { users, title: input, ttlPeriod = 0 }) => {
        if (users.length >= maxGroupMembers) throw badRequest('USERS_TOO_MUCH')
        const title = parseTitle(input)
        checkPeriod(ttlPeriod)
        const { willing, missing } = await parseInvitees(ports, userId, users)
        const date = unixSeconds(clock)
        const group = { title, creator: userId, others: willing, date, ttlPeriod, session }
        const { chat, sent } = await store.transaction((tx) => createGroup(tx, ports, group))
        const participants = await viewParticipants(store.read, userId, chat)
        const before = [{ _: 'updateChatParticipants', participants } as const]
        const outcome = { to: chat, date, sent: [sent], scheduled: undefined }
        // TDLib takes an answer with one message and one random id, and no other.
        const updates = await answerWhole(ports, userId, outcome, [randomLong(ports.random)], before)
        return { _: 'messages.invitedUsers', updates, missingInvitees: [...missing] }
      },
    ),
  }
}
