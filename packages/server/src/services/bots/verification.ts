import { tellOfUser } from '../../changes/announce.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, isUser } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { isLonger } from '../../rules/text-length.ts'
import { maxVerificationLength } from '../../rules/verification.ts'
import { botOfRequest } from './bot-of-request.ts'

/** "Third-party verification": bots that the operator has named say of people and chats that they are who they claim to be. */
export function createVerification(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'bots.setCustomVerification': userMethod(
      { rate: { burst: 100, secondsEach: 1 } },
      async ({ userId, caller }, { bot: input, peer: named, enabled, customDescription }) => {
        const { id: bot } = await botOfRequest(ports, userId, input)
        const peer = await inputPeers.peer(userId, named)
        if (!isUser(peer) && !isChannel(peer)) throw badRequest('PEER_ID_INVALID')
        const description = customDescription?.trim() || undefined
        if (isLonger(description ?? '', maxVerificationLength)) throw badRequest('DESCRIPTION_TOO_LONG')
        await store.transaction(async (tx) => {
          const verifier = await tx.verifications.verifier(bot)
          if (verifier === undefined) throw new RpcError(403, 'BOT_VERIFIER_FORBIDDEN')
          if (enabled === true) {
            if (description !== undefined && !verifier.ownWords) throw new RpcError(403, 'BOT_VERIFIER_FORBIDDEN')
            await tx.verifications.put(peer, bot, description)
          } else {
            // What another one has said is not this one's to take back.
            if ((await tx.verifications.by(peer)) !== bot) return
            await tx.verifications.remove(peer)
          }
          if (isUser(peer)) tellOfUser(tx, ports, peer)
          else tellOfLooks(tx, ports, peer, { date: unixSeconds(clock), except: caller.session })
        })
        return true
      },
    ),
  }
}
