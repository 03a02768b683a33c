import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PushDevice } from '../../store/domain/identity/push-devices.ts'
import type { Transaction } from '../../store/store.ts'

/** The services have the numbers 1 to 13 ("Handling PUSH-notifications"). */
const maxTokenType = 13
const webPush = 10
const maxTokenLength = 4096
/** An RFC 8291 authentication secret and public key have 16 and 65 bytes; other secrets, 256. */
const maxSecretBytes = 256
const maxOtherUids = 100

/**
 * Where a device wants to be woken. It is kept for a push service; this server has none of its own, so that a device
 * hears of what happens when it is connected.
 */
export function createPushDevices({ store }: ServicePorts): Methods {
  return {
    async 'account.registerDevice'({ caller, userId }, request) {
      const { tokenType, token, secret } = request
      checkToken(tokenType, token)
      if (secret.length > maxSecretBytes || request.otherUids.length > maxOtherUids) throw badRequest('TOKEN_INVALID')
      const device: PushDevice = {
        authKeyId: caller.key.authKeyId,
        tokenType,
        token,
        noMuted: request.noMuted === true,
        appSandbox: request.appSandbox,
        secret,
        otherUids: namedUsers(request.otherUids).filter((id) => id !== userId),
      }
      await store.transaction(async (tx) => {
        await takeFromOthers(tx, device)
        await tx.pushDevices.put(device)
      })
      return true
    },

    async 'account.unregisterDevice'({ caller }, request) {
      const { tokenType, token } = request
      const { authKeyId } = caller.key
      const others = new Set(namedUsers(request.otherUids.slice(0, maxOtherUids)))
      await store.transaction(async (tx) => {
        if (!(await tx.pushDevices.remove(authKeyId, tokenType, token))) throw badRequest('TOKEN_INVALID')
        // The token is that of one application, whose other accounts go with it if they are said to.
        for (const device of await tx.pushDevices.ofToken(tokenType, token)) {
          const owner = (await tx.authorizations.get(device.authKeyId))?.userId
          if (owner === undefined || !others.has(owner)) continue
          await tx.pushDevices.remove(device.authKeyId, tokenType, token)
        }
      })
      return true
    },

    async 'account.updateDeviceLocked'({ caller }, request) {
      if (request.period < 0) throw badRequest('PERIOD_INVALID')
      await store.transaction((tx) => tx.pushDevices.setLockPeriod(caller.key.authKeyId, request.period))
      return true
    },
  }
}

/**
 * Within a unit: a token belongs to one application; accounts that it no longer names have left it, and lose the token.
 */
async function takeFromOthers(tx: Transaction, device: PushDevice): Promise<void> {
  const named = new Set(device.otherUids)
  for (const other of await tx.pushDevices.ofToken(device.tokenType, device.token)) {
    if (other.authKeyId === device.authKeyId) continue
    const owner = (await tx.authorizations.get(other.authKeyId))?.userId
    if (owner !== undefined && named.has(owner)) continue
    await tx.pushDevices.remove(other.authKeyId, other.tokenType, other.token)
  }
}

function checkToken(tokenType: number, token: string): void {
  if (tokenType < 1 || tokenType > maxTokenType) throw badRequest('TOKEN_TYPE_INVALID')
  if (token === '') throw badRequest('TOKEN_EMPTY')
  if (token.length > maxTokenLength) throw badRequest('TOKEN_INVALID')
  if (tokenType === webPush && !isWebPushToken(token)) throw badRequest('WEBPUSH_TOKEN_INVALID')
}

/** The JSON of a browser's subscription: an address and two keys. */
function isWebPushToken(token: string): boolean {
  try {
    const value: unknown = JSON.parse(token)
    if (typeof value !== 'object' || value === null || !('endpoint' in value) || !('keys' in value)) return false
    return typeof value.endpoint === 'string' && URL.canParse(value.endpoint) && typeof value.keys === 'object'
  } catch {
    return false
  }
}

/** Leaves out ids that no user can have. */
function namedUsers(ids: readonly bigint[]): UserId[] {
  return ids.flatMap((id) => toUserId(id) ?? [])
}
