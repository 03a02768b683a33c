import { tell } from '../../changes/announce.ts'
import { parseInlineResult } from '../../chats/content/inline-results.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel } from '../../ids.ts'
import { toInlineMessageId } from '../../peers/inline-message-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { fromAppQueryId } from '../../rules/web-apps.ts'
import { readStored } from '../../tl/stored.ts'
import { contentOfResult } from './inline-result-content.ts'
import { type Item, send } from './sending.ts'

/** "Mini Apps": a bot sends a message in the name of somebody who has its app open, and the app closes. */
export function createSendWebViewResult(ports: ServicePorts): Methods {
  const { store, clock, secret, settings } = ports
  return {
    'messages.sendWebViewResultMessage': userMethod(
      { acts: ['send'], rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId: bot, caller }, request) => {
        const queryId = fromAppQueryId(request.botQueryId)
        const session = queryId === undefined ? undefined : await store.read.webApps.session(queryId)
        const peer = session && readStored('InputPeer', session.peer)
        if (
          session === undefined ||
          peer === undefined ||
          session.bot !== bot ||
          session.expiresAt <= unixSeconds(clock)
        ) {
          throw badRequest('QUERY_ID_INVALID')
        }
        const { userId, silent } = session
        const result = await parseInlineResult(ports, bot, request.result)
        const { sendMessage } = result
        const { replyMarkup } = sendMessage
        const content = await contentOfResult(ports, bot, result)
        // Sent again after the server was killed in between, it is the same message.
        const item: Item = { ...content, replyMarkup, viaBot: bot, randomId: session.queryId }
        const outcome = await send(
          ports,
          { userId, caller },
          {
            ...{ peer, silent },
            replyTo: session.replyTo && readStored('InputReplyTo', session.replyTo),
            sendAs: session.sendAs && readStored('InputPeer', session.sendAs),
            invertMedia: 'invertMedia' in sendMessage ? sendMessage.invertMedia : undefined,
          },
          [item],
        )
        await store.transaction(async (tx) => {
          await tx.webApps.removeSession(session.queryId)
          tell(tx, ports, userId, { _: 'updateWebViewResultSent', queryId: session.queryId })
        })
        const { to, sent } = outcome
        const [first] = sent
        // A bot can change what it has put buttons below.
        if (first === undefined || replyMarkup === undefined) return { _: 'webViewMessageSent' }
        const name = { box: isChannel(to) ? to : userId, id: first.id }
        return { _: 'webViewMessageSent', msgId: toInlineMessageId(secret, settings.dcId, bot, name) }
      },
    ),
  }
}
