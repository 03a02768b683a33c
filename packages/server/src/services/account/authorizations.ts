import { revoke, secondsPerDay } from '../../accounts/authorize.ts'
import { viewDevice } from '../../accounts/devices/device-view.ts'
import { freshSeconds } from '../../accounts/devices/fresh-session.ts'
import type { SessionName } from '../../bus/bus.ts'
import { tell } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods, UserContext } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { lineOf } from '../../rules/authorization-family.ts'
import type { Authorization } from '../../store/domain/identity/authorizations.ts'
import type { Transaction } from '../../store/store.ts'

/**
 * The list of devices: every key by which the account is signed in. One that was imported stands by itself, since
 * nobody can know that it is in the same hands as the one that it came from.
 */
export function createAuthorizations(ports: ServicePorts): Methods {
  const { store, clock } = ports

  const currentOf = (all: readonly Authorization[], { caller }: UserContext): Authorization | undefined =>
    all.find((one) => one.authKeyId === caller.key.authKeyId)

  const mustBeOldEnough = async (tx: Transaction, { userId, caller }: UserContext): Promise<void> => {
    if ((await freshSeconds(tx, ports, userId, caller.key.authKeyId)) > 0) {
      throw new RpcError(406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN')
    }
  }

  /** Within a unit: the other devices take the question about a new device off their screens. */
  const tellConfirmed = (tx: Transaction, userId: UserId, hash: bigint, except: SessionName): void => {
    tell(tx, ports, userId, { _: 'updateNewAuthorization', hash }, except)
  }

  return {
    async 'account.getAuthorizations'(context) {
      const { userId } = context
      const now = unixSeconds(clock)
      const all = await store.read.authorizations.ofUser(userId)
      const current = currentOf(all, context)
      const clients = await Promise.all(all.map((one) => store.read.authKeys.get(one.authKeyId)))
      const { sessionTtlDays } = await store.read.accountSettings.get(userId)
      const authorizations = all.map((device, index) =>
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
        const found = (await tx.authorizations.ofUser(context.userId)).find((one) => one.hash === request.hash)
        if (found === undefined) throw badRequest('HASH_INVALID')
        await mustBeOldEnough(tx, context)
        await revoke(tx, ports, found.authKeyId)
        if (!found.confirmed) tellConfirmed(tx, context.userId, found.hash, context.caller.session)
      })
      return true
    },

    async 'auth.resetAuthorizations'(context) {
      await store.transaction(async (tx) => {
        await mustBeOldEnough(tx, context)
        const all = await tx.authorizations.ofUser(context.userId)
        // The caller's own key, and what it came from, since it would end with that. What came from it goes.
        const kept = new Set(lineOf(all, context.caller.key.authKeyId))
        for (const one of all) if (!kept.has(one)) await revoke(tx, ports, one.authKeyId)
        // Devices that signed out could come back by a token instead of a code, and logins may be half done: these end,
        // too.
        await tx.futureAuthTokens.removeAll(context.userId)
        await tx.attempts.removeKnown(context.userId)
        await tx.logins.removeOfUser(context.userId)
      })
      return true
    },

    async 'account.changeAuthorizationSettings'(context, request) {
      await store.transaction(async (tx) => {
        const all = await tx.authorizations.ofUser(context.userId)
        const current = currentOf(all, context)
        const found = request.hash === 0n ? current : all.find((one) => one.hash === request.hash)
        if (found === undefined) throw badRequest('HASH_INVALID')
        // A device cannot confirm itself.
        const confirms = request.confirmed === true && found !== current && !found.confirmed
        // Nor can two new devices confirm each other.
        if (confirms) await mustBeOldEnough(tx, context)
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

    async 'account.setAuthorizationTTL'(context, request) {
      const { userId } = context
      const days = request.authorizationTtlDays
      if (days < 1 || days > 366) throw badRequest('TTL_DAYS_INVALID')
      await store.transaction(async (tx) => {
        await mustBeOldEnough(tx, context)
        await tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), sessionTtlDays: days })
        for (const one of await tx.authorizations.ofUser(userId)) {
          await tx.authorizations.put({ ...one, endsAt: one.activeAt + days * secondsPerDay })
        }
      })
      return true
    },

    // Nobody can sign in to a website through this server, so there are no such sessions.
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
