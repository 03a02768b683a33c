import type { api } from '@chappe/tl-codec/api'
import type { UnixTime } from '../../ids.ts'
import { happenedWithin } from '../../rules/happened-within.ts'
import type { ClientInfo } from '../../store/domain/identity/auth-keys.ts'
import type { Authorization } from '../../store/domain/identity/authorizations.ts'

/** A device that nobody vouched for counts as confirmed after a week (`authorization_autoconfirm_period`). */
const confirmationSeconds = 7 * 86_400

export type Device = Pick<
  Authorization,
  'hash' | 'createdAt' | 'activeAt' | 'ip' | 'confirmed' | 'secretChatsOff' | 'callsOff'
>

/** A row of the list of devices. Where an address lies is not looked up. */
export function viewDevice(
  device: Device,
  client: ClientInfo | undefined,
  at: { readonly now: UnixTime; readonly current: boolean; readonly passwordPending?: boolean },
): api.authorization {
  return {
    _: 'authorization',
    current: at.current || undefined,
    passwordPending: at.passwordPending || undefined,
    encryptedRequestsDisabled: device.secretChatsOff || undefined,
    callRequestsDisabled: device.callsOff || undefined,
    unconfirmed: (!device.confirmed && happenedWithin(device.createdAt, confirmationSeconds, at.now)) || undefined,
    // The caller's own device has the hash 0: a hash is for ending another device.
    hash: at.current ? 0n : device.hash,
    deviceModel: client?.deviceModel ?? '',
    platform: '',
    systemVersion: client?.systemVersion ?? '',
    apiId: client?.apiId ?? 0,
    appName: client === undefined ? '' : `Application ${client.apiId}`,
    appVersion: client?.appVersion ?? '',
    dateCreated: device.createdAt,
    dateActive: device.activeAt,
    ip: device.ip,
    country: '',
    region: '',
  }
}
