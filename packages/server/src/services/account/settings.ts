import { encode } from '@chappe/tl-codec/api'
import { secondsPerDay } from '../../accounts/authorize.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { AccountSettings } from '../../store/domain/people/account-settings.ts'
import { globalPrivacyOf } from '../../views/global-privacy.ts'

const minTtlDays = 30
const maxTtlDays = 730

/** What holds for the account as a whole. */
export function createAccountSettings({ store, clock }: ServicePorts): Methods {
  const change = (userId: UserId, changed: Partial<AccountSettings>): Promise<void> =>
    store.transaction(async (tx) =>
      tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), ...changed }),
    )

  return {
    async 'account.getAccountTTL'({ userId }) {
      return { _: 'accountDaysTTL', days: (await store.read.accountSettings.get(userId)).ttlDays }
    },
    async 'account.setAccountTTL'({ userId }, request) {
      const { days } = request.ttl
      if (days < minTtlDays || days > maxTtlDays) throw badRequest('TTL_DAYS_INVALID')
      await store.transaction(async (tx) => {
        await tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), ttlDays: days })
        await tx.users.setEnd(userId, unixSeconds(clock) + days * secondsPerDay)
      })
      return true
    },

    async 'account.getContactSignUpNotification'({ userId }) {
      return (await store.read.accountSettings.get(userId)).contactSignUpSilent
    },
    async 'account.setContactSignUpNotification'({ userId }, request) {
      await change(userId, { contactSignUpSilent: request.silent })
      return true
    },

    async 'account.getContentSettings'({ userId }) {
      const { sensitiveContent } = await store.read.accountSettings.get(userId)
      return { _: 'account.contentSettings', sensitiveEnabled: sensitiveContent || undefined, sensitiveCanChange: true }
    },
    async 'account.setContentSettings'({ userId }, request) {
      await change(userId, { sensitiveContent: request.sensitiveEnabled === true })
      return true
    },

    async 'account.getGlobalPrivacySettings'({ userId }) {
      return globalPrivacyOf(store.read, userId)
    },
    async 'account.setGlobalPrivacySettings'({ userId }, request) {
      const { settings } = request
      // There are no payments on this server.
      if ((settings.noncontactPeersPaidStars ?? 0n) > 0n) throw new RpcError(403, 'PREMIUM_ACCOUNT_REQUIRED')
      await change(userId, { globalPrivacy: encode(settings) })
      return settings
    },
  }
}
