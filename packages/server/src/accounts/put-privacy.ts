import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../bus/bus.ts'
import { recordUnnumbered } from '../changes/record-change.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import type { PrivacyKey } from '../rules/privacy.ts'
import type { Transaction } from '../store/store.ts'
import { noPeers } from '../views/named-peers.ts'

interface PrivacyChange {
  readonly userId: UserId
  readonly key: PrivacyKey
  readonly rules: api.PrivacyRule[]
  readonly except: SessionName
}

/** Within a unit: keeps rules in the place of those before, and tells the other devices. */
export async function putPrivacy(
  tx: Transaction,
  ports: ServicePorts,
  { userId, key, rules, except }: PrivacyChange,
): Promise<void> {
  const bytes = encode({ _: 'account.privacyRules', rules, ...noPeers() })
  await tx.privacy.put({ userId, key, rules: bytes })
  const update: api.updatePrivacy = { _: 'updatePrivacy', key: { _: key }, rules }
  const date = unixSeconds(ports.clock)
  await recordUnnumbered(tx, ports, { userId, key: `privacy ${key}`, update, date, except })
}
