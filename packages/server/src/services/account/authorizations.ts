import type { SessionName } from '../../bus/bus.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserContext, UserHandlers } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { Authorization } from '../../store/domain/authorizations.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { revoke, secondsPerDay } from '../auth/authorize.ts'
import type { ServicePorts } from '../ports.ts'
import { setOffline } from '../presence/devices.ts'
import { viewDevice } from './device-view.ts'

type Handlers = Pick<
  UserHandlers,
  | 'account.getAuthorizations'
  | 'account.resetAuthorization'
  | 'auth.resetAuthorizations'
  | 'account.changeAuthorizationSettings'
  | 'account.setAuthorizationTTL'
  | 'account.getWebAuthorizations'
  | 'account.resetWebAuthorization'
  | 'account.resetWebAuthorizations'
>

/** The list of devices. A key that another one signed in is part of that one, and not shown. */
export function createAuthorizations(ports: ServicePorts): Handlers {
  const { store, bus, clock, settings } = ports

  const own = async (read: Pick<Reads, 'authorizations'>, userId: UserId): Promise<Authorization[]> =>
    (await read.authorizations.ofUser(userId)).filter((one) => one.parent === undefined)

  /** The authorization that the caller's key belongs to. */
  const currentOf = (all: readonly Authorization[], context: UserContext): Authorization | undefined => {
    const mine = all.find((one) => one.authKeyId === context.caller.key.authKeyId)
    return mine?.parent === undefined ? mine : all.find((one) => one.authKeyId === mine.parent)
  }

  /** Within a unit: a device that was signed in just now might be a thief's, and must not lock the owner out. */
  const mustBeSettled = async (tx: Transaction, context: UserContext): Promise<Authorization | undefined> => {
    const current = currentOf(await tx.authorizations.ofUser(context.userId), context)
    if (current !== undefined && unixSeconds(clock) < current.createdAt + settings.freshSessionSeconds) {
      throw new RpcError(406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN')
    }
    return current
  }

  const end = async (tx: Transaction, authKeyId: bigint): Promise<void> => {
    await setOffline(tx, ports, authKeyId, unixSeconds(clock))
    await revoke(tx, ports, authKeyId)
  }

  /** Within a unit: the other devices take the question about a new device off their screens. */
  const tellConfirmed = (tx: Transaction, userId: UserId, hash: bigint, except: SessionName): void => {
    const date = unixSeconds(clock)
    tx.onCommit(() =>
      bus.publish({
        type: 'updates',
        userId,
        updates: { _: 'updateShort', update: { _: 'updateNewAuthorization', hash }, date },
        except,
      }),
    )
  }

  return {
    async 'account.getAuthorizations'(context) {
      const { userId } = context
      const now = unixSeconds(clock)
      const all = await store.read.authorizations.ofUser(userId)
      const current = currentOf(all, context)
      const devices = all.filter((one) => one.parent === undefined)
      const clients = await Promise.all(devices.map((one) => store.read.authKeys.get(one.authKeyId)))
      const { sessionTtlDays } = await store.read.accountSettings.get(userId)
      const authorizations = devices.map((device, index) =>
        viewDevice(device, clients[index]?.client, { now, current: device === current }),
      )
      return {
        _: 'account.authorizations',
        authorizationTtlDays: sessionTtlDays,
        authorizations: authorizations.toSorted((a, b) => Number(b.current ?? false) - Number(a.current ?? false)),
      }
    },

    async 'account.resetAuthorization'(context, request) {
      await store.transaction(async (tx) => {
        const found = (await own(tx, context.userId)).find((one) => one.hash === request.hash)
        if (found === undefined) throw badRequest('HASH_INVALID')
        await mustBeSettled(tx, context)
        await end(tx, found.authKeyId)
        if (!found.confirmed) tellConfirmed(tx, context.userId, found.hash, context.caller.session)
      })
      return true
    },

    async 'auth.resetAuthorizations'(context) {
      await store.transaction(async (tx) => {
        const current = await mustBeSettled(tx, context)
        for (const one of await own(tx, context.userId)) {
          if (one.authKeyId !== current?.authKeyId) await end(tx, one.authKeyId)
        }
        // Those who left could come back without a code.
        await tx.futureAuthTokens.removeAll(context.userId)
      })
      return true
    },

    async 'account.changeAuthorizationSettings'(context, request) {
      await store.transaction(async (tx) => {
        const all = await tx.authorizations.ofUser(context.userId)
        const current = currentOf(all, context)
        const found = request.hash === 0n ? current : all.find((one) => one.hash === request.hash)
        if (found === undefined || found.parent !== undefined) throw badRequest('HASH_INVALID')
        // Nobody vouches for himself.
        const confirms = request.confirmed === true && found !== current && !found.confirmed
        await tx.authorizations.put({
          ...found,
          confirmed: found.confirmed || confirms,
          secretChatsOff: request.encryptedRequestsDisabled ?? found.secretChatsOff,
          callsOff: request.callRequestsDisabled ?? found.callsOff,
        })
        if (confirms) tellConfirmed(tx, context.userId, found.hash, context.caller.session)
      })
      return true
    },

    async 'account.setAuthorizationTTL'({ userId }, request) {
      const days = request.authorizationTtlDays
      if (days < 1 || days > 366) throw badRequest('TTL_DAYS_INVALID')
      await store.transaction(async (tx) => {
        await tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), sessionTtlDays: days })
        for (const one of await tx.authorizations.ofUser(userId)) {
          await tx.authorizations.put({ ...one, endsAt: one.activeAt + days * secondsPerDay })
        }
      })
      return true
    },

    // No site can be signed in to by this server: the list is empty, and says so.
    async 'account.getWebAuthorizations'() {
      return { _: 'account.webAuthorizations', authorizations: [], users: [] }
    },
    async 'account.resetWebAuthorization'() {
      throw badRequest('HASH_INVALID')
    },
    async 'account.resetWebAuthorizations'() {
      return true
    },
  }
}
