import { type api, encode } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../../changes/hold-boxes.ts'
import { parseReplyMarkup } from '../../../chats/content/reply-markup.ts'
import { textBeside } from '../../../chats/content/text-beside.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { notImplemented } from '../../../rpc/rpc-error.ts'
import { botLangOf } from '../../../rules/bot-scopes.ts'
import { allow } from '../../../rules/rights.ts'
import { refusalOfSaying } from '../../../rules/send-acts.ts'
import { toEphemeral } from '../../../views/ephemeral-view.ts'
import { answeredBy, parseEphemeralReply } from './answered.ts'
import { parseEphemeralMedia } from './content.ts'
import { checkOccasion } from './occasion.ts'
import { partiesOf, requireMember, standingThere } from './parties.ts'
import { answerChange, tellParty } from './tell.ts'

/** So many of what two have said to each other are kept, whatever the group. */
const mostKept = 100

export function createSendEphemeral(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'ephemeral.sendMessage': userMethod(
      { acts: ['send'], rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId, caller }, request) => {
        // The constructor of such a message has no place for blocks.
        if (request.richMessage !== undefined) throw notImplemented()
        const { randomId, queryId } = request
        const date = unixSeconds(clock)
        const parties = await partiesOf(ports, userId, request)
        const { chat, bot, person, byBot } = parties
        const media = await parseEphemeralMedia(ports, userId, request.media)
        const { text, entities } = await textBeside(ports, userId, media, request)
        const replyMarkup = await parseReplyMarkup(ports, userId, request.replyMarkup)
        const asked = await parseEphemeralReply(ports, userId, request.replyTo)
        const lang = botLangOf(caller.key.client?.langCode)
        const receiver = byBot ? person : bot

        const message = await store.transaction(async (tx): Promise<api.ephemeralMessage | undefined> => {
          const before = await tx.ephemeralMessages.byRandomId(userId, randomId)
          if (before !== undefined) return toEphemeral(before)
          const standing = await standingThere(tx, userId, chat, date)
          allow(standing, 'send')
          const refusal = refusalOfSaying(standing, { media })
          if (refusal !== undefined) throw refusal
          await requireMember(tx, userId, chat)
          await requireMember(tx, receiver, chat)
          const answered = await answeredBy(tx, userId, parties, asked)
          await checkOccasion(tx, ports, {
            ...{ parties, standing, text, answered: answered.stored, queryId, lang },
            now: date,
          })
          const id = await tx.ephemeralMessages.nextId()
          const message: api.ephemeralMessage = {
            _: 'ephemeralMessage',
            id,
            fromId: toPeer(userId),
            peerId: toPeer(chat),
            receiverId: BigInt(receiver),
            topMsgId: answered.topMsgId,
            date,
            message: text,
            entities: entities.length === 0 ? undefined : entities,
            media,
            replyMarkup,
            replyTo: answered.header,
          }
          await tx.ephemeralMessages.put({ id, chat, bot, person, byBot, date, randomId, data: encode(message) })
          await tx.ephemeralMessages.removeAllBut(bot, person, mostKept)
          const update: api.Update = { _: 'updateNewEphemeralMessage', message }
          const change = { id, update, date, except: caller.session }
          await holdBoxes(tx, [bot, person])
          await tellParty(tx, ports, receiver, change)
          // A person has other devices, and one that the same is to be said on; a bot has its answer.
          if (!byBot) await tellParty(tx, ports, userId, change)
          return message
        })
        if (message === undefined) throw new TypeError('what was stored can be read')
        return answerChange(ports, userId, { _: 'updateNewEphemeralMessage', message }, date)
      },
    ),
  }
}
