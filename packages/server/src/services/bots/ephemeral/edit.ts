import { type api, encode } from '@chappe/tl-codec/api'
import { type NewContent, sameContent, withContent } from '../../../chats/content/new-content.ts'
import { parseReplyMarkup } from '../../../chats/content/reply-markup.ts'
import { resolveMentions } from '../../../chats/content/resolve-mentions.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { normalizeText } from '../../../rules/message-text.ts'
import { allow } from '../../../rules/rights.ts'
import { refusalOfSaying } from '../../../rules/send-acts.ts'
import { toEphemeral } from '../../../views/ephemeral-view.ts'
import { parseEphemeralMedia } from './content.ts'
import { partiesOf, requireMember, standingThere } from './parties.ts'
import { answerChange, tellParty } from './tell.ts'

export function createEditEphemeral(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'ephemeral.editMessage': userMethod(
      { acts: ['edit'], rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId: bot }, request) => {
        const { id } = request
        const date = unixSeconds(clock)
        const { chat, person } = await partiesOf(ports, bot, request)
        const change: NewContent = {
          text:
            request.message === undefined
              ? undefined
              : normalizeText(request.message, await resolveMentions(ports, bot, request.entities ?? []), {
                  mayBeEmpty: true,
                }),
          media: await parseEphemeralMedia(ports, bot, request.media),
          replyMarkup: await parseReplyMarkup(ports, bot, request.replyMarkup),
        }
        const update = await store.transaction(async (tx): Promise<api.updateEditEphemeralMessage> => {
          const stored = await tx.ephemeralMessages.get(id)
          const isOwn = stored?.byBot === true && stored.bot === bot
          if (!isOwn || stored.chat !== chat || stored.person !== person) throw badRequest('MESSAGE_ID_INVALID')
          const before = toEphemeral(stored)
          if (before === undefined) throw badRequest('MESSAGE_ID_INVALID')
          const standing = await standingThere(tx, bot, chat, date)
          allow(standing, 'edit')
          await requireMember(tx, bot, chat)
          await requireMember(tx, person, chat)
          const edited = withContent(asMessage(before), change)
          const refusal = refusalOfSaying(standing, edited)
          if (refusal !== undefined) throw refusal
          if (sameContent(asMessage(before), edited)) throw badRequest('MESSAGE_NOT_MODIFIED')
          const { message: text, entities, media, replyMarkup } = edited
          const message: api.ephemeralMessage = { ...before, message: text, entities, media, replyMarkup }
          await tx.ephemeralMessages.put({ ...stored, data: encode(message) })
          const update: api.updateEditEphemeralMessage = { _: 'updateEditEphemeralMessage', message }
          await tellParty(tx, ports, person, { id, update, date })
          return update
        })
        return answerChange(ports, bot, update, date)
      },
    ),
  }
}

/** What it says, as a message of a chat says it. */
function asMessage({ id, peerId, date, message, entities, media, replyMarkup }: api.ephemeralMessage): api.message {
  return { _: 'message', id, peerId, date, message, entities, media, replyMarkup }
}
