import { currentDate, laterDate, noteGiven } from '../../changes/told.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { logFailure } from '../../rpc/log-failure.ts'
import { viewState } from '../../views/state-view.ts'
import { deviceOf, notNoted } from './device.ts'

/**
 * Where a client that fetches everything begins. TDLib and Telethon also ask so whether the connection is alive, and take
 * nothing of the answer; so whoever names its date later began there.
 */
export function createGetState({ store, clock, log }: ServicePorts): Methods {
  return {
    async 'updates.getState'({ userId, caller }) {
      const now = unixSeconds(clock)
      const { authKeyId } = caller.key
      const { state, unnumbered, device } = await store.snapshot(async (read) => ({
        state: await viewState(read, userId, authKeyId, now),
        unnumbered: (await read.boxes.state(userId))?.unnumbered ?? 0,
        device: await deviceOf(read, userId, authKeyId),
      }))
      const earlier = device?.told
      if (device === undefined || earlier?.marks.at(-1)?.upTo === unnumbered) {
        return { ...state, date: currentDate(now, earlier) }
      }
      const date = laterDate(now, 0, earlier)
      try {
        await store.transaction((tx) => noteGiven(tx, userId, authKeyId, { upTo: unnumbered, date, partly: false }))
      } catch (error) {
        logFailure(log, 'warn', notNoted, error)
      }
      return { ...state, date }
    },
  }
}
