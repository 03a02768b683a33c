import type { DeviceAdvanced, DeviceTold } from '../bus/bus.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import { shortEnvelope } from './envelope.ts'
import type { Renderer } from './render.ts'
import type { Sessions } from './sessions.ts'
import type { Turns } from './turns.ts'

/** So much may wait to be rendered for one device, which has to ask for what is more. */
const maxWaiting = 100

/**
 * What waits for one device alone, pushed to it in the order in which it happened. Of a secret chat it is told beside the people
 * in it, whom it may not know yet, and whatever comes meanwhile waits behind that; secret messages name nobody.
 */
export interface DevicePushes {
  take(announcement: DeviceAdvanced): void
  /** Whoever is not here never hears of it. */
  tellNow(announcement: DeviceTold): void
}

interface DevicePushesOptions {
  readonly renderer: Pick<Renderer, 'device'>
  readonly sessions: Pick<Sessions, 'hasDevice' | 'pushToDevice' | 'deviceMissed'>
  readonly turns: Turns
  readonly log: Log
}

export function createDevicePushes({ renderer, sessions, turns, log }: DevicePushesOptions): DevicePushes {
  const chains = new Map<bigint, DeviceAdvanced[]>()

  const namesPeople = ({ update }: DeviceAdvanced): boolean =>
    update?._ === 'updateEncryption' && update.chat._ !== 'encryptedChatDiscarded'

  const tellAtOnce = ({ authKeyId, update, date }: DeviceAdvanced): void => {
    if (update === undefined) sessions.deviceMissed(authKeyId)
    else sessions.pushToDevice(authKeyId, shortEnvelope(update, date))
  }

  const render = async ({ userId, authKeyId, update, date }: DeviceAdvanced): Promise<void> => {
    if (update === undefined) return
    try {
      sessions.pushToDevice(authKeyId, await renderer.device(userId, update, date))
    } catch (error) {
      logFailure(log, 'error', 'what waits for a device could not be told: it is told to ask for it', error)
      sessions.deviceMissed(authKeyId)
    }
  }

  const advance = async (authKeyId: bigint, chain: DeviceAdvanced[]): Promise<void> => {
    const first = chain.shift()
    if (first !== undefined) await render(first)
    for (let next = chain[0]; next !== undefined; next = chain[0]) {
      if (namesPeople(next)) return turns.offer(() => advance(authKeyId, chain))
      chain.shift()
      tellAtOnce(next)
    }
    chains.delete(authKeyId)
  }

  return {
    take(announcement) {
      const { authKeyId } = announcement
      const chain = chains.get(authKeyId)
      if (!sessions.hasDevice(authKeyId)) return sessions.deviceMissed(authKeyId)
      if (chain !== undefined) {
        if (chain.length < maxWaiting) chain.push(announcement)
        else sessions.deviceMissed(authKeyId)
        return
      }
      if (!namesPeople(announcement)) return tellAtOnce(announcement)
      const begun = [announcement]
      chains.set(authKeyId, begun)
      turns.offer(() => advance(authKeyId, begun))
    },
    tellNow({ authKeyId, update, date }) {
      if (sessions.hasDevice(authKeyId)) sessions.pushToDevice(authKeyId, shortEnvelope(update, date))
    },
  }
}
