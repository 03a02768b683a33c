import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { toHex } from '@chappe/crypto'
import type { ServicePorts } from '../../core-ports.ts'
import { toUserId } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

const lifetimeSeconds = 3600
const digestBytes = 16

/** A link to oneself for people who have neither number nor username: signed by the server and good for an hour. */
export function createContactTokens({ store, clock, secret, userViews }: ServicePorts): Methods {
  const sign = (content: string): Uint8Array =>
    createHmac('sha256', secret).update(`contact token ${content}`).digest().subarray(0, digestBytes)

  return {
    async 'contacts.exportContactToken'({ userId }) {
      const expires = unixSeconds(clock) + lifetimeSeconds
      const content = `${userId}.${expires}`
      const token = `${content}.${toHex(sign(content))}`
      return { _: 'exportedContactToken', url: `tg://contact?token=${token}`, expires }
    },

    async 'contacts.importContactToken'({ userId }, request) {
      const [, content, digest] = /^([0-9]{1,15}\.[0-9]{1,10})\.([0-9a-f]{32})$/.exec(request.token) ?? []
      if (content === undefined || digest === undefined) throw badRequest('IMPORT_TOKEN_INVALID')
      if (!timingSafeEqual(sign(content), Buffer.from(digest, 'hex'))) throw badRequest('IMPORT_TOKEN_INVALID')
      const [name = '', expires] = content.split('.')
      const id = toUserId(BigInt(name))
      if (id === undefined || Number(expires) <= unixSeconds(clock)) throw badRequest('IMPORT_TOKEN_INVALID')
      const [user] = await userViews.of(store.read, userId, [id])
      if (user === undefined) throw badRequest('IMPORT_TOKEN_INVALID')
      return user
    },
  }
}
