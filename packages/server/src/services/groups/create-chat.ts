import { holdBoxes } from '../../changes/hold-boxes.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { maxGroupMembers, parseInvitees } from '../../chats/members/invitees.ts'
import { tellOfMembers } from '../../chats/members/tell-members.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { setPeriod } from '../../chats/placing/auto-delete.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
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
        const boxes = [userId, ...willing]
        const { chat, sent } = await store.transaction(async (tx) => {
          await holdBoxes(tx, boxes)
          const members = boxes.map((member) => ({ userId: member, inviter: userId, date, admin: false }))
          const { id: chat } = await tx.groups.create({ title, creator: userId, date }, members)
          if (ttlPeriod > 0) await setPeriod(tx, userId, chat, ttlPeriod)
          const action = { _: 'messageActionChatCreate', title, users: boxes.map(BigInt) } as const
          const sent = await deliver(tx, ports, noteDraft(action, { from: userId, to: chat, date, session }))
          await tellOfMembers(tx, ports, boxes, { chat, by: userId, date, session })
          return { chat, sent }
        })
        const participants = await viewParticipants(store.read, userId, chat)
        const before = [{ _: 'updateChatParticipants', participants } as const]
        const outcome = { to: chat, date, sent: [sent], scheduled: undefined }
        const updates = await answerWhole(ports, userId, outcome, [], before)
        return { _: 'messages.invitedUsers', updates, missingInvitees: [...missing] }
      },
    ),
  }
}
